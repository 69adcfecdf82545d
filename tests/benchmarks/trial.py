"""Index whole folders, and half of each: ``python -m tests.benchmarks.trial NAME=FOLDER...``.

It prints how many files were read and why others weren't, how fast, and in how much memory; with
``--write`` the tables are kept in docs/. Debian's documentation is what they are made from:
``apt-get download linux-doc-6.1 python3.11-doc postgresql-doc-15``, then ``dpkg -x`` of each.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from tests.benchmarks.processes import watched
from tests.reliability.server import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAGE = ROOT / "docs" / "formats.md"
MARK = "<!-- below here: written by `python -m tests.benchmarks.trial --write NAME=FOLDER...` -->"
COMMAND = (sys.executable, "-c", "from web.command import quoth; quoth()", "index", "--json")
MEGABYTE = 1_000_000
TABLE = """| folder | files read | MB | left out | time | processor | MB a second of it | memory |
|---|---|---|---|---|---|---|---|"""


@dataclass(frozen=True, slots=True)
class Run:
    """What indexing a folder came to. `reasons` counts why files were left out."""

    name: str
    read: int
    megabytes: float
    reasons: Counter[str]
    seconds: float
    computed: float  # seconds of processor time
    memory: float  # megabytes, of all processes together

    def row(self) -> str:
        """A line of the table."""
        figures = (
            self.name,
            f"{self.read:,}",
            f"{self.megabytes:.1f}",
            f"{self.reasons.total():,}",
            f"{self.seconds:.0f} s",
            f"{self.computed:.0f} s",
            f"{self.megabytes / self.computed:.2f}",
            f"{self.memory:.0f} MB",
        )
        return f"| {' | '.join(figures)} |"


def main() -> None:
    """Print a row for half of each folder and for all of it, then the reasons."""
    options = _options()
    runs: list[Run] = []
    click.echo(TABLE)
    for name, folder in (given.rsplit("=", 1) for given in options.folders):
        for part, step in (("every other file", 2), ("all", 1)):
            runs.append(_indexed(f"{name}, {part}", _files(Path(folder))[::step]))
            click.echo(runs[-1].row())
    click.echo(f"\n{_reasons(runs)}")
    if options.write:
        kept = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
        table = "\n".join([TABLE, *(run.row() for run in runs)])
        page = f"{kept}{MARK}\n\n{_made()}\n\n{table}\n\n{_reasons(runs)}\n"
        PAGE.write_text(page, encoding="utf-8")


def _files(folder: Path) -> list[Path]:
    """By size, so that every other one is like all of them, with the largest among both."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(files, key=lambda path: (-path.stat().st_size, path))


def _indexed(name: str, files: Sequence[Path]) -> Run:
    with TemporaryDirectory(prefix="trial-") as scratch:
        corpus = Path(scratch) / "corpus"
        for number, path in enumerate(files):
            copy = corpus / str(number % 100) / f"{number}-{path.name}"
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        os.sync()  # so that what is measured doesn't wait for it
        began = time.perf_counter()
        command = [*COMMAND, str(corpus), "--index", f"{scratch}/index"]
        with (
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process,
            watched(process.pid) as taken,
        ):
            printed, _ = process.communicate()
        seconds = time.perf_counter() - began
        summary = json.loads(printed)
        left_out = {**summary["failed"], **summary["skipped"]}
        size = sum((corpus / source).stat().st_size for source in summary["added"])
        assert len(summary["added"]) + len(left_out) == len(files)
    return Run(
        name=name,
        read=len(summary["added"]),
        megabytes=size / MEGABYTE,
        reasons=Counter(left_out.values()),
        seconds=seconds,
        computed=taken.seconds,
        memory=taken.megabytes,
    )


def _reasons(runs: Iterable[Run]) -> str:
    """Why files were left out, for the runs over all of a folder."""
    lines = ["| folder | left out | because |", "|---|---|---|"]
    for run in runs:
        if run.name.endswith(", all"):
            folder = run.name.removesuffix(", all")
            lines += [f"| {folder} | {n:,} | {why} |" for why, n in run.reasons.most_common()]
    return "\n".join(lines)


def _made() -> str:
    return (
        f"Made with Python {platform.python_version()} on {os.cpu_count()} cores of"
        f" {platform.machine()}; the memory is that of all processes together, and what they share"
        " counts once."
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.trial", description=__doc__)
    parser.add_argument("folders", nargs="+", metavar="NAME=FOLDER")
    parser.add_argument("--write", action="store_true", help="keep the tables in docs/formats.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
