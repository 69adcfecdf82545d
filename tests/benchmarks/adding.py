"""Drop files into a watched folder while questions are asked: how soon are they found?

``python -m tests.benchmarks.adding FOLDER`` serves the first 5,000 documents of a folder, asks
for a while, then goes on asking while it writes a file every two seconds, and prints how long it
took until each was found and how long the questions waited before and meanwhile.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from index.reading import readable
from tests.benchmarks.asking import Client, asking
from tests.reliability.server import serving

if TYPE_CHECKING:
    from collections.abc import Sequence

QUESTIONS = 200
PATIENCE = 30  # seconds until a file must have been found
TABLE = """| | p50 | p95 | p99 | most |
|---|---|---|---|---|"""


def main() -> None:
    """Print a row for the questions before, for those meanwhile, and for the files."""
    options = _options()
    with TemporaryDirectory(prefix="adding-") as scratch:
        folder = Path(scratch) / "corpus"
        _copy(options.folder, folder, options.files)
        with serving(folder, Path(scratch) / "index") as server:
            client = Client(server.place)
            questions = _questions(client)
            with asking(server.place, questions):
                time.sleep(options.seconds / 4)  # until everything has been needed once
            with asking(server.place, questions) as idle:
                time.sleep(options.seconds)
            with asking(server.place, questions) as busy:
                found = [_found(client, folder, n) for n in range(int(options.seconds / 2))]
            documents = client.get("/readyz")["index"]["documents"]
    ratio = np.percentile(busy, 99) / np.percentile(idle, 99)
    sys.stdout.write(
        f"{documents:,} documents at the end\n\n{TABLE}\n"
        f"{_row(f'{len(idle):,} questions', idle)}\n"
        f"{_row(f'{len(busy):,} questions meanwhile', busy)}\n"
        f"{_row(f'{len(found)} files, until found', found)}\n\n"
        f"p99 of questions meanwhile: {ratio:.2f} times that before\n"
    )


def _copy(given: Path, folder: Path, most: int) -> None:
    """The first documents of a folder in one folder, under their numbers and names."""
    folder.mkdir()
    files = sorted(path for path in given.rglob("*") if path.is_file() and readable(path.name))
    for number, path in enumerate(files[:most]):
        shutil.copyfile(path, folder / f"{number}-{path.name}")


def _questions(client: Client) -> list[str]:
    """Questions about documents all over the library, by their titles."""
    titles = [entry["title"] for entry in client.get("/documents")["documents"] if entry["title"]]
    return [f"What is {title}?" for title in titles[:: max(1, len(titles) // QUESTIONS)]]


def _found(client: Client, folder: Path, number: int) -> float:
    """How many seconds after it was written a file is found; they come two seconds apart."""
    word = f"zebra{number}x"
    began = time.perf_counter()
    (folder / f"{word}.txt").write_text(f"The animal called {word} lives in Basel.\n")
    while not client.get("/search", query=word)["passages"]:
        assert time.perf_counter() - began < PATIENCE, word
        time.sleep(0.02)
    took = time.perf_counter() - began
    time.sleep(max(0.0, 2 - took))
    return took


def _row(name: str, waits: Sequence[float]) -> str:
    figures = [*np.percentile(waits, (50, 95, 99)), max(waits)]
    return f"| {name} | {' | '.join(f'{1000 * each:,.0f} ms' for each in figures)} |"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.adding", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=60, help="of asking, before and meanwhile")
    return parser.parse_args()


if __name__ == "__main__":
    main()
