"""Fit how words and reader are weighed: `python -m training.secondopinion squad-train squad-dev`.

Needs the ranking to be fitted and the reader to be trained. Learns from the articles that the
reader was not trained on, measures on the second folder, and writes
`bot/models/secondopinion.json`.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot import extraction, secondopinion
from bot.evaluation import contains
from bot.evidence import Library
from bot.features import Found
from bot.question import analyse
from bot.reader import Reader
from bot.readerfiles import MODELS
from training import fitting, reader_examples
from training.collection import Collection, load, varied
from training.reader_measure import Score, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from bot.secondopinion import Sight
    from training.collection import GoldQuestion

ABOUT = "What words and reader add to a sentence; fitted by training/secondopinion.py."
SEARCHED = 8  # passages
RIDGE = 1e-3
_NO_LIMIT = 1e9


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The sentences found for a question: both opinions, what the reader saw, which are right.

    `gold` sentences are right and stand in the paragraph that was asked about.
    """

    answers: tuple[str, ...]
    rows: NDArray[np.float64]
    spans: tuple[str, ...]
    right: NDArray[np.bool_]
    gold: NDArray[np.bool_]


def main() -> None:
    """Fit, measure and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("learnt", type=Path, help="the folder squad-train")
    parser.add_argument("measured", type=Path, help="the folder squad-dev")
    parser.add_argument("--folder", type=Path, default=MODELS, help="of the reader")
    parser.add_argument("--every", type=int, default=1, help="ask every third question, say")
    options = parser.parse_args()
    reader = Reader.open(options.folder)
    documents, questions = load(options.learnt)
    held_out = {document.id for document in reader_examples.divide(documents)[1]}
    unseen = [question for question in questions if question.document_id in held_out]
    asked = [varied(question, number) for number, question in enumerate(unseen[:: options.every])]
    weights = fit(list(cases(asked, Collection(documents), reader)))
    documents, questions = load(options.measured)
    measured = list(cases(questions[:: options.every], Collection(documents), reader))
    words = np.array([name == "words" for name in secondopinion.NAMES], np.float64)
    for name, by in [("words alone", words), ("with the reader", weights)]:
        hits, short = measure(measured, by)
        print(f"{name}: quote hit@1 {hits:.3f}, short answer {short}")  # noqa: T201
    named = dict(zip(secondopinion.NAMES, weights, strict=True))
    print(f"written to {fitting.save('secondopinion', ABOUT, named)}")  # noqa: T201


def cases(
    questions: Iterable[GoldQuestion], collection: Collection, reader: Reader
) -> Iterable[Case]:
    """Ask words and reader about every question that finds a passage."""
    library = Library()
    for question in questions:
        analysed = analyse(question.text, collection)
        hits = collection.search(analysed.terms, limit=SEARCHED)
        found = [
            Found(library.evidence(hit.passage, collection), rank, hit.score)
            for rank, hit in enumerate(hits)
        ]
        candidates = extraction.rank(analysed, found)
        if not candidates:
            continue
        sights = secondopinion.look(question.text, candidates, reader, budget_ms=_NO_LIMIT)
        columns = secondopinion.table(candidates, sights)
        sentences = [
            (candidate.found.evidence.document.id, candidate.statement) for candidate in candidates
        ]
        right = np.array([contains(each.text, question.answers) for _, each in sentences])
        there = np.array(
            [
                document_id == question.document_id
                and each.sentence.start < question.end
                and question.start < each.sentence.end
                for document_id, each in sentences
            ]
        )
        yield Case(
            question.answers,
            np.column_stack([columns[name] for name in secondopinion.NAMES]),
            tuple(
                _quoted(sight, candidate.found.evidence.document.text)
                for sight, candidate in zip(sights, candidates, strict=True)
            ),
            right,
            right & there,
        )


def fit(learnt: Sequence[Case]) -> NDArray[np.float64]:
    """The weights; sentences that are right by chance are neither taught nor counted wrong."""
    rows, sizes, targets = [], [], []
    for case in learnt:
        kept = case.gold | ~case.right
        if case.gold.any():
            rows.append(case.rows[kept])
            sizes.append(int(kept.sum()))
            targets.append(case.gold[kept] / case.gold.sum())
    return fitting.choices(np.vstack(rows), sizes, np.concatenate(targets), ridge=RIDGE)


def measure(asked: Sequence[Case], weights: NDArray[np.float64]) -> tuple[float, Score]:
    """Quote hit@1, and how good the reader's span in the first quotation is."""
    best = [int(np.argmax(case.rows @ weights)) for case in asked]
    hits = np.mean([case.right[top] for case, top in zip(asked, best, strict=True)])
    short = score((case.spans[top], case.answers) for case, top in zip(asked, best, strict=True))
    return float(hits), short


def _quoted(sight: Sight | None, text: str) -> str:
    return text[sight.span.start : sight.span.end] if sight else ""


if __name__ == "__main__":
    main()
