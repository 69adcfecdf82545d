"""Kill a migration and start it again: ``python -m tests.opensearch.interruption``.

One goes into a cluster, one out of it. Each is killed with SIGKILL once a third of the documents
has arrived, and goes on until it has compared both. It needs what ``make opensearch`` fetches, and
SQuAD's documents where ``../shared`` is.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from index.engines import open_engine
from index.errors import QuothError
from index.library import Library
from index.opensearch.address import Address
from tests.opensearch import cluster
from tests.opensearch.releases import runnable
from tests.opensearch.scaling import HEAP, corpus

if TYPE_CHECKING:
    from index.engines import Place

COMMAND = (sys.executable, "-c", "from web.command import quoth; quoth()", "migrate", "--json")
LIMIT = 1_800  # seconds for one migration


@click.command()
@click.option("--passages", default=100_000, show_default=True)
def main(passages: int) -> None:
    """Print when each was killed and what came of it, as JSON."""
    with TemporaryDirectory() as name:
        folder, _ = corpus(Path(name), passages)
        embedded = Library(folder, Path(name, "index"))
        embedded.update()
        documents = embedded.snapshot().state.documents
        with cluster.running(runnable()[0], megabytes=HEAP, brief=False) as (node,):
            there = Address((node.host,), "interrupted", secure=False)
            for source, target in ((embedded.home, there), (there, Path(name, "back"))):
                click.echo(json.dumps(interrupted(source, target, documents), indent=2))


def interrupted(source: Place, target: Place, documents: int) -> dict[str, Any]:
    """Kill a migration of so many documents when a third has arrived; start it until it is done."""
    began = time.monotonic()
    until = began + LIMIT
    process = subprocess.Popen([*COMMAND, str(source), str(target)], stdout=subprocess.DEVNULL)
    while (arrived := documents_in(target)) < documents / 3:
        assert process.poll() is None, "it was too fast to be killed"
        assert time.monotonic() < until
        time.sleep(0.5)
    process.kill()
    process.wait()
    killed, tries = time.monotonic(), 1
    while (again := migrated(source, target)) is None:
        tries += 1
        assert time.monotonic() < until
    return {
        "seconds until it was killed": round(killed - began),
        "documents that had arrived": arrived,
        "seconds from then until it was done": round(time.monotonic() - killed),
        "tries": tries,
        **again,
    }


def documents_in(place: Place) -> int:
    """How many documents can be found there by now."""
    try:
        return open_engine(place).snapshot().state.documents
    except QuothError:
        return 0


def migrated(source: Place, target: Place) -> dict[str, Any] | None:
    """What the command says; None where the one that was killed still counts as writing."""
    done = subprocess.run(
        [*COMMAND, str(source), str(target)], capture_output=True, text=True, check=False
    )
    if done.returncode and "another process is writing" in done.stderr:
        return None
    said: dict[str, Any] = json.loads(done.stdout)
    return said


if __name__ == "__main__":
    main()
