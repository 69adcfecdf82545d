"""Fit how sure an answer is: `python -m training.confidence ../shared/data/squad-train`.

Needs the ranking to be fitted. Three kinds of questions teach it: those that the documents
answer; those asked of other documents altogether; and near misses, whose own paragraph is gone.
All are asked of collections large and small, since what is rare depends on their size.
Prints how well it refuses, and writes `bot/models/answerable.json` and `rightness.json`.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot import confidence, extraction, features, linear
from bot.evaluation import auroc, calibration_error, contains
from bot.evidence import Library
from bot.question import analyse
from training import fitting
from training.collection import load, places_of, varied

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.retriever import Retriever
    from training.collection import GoldQuestion

ANSWERABLE = "What speaks for there being an answer; fitted by training/confidence.py."
RIGHTNESS = "What speaks for this being it, where there is one; fitted by training/confidence.py."
PASSAGES = 8
RIDGE = 1e-4
SHARES = {"answerable": 0.6, "far": 0.35, "near": 0.05}


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
    library = Library(size=20_000)
    places = places_of(documents)
    asked = [(question, places[n // 3 % 3]) for n, question in enumerate(questions)]
    cases = [
        *_cases("answerable", ((q, place.home(q)) for q, place in asked), library),
        *_cases("far", ((q, place.away(q)) for q, place in asked), library),
        *_cases("near", ((q, place.near(q)) for q, place in asked), library),
    ]
    _save("answerable", ANSWERABLE, cases, [case.kind == "answerable" for case in cases])
    answerable = [case for case in cases if case.kind == "answerable"]
    _save("rightness", RIGHTNESS, answerable, [case.right for case in answerable])
    _tell(cases)


def _save(name: str, about: str, cases: Sequence[Case], labels: Sequence[bool]) -> None:
    """Fit a model with each kind of question given its share, and write it."""
    counts = Counter(case.kind for case in cases)
    weights, bias = fitting.logistic(
        np.array([[case.features[name] for name in confidence.NAMES] for case in cases]),
        np.array(labels, float),
        np.array([SHARES[case.kind] / counts[case.kind] for case in cases]),
        ridge=RIDGE,
    )
    fitted = dict(zip(confidence.NAMES, weights, strict=True))
    print(f"written to {fitting.save(name, about, fitted, bias)}")  # noqa: T201


def _cases(
    kind: str, asked: Iterable[tuple[GoldQuestion, Retriever]], library: Library
) -> Iterable[Case]:
    for gold, retriever in asked:
        question = analyse(gold.text, retriever)
        found = features.search(question, retriever, library, limit=PASSAGES)
        candidates = extraction.rank(question, found)
        quotes = extraction.quotes(question, candidates, limit=extraction.MOST_QUOTES)
        texts = [quote.evidence.document.text[quote.start : quote.end] for quote in quotes]
        right = any(contains(text, gold.answers) for text in texts)
        if candidates and not (right and kind == "near"):  # said elsewhere too: no miss
            seen = dict(confidence.evidence(question, candidates))
            yield Case(kind, seen, right and kind == "answerable")


def _tell(cases: Sequence[Case]) -> None:
    linear.load.cache_clear()
    confidence.model.cache_clear()
    models = [confidence.model(name) for name in ("answerable", "rightness")]
    sure = [math.prod(m.probability(case.features) for m in models) for case in cases]
    of = {k: [s for s, c in zip(sure, cases, strict=True) if c.kind == k] for k in SHARES}
    for kind in ("far", "near"):
        print(f"AUROC, answerable against {kind}: {auroc(of['answerable'], of[kind]):.4f}")  # noqa: T201
    seen = [at for at, case in enumerate(cases) if case.kind != "near"]
    error = calibration_error([sure[at] for at in seen], [cases[at].right for at in seen])
    print(f"calibration error, near misses aside: {error:.4f}")  # noqa: T201
    strict = sorted(of["answerable"])[len(of["answerable"]) // 20]
    print(f"5 % of the answerable are below {strict:.3f}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
