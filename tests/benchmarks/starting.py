"""Time `quoth ask` from its start to its end: ``python -m tests.benchmarks.starting FOLDER``.

Each question is asked in a new process, with the reader and without, in turn, so that a slow
minute hits both alike. The folder is indexed first. It prints the medians and the fastest.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import click

from tests.reliability.server import ROOT

COMMAND = (sys.executable, "-c", "from web.command import quoth; quoth()")
WAYS = {"with the reader": (), "by words": ("--no-reader",)}


def main() -> None:
    """Print a line for each question and way."""
    options = _options()
    subprocess.run([*COMMAND, "index", options.folder], cwd=ROOT, check=True)
    click.echo("| question | | median, s | fastest, s |\n|---|---|---|---|")
    for question in options.questions:
        took: dict[str, list[float]] = {way: [] for way in WAYS}
        for _ in range(options.times):
            for way, arguments in WAYS.items():
                took[way].append(_seconds(question, "--corpus", str(options.folder), *arguments))
        for way, seconds in took.items():
            click.echo(f"| {question} | {way} | {median(seconds):.2f} | {min(seconds):.2f} |")


def _seconds(*arguments: str) -> float:
    began = time.perf_counter()
    subprocess.run([*COMMAND, "ask", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.starting")
    parser.add_argument("folder", type=lambda given: Path(given).resolve())
    parser.add_argument("questions", nargs="*", default=["How does it start?", "What is it for?"])
    parser.add_argument("--times", type=int, default=15, help="that each is asked in each way")
    return parser.parse_args()


if __name__ == "__main__":
    main()
