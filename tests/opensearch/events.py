"""Measure how soon a cluster is in step again: ``python -m tests.opensearch.events``.

Documents are added through one server until another answers from them; then one of three nodes is
killed while questions are asked and documents are loaded, until all is as it was.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from index.opensearch.address import Address
from tests.folders import TEXTS, write
from tests.opensearch import cluster
from tests.opensearch.nodeloss import lose_a_node
from tests.opensearch.releases import runnable
from tests.opensearch.test_servers import asked, serving, uploaded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.opensearch.cluster import Node

DOCUMENTS = 10
BATCH = 100  # documents loaded at a time


@click.command()
def main() -> None:
    """Print what happened, and after how many seconds, as JSON."""
    with TemporaryDirectory() as name, cluster.running(runnable()[0], 3) as nodes:
        scratch = Path(name)
        waits = sorted(round(each, 2) for each in added(nodes, scratch))
        click.echo(json.dumps({"seconds until the other server answers": waits}))
        click.echo(json.dumps(asdict(lose_a_node(nodes, scratch, batch=BATCH)), indent=2))


def added(nodes: Sequence[Node], scratch: Path) -> list[float]:
    """Seconds from the reply to an upload until the other server answers from the document."""
    hosts = tuple(node.host for node in nodes)
    address = Address(hosts, "events", secure=False, shards=3, replicas=1)
    folder, nowhere, waits = write(scratch / "corpus", TEXTS), scratch / "nowhere", []
    with serving(folder, address) as one, serving(nowhere, address, "--read-only") as other:
        for number in range(DOCUMENTS):
            animal = f"zorilla{number}"
            uploaded(one, f"{animal}.txt", f"Kora the {animal} lives in Basel.".encode())
            began = time.perf_counter()
            while animal not in asked(other, f"Where does Kora the {animal} live")["answer"]:
                time.sleep(0.02)
            waits.append(time.perf_counter() - began)
    return waits


if __name__ == "__main__":
    main()
