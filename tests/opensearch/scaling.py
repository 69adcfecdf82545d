"""Measure what more passages, servers and nodes cost and bring: the tables of docs/scaling.md.

``python -m tests.opensearch.scaling growth`` and ``… servers``: each takes some minutes of a
machine that does nothing else. It needs what ``make opensearch`` fetches, and SQuAD's documents
where ``../shared`` is. Words alone decide, so that the reader does not hide the engine.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
import numpy as np

from bot.engine import Bot
from index.library import Library
from index.migration import migrate
from index.opensearch.address import Address
from index.opensearch.store import ClusterStore
from tests.benchmarks.load import Load, ask
from tests.evaluate import gold_sets
from tests.opensearch import cluster
from tests.opensearch.releases import runnable
from tests.reliability.server import computed, held, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.engines import Place
    from tests.opensearch.cluster import Node
    from tests.reliability.server import Server

HEAP = 1024  # megabytes, for each node
QUESTIONS = 200
WORD = re.compile(r"(\w+)")  # what it splits into has a word in every second place
VARIED = 0.2  # of a text's words are others in a variation
ENGINES = {0: "embedded", 1: "one node", 3: "three nodes, one replica"}
GROWTH = """| passages | index | migrate | migrate back | disk | memory | wait | node | Quoth |
|---|---|---|---|---|---|---|---|---|"""
SERVERS = """| engine | servers | clients | questions a second | p50 | p99 | cores | memory |
|---|---|---|---|---|---|---|---|"""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is asked: an index of `folder` at `place`, kept by `nodes`; and for how long."""

    folder: Path
    place: Place
    nodes: Sequence[Node]
    questions: Sequence[str]
    seconds: float


@click.group()
def main() -> None:
    """Print one of the tables."""


@main.command()
@click.option("--passages", type=int, multiple=True, default=(25_000, 100_000), show_default=True)
def growth(passages: Sequence[int]) -> None:
    """What passages cost: time to index and migrate, disk, memory, and work for a question."""
    click.echo(GROWTH)
    with TemporaryDirectory() as name:
        for number in passages:
            scratch = Path(name, str(number))
            folder, questions = corpus(scratch, number)
            with cluster.running(runnable()[0], megabytes=HEAP, brief=False) as (node,):
                click.echo(grown(scratch, folder, node, questions))


@main.command()
@click.option("--passages", default=10_000, show_default=True)
@click.option("--clients", type=int, multiple=True, default=(1, 4, 16), show_default=True)
@click.option("--seconds", default=6.0, show_default=True, help="for each number of clients")
@click.option("--nodes", type=int, multiple=True, default=tuple(ENGINES), show_default=True)
def servers(passages: int, clients: Sequence[int], seconds: float, nodes: Sequence[int]) -> None:
    """Throughput and memory: one server and two, on no cluster, on one node, on three."""
    click.echo(SERVERS)
    with TemporaryDirectory() as name:
        folder, questions = corpus(Path(name), passages)
        embedded = Library(folder, Path(name, "index"))
        embedded.update()
        for count in nodes:
            with ExitStack() as stack:
                running = cluster.running(runnable()[0], count, megabytes=HEAP, brief=False)
                started = stack.enter_context(running) if count else []
                place = moved(embedded, started)
                setting = Setting(folder, place, started, questions, seconds)
                for number in (1, 2):
                    for row in loaded(setting, number, clients):
                        click.echo(f"| {ENGINES[count]} | {number} | {row} |")


def grown(scratch: Path, folder: Path, node: Node, questions: Sequence[str]) -> str:
    """A row of the table: an index is made, moved into the cluster, and moved back."""
    embedded = Library(folder, scratch / "index")
    there = Library(folder, Address((node.host,), "growth", secure=False))
    back = Library(folder, scratch / "back")
    seconds = [
        timed(embedded.update),
        timed(partial(move, embedded, there)),
        timed(partial(move, there, back)),
    ]
    figures = (
        f"{there.snapshot().state.passages:,}",
        *(f"{each:,.0f} s" for each in seconds),
        f"{on_disk(there) / 1e6:,.0f} MB",
        f"{held(node.process.pid):,.0f} MB",
        *(f"{1000 * each:.1f} ms" for each in question_costs(there, node, questions)),
    )
    return f"| {' | '.join(figures)} |"


def question_costs(
    library: Library, node: Node, questions: Sequence[str]
) -> tuple[float, float, float]:
    """Seconds: the median wait, the processor's for one question in the node, and in Quoth."""
    bot = Bot(library)
    for question in [*questions, *questions]:  # until its code is compiled and caches are filled
        bot.ask(question)
    processes = node.process.pid, os.getpid()
    before = [computed(each) for each in processes]
    waits = [timed(partial(bot.ask, each)) for each in questions]
    theirs, ours = (
        (computed(each) - early) / len(questions)
        for each, early in zip(processes, before, strict=True)
    )
    return float(np.median(waits)), theirs, ours


def moved(embedded: Library, nodes: Sequence[Node]) -> Place:
    """Where the index is asked: in the cluster of `nodes`, if there are any."""
    if not nodes:
        return embedded.home
    hosts = tuple(node.host for node in nodes)
    copies = min(len(nodes) - 1, 1)
    address = Address(hosts, "servers", secure=False, shards=len(nodes), replicas=copies)
    move(embedded, Library(embedded.corpus, address))
    return address


def loaded(setting: Setting, servers: int, clients: Sequence[int]) -> list[str]:
    """The rows for so many servers, without what they are about."""
    with ExitStack() as stack:
        options = ("--read-only", "--no-reader")
        started = [
            stack.enter_context(serving(setting.folder, setting.place, *options))
            for _ in range(servers)
        ]
        pressed(setting, started, 4)  # until caches are filled
        return [pressed(setting, started, count) for count in clients]


def pressed(setting: Setting, started: Sequence[Server], clients: int) -> str:
    """What so many clients see of the servers, and what those and the nodes take."""
    load = Load(clients)
    processes = [each.worker for each in started], [each.process.pid for each in setting.nodes]
    before = [sum(map(computed, each)) for each in processes]
    began = time.perf_counter()
    until = began + setting.seconds
    asyncio.run(ask([each.place for each in started], setting.questions, load, until))
    took = time.perf_counter() - began
    after = [sum(map(computed, each)) for each in processes]
    cores = [(late - early) / took for early, late in zip(before, after, strict=True)]
    half, most = np.percentile(load.waits, (50, 99)) * 1000
    figures = (
        str(clients),
        f"{len(load.waits) / took:,.0f}",
        f"{half:.0f} ms",
        f"{most:.0f} ms",
        " + ".join(f"{each:.2f}" for each in cores),
        " + ".join(f"{sum(map(held, each)):,.0f} MB" for each in processes),
    )
    return " | ".join(figures)


def corpus(scratch: Path, passages: int) -> tuple[Path, list[str]]:
    """SQuAD's documents and variations of them, so many passages, and questions about them."""
    scratch.mkdir(parents=True, exist_ok=True)
    gold = next(each for each in gold_sets(scratch) if each.name == "squad-dev")
    once = Library(gold.corpus, scratch / "once")
    once.update()
    times = round(passages / once.snapshot().state.passages)
    folder = scratch / "corpus"
    folder.mkdir()
    for source in gold.corpus.glob("*.txt"):
        pieces = WORD.split(source.read_text(encoding="utf-8"))
        for number in range(times):
            text = "".join(varied(pieces, number) if number else pieces)
            (folder / f"{number:04}-{source.name}").write_text(text, encoding="utf-8")
    asked = [each.question for each in gold.questions if each.answerable]
    return folder, asked[:: len(asked) // QUESTIONS][:QUESTIONS]


def varied(pieces: Sequence[str], number: int) -> list[str]:
    """Another text like this one: passages that tie by the hundred would be no fair load."""
    chance, copy = random.Random(number), list(pieces)  # noqa: S311 no secret
    words = range(1, len(pieces), 2)
    for place in chance.sample(words, round(VARIED * len(words))):
        copy[place] = pieces[chance.choice(words)]
    return copy


def move(source: Library, target: Library) -> None:
    """Migrate an index; it has to arrive whole."""
    before, after = migrate(source.store, target.store)
    if before != after:
        raise click.ClickException(f"{before} has become {after}")


def on_disk(library: Library) -> int:
    """The bytes that an index takes in a cluster, without its copies."""
    if not isinstance(library.store, ClusterStore):
        raise TypeError
    client, name = library.store.client, library.store.address.name
    client.indices.forcemerge(index=name, params={"max_num_segments": 1, "request_timeout": 300})
    found = client.indices.stats(index=name, metric="store")
    return int(found["_all"]["primaries"]["store"]["size_in_bytes"])


def timed(action: Callable[[], object]) -> float:
    """The seconds that an action takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
