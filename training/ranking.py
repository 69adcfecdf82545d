"""Fit how sentences are ranked: `python -m training.ranking ../shared/data/squad-train`.

Prints quote hit@1, cross-validated by article, and writes `bot/models/ranking.json`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot import features, retrieval
from bot.evaluation import contains
from bot.evidence import Library
from bot.question import analyse
from bot.wordings import GIVEN
from training import fitting
from training.collection import load, places_of, varied

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from training.collection import Collection, GoldQuestion

ABOUT = "What each feature adds to a sentence; fitted by training/ranking.py."
PASSAGES = 8
FOLDS = 4
RIDGE = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """The sentences found for a question, as rows of features, and which of them are right.

    `gold` sentences hold an answer and stand in the paragraph that was asked about; `right` ones
    hold an answer, perhaps by chance.
    """

    document_id: str
    rows: NDArray[np.float64]
    gold: NDArray[np.bool_]
    right: NDArray[np.bool_]


def main(folder: Path, every: int = 1) -> None:
    """Fit, measure and write the model; `every` third question, say, for a quick look."""
    documents, questions = load(folder)
    places = places_of(documents)
    asked = [varied(question, number) for number, question in enumerate(questions[::every])]
    learnt = list(lessons((q, places[n // 3 % len(places)].home(q)) for n, q in enumerate(asked)))
    held_out = [
        hit
        for fold in range(FOLDS)
        for hit in _cross_validated(learnt, sorted(d.id for d in documents)[fold::FOLDS])
    ]
    print(f"quote hit@1, cross-validated by article: {np.mean(held_out):.4f}")  # noqa: T201
    model = dict(zip(features.NAMES, fit(learnt), strict=True))
    print(f"written to {fitting.save('ranking', ABOUT, model)}")  # noqa: T201


def lessons(asked: Iterable[tuple[GoldQuestion, Collection]]) -> Iterable[Lesson]:
    """Search for every question in its collection and look at what was found."""
    library = Library(size=20_000)
    for question, collection in asked:
        analysed = analyse(question.text, collection)
        found = retrieval.search(analysed, collection, library, limit=PASSAGES)
        if not found:
            continue
        columns = features.table(analysed, found)
        sentences = [
            (each.evidence.document.id, statement)
            for each in found
            for statement in each.evidence.statements
        ]
        right = np.array([contains(s.text, question.answers) for _, s in sentences])
        there = np.array(
            [
                document_id == question.document_id
                and s.sentence.start < question.end
                and question.start < s.sentence.end
                for document_id, s in sentences
            ]
        )
        rows = np.column_stack([columns[name] for name in features.NAMES])
        yield Lesson(question.document_id, rows, right & there, right)


def fit(learnt: Sequence[Lesson]) -> NDArray[np.float64]:
    """The weights; sentences that are right by chance are neither taught nor counted wrong."""
    rows, sizes, targets = [], [], []
    for lesson in learnt:
        kept = lesson.gold | ~lesson.right
        if lesson.gold.any():
            rows.append(lesson.rows[kept])
            sizes.append(int(kept.sum()))
            targets.append(lesson.gold[kept] / lesson.gold.sum())
    fitted = np.vstack(rows)
    fitted[:, list(map(features.NAMES.index, GIVEN))] = 0.0  # not to be learnt, but given
    weights = fitting.choices(fitted, sizes, np.concatenate(targets), ridge=RIDGE)
    return np.array(
        [GIVEN.get(name, each) for name, each in zip(features.NAMES, weights, strict=True)]
    )


def hits(weights: NDArray[np.float64], asked: Sequence[Lesson]) -> list[bool]:
    """Whether the best sentence of each lesson is right."""
    return [bool(lesson.right[np.argmax(lesson.rows @ weights)]) for lesson in asked]


def _cross_validated(learnt: Sequence[Lesson], held_out: Sequence[str]) -> list[bool]:
    weights = fit([each for each in learnt if each.document_id not in held_out])
    return hits(weights, [each for each in learnt if each.document_id in held_out])


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
