"""Fuzz what reads other people's bytes: ``python -m tests.reliability.fuzzing --runs 100000``.

Each target gets as many inputs, or as many as fit into ``--seconds``. libFuzzer grows them from
the seeds in `targets` by what they reach in our code; name some to fuzz only those. An input that
raises, or takes ten seconds, ends its target, is printed, and makes the command fail. It needs the
extra `fuzz`.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from tests.reliability.server import ROOT
from tests.reliability.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 1_024  # bytes of an input
SLOWEST = 10  # seconds for one
RAN = re.compile(r"stat::number_of_executed_units: (\d+)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a target fared; `said` is what libFuzzer printed."""

    name: str
    broke: bool
    seconds: float
    said: str

    def row(self) -> str:
        """A line of the table."""
        ran = RAN.search(self.said)
        count = f"{int(ran[1]):,}" if ran else "?"
        outcome = "broke" if self.broke else "sound"
        return f"| {self.name} | {count} | {self.seconds:.0f} | {outcome} |"


def main() -> int:
    """Fuzz all targets, some at a time, and print a line for each; 1 where one broke."""
    options = _options()
    click.echo("| target | inputs | seconds | outcome |\n|---|---|---|---|")
    limits = [f"-runs={options.runs}", f"-max_total_time={options.seconds}"]
    limits += [f"-seed={options.seed}", f"-max_len={LONGEST}", f"-timeout={SLOWEST}"]
    broken = []
    with ThreadPoolExecutor(options.processes) as pool:
        for outcome in pool.map(partial(_fuzzed, limits), options.targets or TARGETS):
            click.echo(outcome.row())
            broken += [outcome] if outcome.broke else []
    for outcome in broken:
        click.echo(f"\n{outcome.name}:\n{outcome.said[-4_000:]}")
    return int(bool(broken))


def _fuzzed(limits: Sequence[str], name: str) -> Outcome:
    """libFuzzer ends its process, so each target has one of its own."""
    began = time.monotonic()
    with TemporaryDirectory(prefix="fuzzing-") as scratch:
        for number, content in enumerate(TARGETS[name].seeds):
            (Path(scratch) / str(number)).write_bytes(content)
        options = [*limits, "-print_final_stats=1", f"-artifact_prefix={scratch}/broke-", scratch]
        command = [sys.executable, "-m", "tests.reliability.fuzzed", name, *options]
        ended = subprocess.run(
            command, capture_output=True, text=True, errors="replace", check=False, cwd=ROOT
        )
    return Outcome(name, ended.returncode != 0, time.monotonic() - began, ended.stderr)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.fuzzing")
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(TARGETS)}; all by default")
    parser.add_argument("--runs", type=int, default=100_000, help="inputs for each target")
    parser.add_argument("--seconds", type=int, default=0, help="at most, for each; 0 for no limit")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
