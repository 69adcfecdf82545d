"""How well the reader points at the answer in a given paragraph, by SQuAD's measures.

`python -m training.reader_measure squad-dev` asks `bot/models/reader`, or another `--folder`.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from bot.evaluation import f1, normalised
from bot.reader import Reader
from bot.readerfiles import MODELS
from training.collection import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.documents import Document
    from training.collection import GoldQuestion


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of 1, over `questions`."""

    exact: float
    f1: float
    questions: int

    def __str__(self) -> str:
        return f"EM {self.exact:.3f} F1 {self.f1:.3f} over {self.questions} questions"


def main() -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, help="a folder such as squad-dev")
    parser.add_argument("--folder", type=Path, default=MODELS, help="of the reader")
    parser.add_argument("--every", type=int, default=5, help="ask every fifth question, say")
    options = parser.parse_args()
    documents, questions = load(options.questions)
    reader = Reader.open(options.folder)
    print(in_paragraph(reader, documents, questions[:: options.every]))  # noqa: T201


def in_paragraph(
    reader: Reader, documents: Sequence[Document], questions: Iterable[GoldQuestion]
) -> Score:
    """Ask for each question's answer in its paragraph."""
    held = {document.id: document for document in documents}
    found = []
    for question in questions:
        document = held[question.document_id]
        text = document.text[question.start : question.end]
        [finding] = reader.read(question.text, [text], titles=[document.title])
        best = finding.best() if finding else None
        found.append((text[best.start : best.end] if best else "", question.answers))
    return score(found)


def score(found: Iterable[tuple[str, Sequence[str]]]) -> Score:
    """Compare predictions with their gold answers, the best of which counts."""
    pairs = list(found)
    exact = [any(normalised(said) == normalised(each) for each in gold) for said, gold in pairs]
    overlap = [max(f1(said, each) for each in gold) for said, gold in pairs]
    return Score(mean(exact), mean(overlap), len(pairs))


if __name__ == "__main__":
    main()
