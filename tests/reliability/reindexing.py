"""Reindex again and again while clients ask: ``python -m tests.reliability.reindexing``.

Two documents change together before each reindex. It prints how long clients wait with and without
reindexing, and fails where an answer is refused, or shows the two as they never were together.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import shutil
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from tests.reliability.asking import ask, gold_questions
from tests.reliability.server import ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.reliability.asking import Reply

PARCELS = ("north", "south")
QUESTION = "Which trip brought the parcel from the north, and which the one from the south?"
TRIP = re.compile(r"trip (\d+)")


@dataclass(slots=True)
class Seen:
    """What clients saw: how long they waited, and of each generation which trips it showed."""

    waits: list[float] = field(default_factory=list)
    trips: dict[int, set[str]] = field(default_factory=dict)

    def take(self, reply: Reply) -> None:
        """Note a reply."""
        self.waits.append(reply.seconds)
        answer = json.loads(reply.body)
        shown = [each["text"] for each in answer["passages"]]
        shown += [each["cited_text"] for each in answer["citations"]]
        trips = self.trips.setdefault(answer["index"]["generation"], set())
        trips.update(TRIP.findall(" ".join(shown)))

    @property
    def mixed(self) -> list[int]:
        """The generations that showed the documents of more than one."""
        return [generation for generation, trips in self.trips.items() if len(trips) > 1]

    def wait(self, percent: int) -> float:
        """The milliseconds that so many of the replies took at most."""
        return float(np.percentile(self.waits, percent)) * 1_000


def main() -> int:
    """Ask everything once, then without reindexing, then with; 1 where something was wrong."""
    options = _options()
    with TemporaryDirectory(prefix="reindexing-") as scratch:
        folder = shutil.copytree(ROOT / "corpus", Path(scratch) / "corpus")
        _change(folder, 0)
        with serving(folder, Path(scratch) / "index", "--no-watch") as server:
            first = Seen()
            _ask(server.place, 1, first, lambda: len(first.waits) >= len(_questions()))
            click.echo(f"each for the first time, one after another: {_summary(first)}")
            idle, over = Seen(), time.monotonic() + options.seconds
            _ask(server.place, options.clients, idle, lambda: time.monotonic() > over)
            click.echo(f"without: {_summary(idle)}")
            busy = Seen()
            with _reindexed(server.place, folder, options.times) as ended:
                _ask(server.place, options.clients, busy, ended.is_set)
    click.echo(f"while reindexing: {_summary(busy)}")
    click.echo(
        f"p99 {busy.wait(99) / idle.wait(99):.2f} times as long; generations: {len(busy.trips)}"
    )
    click.echo(f"answers that mix generations: {len(busy.mixed)}")
    return int(bool(busy.mixed) or len(busy.trips) < options.times / 2)


def _ask(place: str, clients: int, seen: Seen, until: Callable[[], bool]) -> None:
    asyncio.run(ask([place], _questions(), clients=clients, until=until, take=seen.take))


@contextmanager
def _reindexed(place: str, folder: Path, times: int) -> Iterator[Event]:
    """Reindex `times` times in a thread; the event is set when it is done."""
    ended = Event()

    def reindex() -> None:
        try:
            for number in range(1, times + 1):
                _change(folder, number)
                _sent(place, "POST")
                while (state := _sent(place, "GET")["state"]) == "running":
                    time.sleep(0.02)
                assert state == "done"
        finally:
            ended.set()

    thread = Thread(target=reindex)
    thread.start()
    yield ended
    thread.join()


def _change(folder: Path, trip: int) -> None:
    for parcel in PARCELS:
        unfinished = folder / f".{parcel}"
        unfinished.write_text(f"The parcel from the {parcel} was brought by trip {trip}.")
        unfinished.replace(folder / f"{parcel}.txt")


def _sent(place: str, method: str) -> dict[str, Any]:
    connection = HTTPConnection(place, timeout=60)
    connection.request(method, "/reindex")
    response = connection.getresponse()
    said: dict[str, Any] = json.loads(response.read())
    connection.close()
    return said


def _questions() -> Sequence[str]:
    """Those about the shipped documents, and every fifth time one about the two that change."""
    return [QUESTION if n % 5 == 0 else each for n, each in enumerate(gold_questions())]


def _summary(seen: Seen) -> str:
    return f"{len(seen.waits):,} answers, p50 {seen.wait(50):.0f} ms, p99 {seen.wait(99):.0f} ms"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.reliability.reindexing", description=__doc__
    )
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=20, help="to ask without reindexing")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
