"""How many questions a second a server answers, and how long people wait: ``make load``.

It starts `quoth serve`, asks each of the gold questions for the first time, then all of them again
and again with one client and with more, and prints a table. Each client sends its next question
when it has its answer. The clients run on the same machine, as one process, and take their part of
it.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import time
from dataclasses import dataclass, field
from itertools import islice
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
import numpy as np

from tests.reliability import asking
from tests.reliability.server import ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.reliability.server import Server

SQUAD = ROOT.parent / "shared" / "data"
QUESTIONS = 200
HEADING = """| clients | questions a second | p50 | p99 | cores | memory |
|---|---|---|---|---|---|"""


@dataclass(slots=True)
class Load:
    """What some clients saw together."""

    clients: int
    waits: list[float] = field(default_factory=list)  # seconds, for each answer
    note: str = ""

    def row(self, seconds: float, cores: float, megabytes: float) -> str:
        """A line of the table."""
        half, most = np.percentile(self.waits, (50, 99)) * 1000
        figures = (
            f"{len(self.waits) / seconds:,.0f}",
            f"{half:.1f} ms",
            f"{most:.1f} ms",
            f"{cores:.2f}",
            f"{megabytes:,.0f} MB",
        )
        return f"| {self.clients}{self.note} | {' | '.join(figures)} |"


def main() -> None:
    """Print a row for each number of clients as soon as it is known."""
    options = _options()
    with TemporaryDirectory(prefix="load-") as scratch:
        folder, questions = _corpus(Path(scratch), options.documents)
        with serving(folder, Path(scratch) / "index", "--no-watch") as server:
            click.echo(
                f"{len(list(folder.iterdir())):,} files, {len(questions)} questions\n\n{HEADING}"
            )
            first = Load(1, note=", for the first time")
            click.echo(_measured(server, questions, first, answers=len(questions)))
            for clients in options.clients:
                click.echo(_measured(server, questions, Load(clients), seconds=options.seconds))


def _corpus(scratch: Path, documents: int) -> tuple[Path, list[str]]:
    """A folder and questions about it: the shipped one, or `documents` halves of paragraphs."""
    if not documents:
        return ROOT / "corpus", asking.gold_questions()
    folder = scratch / "corpus"
    folder.mkdir()
    for number, text in enumerate(islice(_halves(), documents)):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    asked = [gold["question"] for gold in _lines("squad-dev", "questions")]
    return folder, asked[:: len(asked) // QUESTIONS]


def _halves() -> Iterator[str]:
    """SQuAD's paragraphs, each cut into two documents where a sentence ends."""
    for part in ("squad-dev", "squad-train"):
        for article in _lines(part, "documents"):
            title, *paragraphs = article["text"].split("\n\n")
            for paragraph in paragraphs:
                cut = paragraph.find(". ", len(paragraph) // 3) + 1
                yield from (f"{title}\n\n{half}" for half in (paragraph[:cut], paragraph[cut:]))


def _lines(part: str, name: str) -> Iterator[dict[str, str]]:
    with gzip.open(SQUAD / part / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _measured(
    server: Server,
    questions: Sequence[str],
    load: Load,
    *,
    seconds: float = inf,
    answers: float = inf,
) -> str:
    before, began = server.computed(), time.perf_counter()
    asyncio.run(ask([server.place], questions, load, began + seconds, answers=answers))
    took = time.perf_counter() - began
    return load.row(took, (server.computed() - before) / took, server.held())


async def ask(
    places: Sequence[str],
    questions: Sequence[str],
    load: Load,
    until: float,
    *,
    answers: float = inf,
) -> None:
    """Let the clients of `load` ask the servers at `places`, in turn one of each.

    They stop at a moment, or when they have so many `answers` together.
    """
    await asking.ask(
        places,
        questions,
        clients=load.clients,
        until=lambda: time.perf_counter() >= until or len(load.waits) >= answers,
        take=lambda reply: load.waits.append(reply.seconds),
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.load", description=__doc__)
    parser.add_argument("--documents", type=int, default=0, help="of SQuAD, not the shipped ones")
    parser.add_argument("--clients", type=int, nargs="*", default=[1, 4, 16, 64])
    parser.add_argument("--seconds", type=float, default=10, help="for each number of clients")
    return parser.parse_args()


if __name__ == "__main__":
    main()
