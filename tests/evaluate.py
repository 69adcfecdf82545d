"""Measure the answers over every set of gold questions that is there: ``make eval``.

Our own questions are always there; the originals and SQuAD's are where ``../shared`` is.
"""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from bot.commands.opening import told_reader
from bot.commands.options import reader_option
from bot.engine import Bot
from bot.evaluation import GoldQuestion, Report, evaluate, read_questions
from index.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.reader import Reader

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold"
OURS = ("corpus.jsonl", "conversations.jsonl", "documents.jsonl")
SOURCES = ROOT.parent / "shared" / "sources"
SQUAD = ROOT.parent / "shared" / "data"
UNANSWERABLE_EVERY = 6  # of the training articles' questions, asked of the others' documents


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Gold questions and the folder that they are asked of."""

    name: str
    corpus: Path
    questions: tuple[GoldQuestion, ...]


def gold_sets(scratch: Path) -> Iterator[GoldSet]:
    """The sets that can be measured here; their documents are unpacked into `scratch`."""
    unanswerable = read_questions(GOLD / "unanswerable.jsonl")
    own = [each for name in OURS for each in read_questions(GOLD / name)]
    yield GoldSet("corpus", ROOT / "corpus", (*own, *unanswerable))
    if SOURCES.is_dir():
        originals = read_questions(GOLD / "originals.jsonl")
        yield GoldSet("originals", SOURCES, (*originals, *unanswerable))
    if (SQUAD / "squad-dev").is_dir():
        yield GoldSet("squad-dev", _unpacked(SQUAD / "squad-dev", scratch), tuple(_squad()))


def measure(gold: GoldSet, index: Path, *, reader: Reader | None, every: int = 1) -> Report:
    """Index the set's documents in `index`, and ask its questions, or one in `every`."""
    library = Library(gold.corpus, index)
    library.update()
    with click.progressbar(gold.questions[::every], file=sys.stderr, label=gold.name) as questions:
        return evaluate(Bot(library, reader=reader), questions)


@click.command()
@click.option("--only", help="The name of one set.")
@click.option("--every", default=1, show_default=True, help="Ask one question in so many.")
@reader_option
@click.option("--json", "as_json", is_flag=True)
def main(*, only: str | None, every: int, reader: bool, as_json: bool) -> None:
    """Print the measures of every set."""
    used = told_reader(wanted=reader).reader
    with TemporaryDirectory() as scratch:
        for gold in gold_sets(Path(scratch)):
            if only not in (None, gold.name):
                continue
            report = measure(gold, Path(scratch, "index", gold.name), reader=used, every=every)
            if as_json:
                click.echo(json.dumps({"set": gold.name, **report.as_json()}))
            else:
                click.echo(f"\n== {gold.name}\n{report.table()}")


def _squad() -> Iterator[GoldQuestion]:
    yield from _questions(SQUAD / "squad-dev")
    if (SQUAD / "squad-train").is_dir():
        for gold in list(_questions(SQUAD / "squad-train"))[::UNANSWERABLE_EVERY]:
            yield replace(gold, answers=(), document=None, answerable=False)


def _questions(folder: Path) -> Iterator[GoldQuestion]:
    for row in _rows(folder / "questions.jsonl.gz"):
        yield GoldQuestion(row["question"], tuple(row["answers"]), row["document"])


def _unpacked(folder: Path, scratch: Path) -> Path:
    corpus = scratch / folder.name
    corpus.mkdir()
    for row in _rows(folder / "documents.jsonl.gz"):
        (corpus / row["file"]).write_text(row["text"], encoding="utf-8")
    return corpus


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
