"""Fit how words and reader are weighed: `python -m training.reranking squad-train`.

Needs the ranking to be fitted and the reader to be trained. Learns from the articles that the
reader was not trained on, writes `bot/models/reranking.json`, and measures on `--on squad-dev`.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot import extraction, reranking, retrieval
from bot.evaluation import contains
from bot.evidence import Library
from bot.question import analyse
from bot.reader import Budget, Reader
from bot.readerfiles import MODELS
from training import fitting, reader_examples
from training.collection import Collection, load, varied
from training.reader_measure import Score, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bot.extraction import Candidate
    from training.collection import GoldQuestion

ABOUT = "What words and reader add to a sentence; fitted by training/reranking.py."
SEARCHED = 8  # passages
RIDGE = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The sentences found for a question: what words and reader say of them, which are right.

    `spans` are what the reader points at; `gold` sentences are right and stand in the paragraph
    that was asked about.
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
    parser.add_argument("--on", type=Path, help="the folder squad-dev, to measure")
    parser.add_argument("--folder", type=Path, default=MODELS, help="of the reader")
    parser.add_argument("--every", type=int, default=1, help="ask every third question, say")
    options = parser.parse_args()
    reader = Reader.open(options.folder)
    documents, questions = load(options.learnt)
    held_out = {document.id for document in reader_examples.divide(documents)[1]}
    unseen = [question for question in questions if question.document_id in held_out]
    asked = [varied(question, number) for number, question in enumerate(unseen[:: options.every])]
    weights = fit(list(cases(asked, Collection(documents), reader)))
    named = dict(zip(reranking.NAMES, weights, strict=True))
    print(f"written to {fitting.save('reranking', ABOUT, named)}")  # noqa: T201
    if options.on is None:
        return
    documents, questions = load(options.on)
    measured = list(cases(questions[:: options.every], Collection(documents), reader))
    words = np.array([name == "words" for name in reranking.NAMES], np.float64)
    for name, by in [("words alone", words), ("with the reader", weights)]:
        hits, short = measure(measured, by)
        print(f"{name}: quote hit@1 {hits:.3f}, short answer {short}")  # noqa: T201


def cases(
    questions: Iterable[GoldQuestion], collection: Collection, reader: Reader
) -> Iterator[Case]:
    """Ask words and reader about every question that finds a passage."""
    library = Library()
    for question in questions:
        analysed = analyse(question.text, collection)
        found = retrieval.search(analysed, collection, library, limit=SEARCHED)
        candidates = extraction.rank(analysed, found)
        if candidates:
            seen = reranking.look(question.text, candidates, reader, Budget())
            yield _case(question, seen)


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


def _case(question: GoldQuestion, seen: Sequence[Candidate]) -> Case:
    """What was seen as rows, and what is right."""
    right = np.array([contains(each.statement.text, question.answers) for each in seen])
    return Case(
        question.answers,
        _rows(seen),
        tuple(each.pointed_at or "" for each in seen),
        right,
        right & np.array([_in_paragraph(each, question) for each in seen]),
    )


def _rows(candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    columns = reranking.table(candidates)
    return np.column_stack([columns[name] for name in reranking.NAMES])


def _in_paragraph(candidate: Candidate, question: GoldQuestion) -> bool:
    sentence = candidate.statement.sentence
    return (
        candidate.found.evidence.document.id == question.document_id
        and sentence.start < question.end
        and question.start < sentence.end
    )


if __name__ == "__main__":
    main()
