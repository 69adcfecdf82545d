"""Measure how soon a cluster is in step again: ``python -m tests.opensearch.events``.

A document is added through one server until another answers from it; one of three nodes is killed
until every question is answered again.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from bot.engine import Bot
from index.errors import QuothError
from index.library import Library
from index.opensearch.address import Address
from tests.opensearch import cluster
from tests.opensearch.releases import runnable
from tests.opensearch.test_servers import asked, serving, uploaded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.opensearch.cluster import Node

ROOT = Path(__file__).parents[2]
DOCUMENTS = 10


@click.command()
def main() -> None:
    """Print both in seconds, as JSON."""
    with TemporaryDirectory() as scratch, cluster.running(runnable()[0], 3) as nodes:
        hosts = tuple(node.host for node in nodes)
        address = Address(hosts, "events", secure=False, shards=3, replicas=1)
        folder = Path(scratch, "corpus")
        folder.mkdir()
        for source in (ROOT / "corpus").glob("*.*"):
            (folder / source.name).write_bytes(source.read_bytes())
        waits = added(folder, address)
        told = {
            "after an upload's reply, the other server answers from it": [
                round(each, 2) for each in waits
            ],
            "after a node's end, the last question that is refused": round(
                killed(folder, address, nodes), 1
            ),
        }
        click.echo(json.dumps(told, indent=2))


def added(folder: Path, address: Address) -> list[float]:
    """Seconds from the reply to an upload until the other server answers from the document."""
    waits = []
    nowhere = folder.with_name("nowhere")
    with serving(folder, address) as one, serving(nowhere, address, "--read-only") as other:
        for number in range(DOCUMENTS):
            animal = f"zorilla{number}"
            uploaded(one, f"{animal}.txt", f"Kora the {animal} lives in Basel.".encode())
            began = time.perf_counter()
            while asked(other, f"Where does Kora the {animal} live")["missing_terms"]:
                time.sleep(0.02)
            waits.append(time.perf_counter() - began)
    return waits


def killed(folder: Path, address: Address, nodes: Sequence[Node]) -> float:
    """Seconds from the end of a node until a question is answered as before, ten times on end."""
    library = Library(folder, address, read_only=True)
    bot, question = Bot(library), "When were the Bogor Goals adopted?"
    expected = bot.ask(question).answer
    nodes[0].process.kill()
    began, last, good = time.perf_counter(), 0.0, 0
    while good < 10:
        time.sleep(0.5)  # as long as a server relies on a state
        try:
            good = good + 1 if bot.ask(question).answer == expected else 0
        except QuothError:
            good, last = 0, time.perf_counter() - began
    return last


if __name__ == "__main__":
    main()
