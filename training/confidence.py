"""Fit how sure an answer is: `python -m training.confidence ../shared/data/squad-train`.

Needs the ranking to be fitted. Three kinds of questions teach it: those that the documents
answer; those asked of other documents altogether; and near misses, whose own paragraph is gone.
Prints how well it refuses, and writes `bot/models/confidence.json`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot import confidence, extraction
from bot.evaluation import auroc, calibration_error, contains
from bot.evidence import Library
from bot.features import Found
from bot.question import analyse
from training import fitting
from training.collection import Collection, Without, load, varied

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.retriever import Retriever
    from training.collection import GoldQuestion

ABOUT = "What speaks for an answer as a whole; fitted by training/confidence.py."
PASSAGES = 8
RIDGE = 1e-5
SHARES = {"answerable": 0.6, "far": 0.25, "near": 0.15}


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The features of an answer, whether it was right, and the kind of question."""

    kind: str
    features: dict[str, float]
    right: bool


def main(folder: Path, every: int = 1) -> None:
    """Fit, measure and write the model; `every` third question, say, for a quick look."""
    documents, questions = load(folder)
    questions = [varied(question, number) for number, question in enumerate(questions[::every])]
    whole = Collection(documents, name="whole")
    halves = [Collection(documents[part::2], name=f"half {part}") for part in range(2)]
    library = Library(size=20_000)
    cases = [
        *_cases("answerable", ((q, whole) for q in questions), library),
        *_cases("far", ((q, _other(q, halves)) for q in questions), library),
        *_cases("near", ((q, _without(q, whole)) for q in questions), library),
    ]
    weights, bias = fit(cases)
    model = dict(zip(confidence.NAMES, weights, strict=True))
    path = fitting.save("confidence", ABOUT, model, bias)
    _tell(cases, np.array([bias + _row(case) @ weights for case in cases]))
    print(f"written to {path}")  # noqa: T201


def fit(cases: Sequence[Case]) -> tuple[fitting.Array, float]:
    """The weights and the bias, with each kind of question given its share."""
    counts = {kind: sum(case.kind == kind for case in cases) for kind in SHARES}
    return fitting.logistic(
        np.array([_row(case) for case in cases]),
        np.array([float(case.right) for case in cases]),
        np.array([SHARES[case.kind] / counts[case.kind] for case in cases]),
        ridge=RIDGE,
    )


def _cases(
    kind: str, asked: Iterable[tuple[GoldQuestion, Retriever]], library: Library
) -> Iterable[Case]:
    for gold, retriever in asked:
        question = analyse(gold.text, retriever)
        hits = retriever.search(question.terms, limit=PASSAGES)
        found = [
            Found(library.evidence(hit.passage, retriever), rank, hit.score)
            for rank, hit in enumerate(hits)
        ]
        candidates = extraction.rank(question, found)
        quotes = extraction.quotes(question, candidates, limit=extraction.MOST_QUOTES)
        texts = [quote.evidence.document.text[quote.start : quote.end] for quote in quotes]
        right = any(contains(text, gold.answers) for text in texts)
        if candidates and not (right and kind == "near"):  # said elsewhere too: no miss
            features = dict(confidence.evidence(question, candidates))
            yield Case(kind, features, right and kind == "answerable")


def _other(question: GoldQuestion, halves: Sequence[Collection]) -> Collection:
    return next(half for half in halves if question.document_id not in half.documents)


def _without(question: GoldQuestion, whole: Collection) -> Without:
    return Without(whole, question.document_id, question.start, question.end)


def _row(case: Case) -> fitting.Array:
    return np.array([case.features[name] for name in confidence.NAMES])


def _tell(cases: Sequence[Case], scores: fitting.Array) -> None:
    sure = (1 / (1 + np.exp(-scores))).tolist()
    of = {k: [s for s, c in zip(sure, cases, strict=True) if c.kind == k] for k in SHARES}
    for kind in ("far", "near"):
        print(f"AUROC, answerable against {kind}: {auroc(of['answerable'], of[kind]):.4f}")  # noqa: T201
    seen = [at for at, case in enumerate(cases) if case.kind != "near"]
    error = calibration_error([sure[at] for at in seen], [cases[at].right for at in seen])
    print(f"calibration error, near misses aside: {error:.4f}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
