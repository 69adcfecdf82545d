"""Fuzz what reads other people's bytes: ``python -m tests.reliability.fuzzing --runs 100000``.

Each target gets as many inputs, which libFuzzer grows from the seeds in `targets` by what they
reach in our code; name some to fuzz only those. An input that raises, or takes ten seconds, ends
its target, is printed, and makes the command fail. It needs the extra `fuzz`.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.reliability.server import ROOT
from tests.reliability.targets import TARGETS

LONGEST = 1_024  # bytes of an input
SLOWEST = 10  # seconds for one
RAN = re.compile(r"stat::number_of_executed_units: (\d+)")


def main() -> int:
    """Fuzz one target after another and print a line for each; 1 where one broke."""
    options = _options()
    broken = False
    click.echo("| target | inputs | seconds | outcome |\n|---|---|---|---|")
    for name in options.targets or TARGETS:
        began = time.monotonic()
        ended = _fuzzed(name, options.runs, options.seed)
        ran = RAN.search(ended.stderr)
        count = f"{int(ran[1]):,}" if ran else "?"
        outcome = "broke" if ended.returncode else "sound"
        click.echo(f"| {name} | {count} | {time.monotonic() - began:.0f} | {outcome} |")
        if ended.returncode:
            broken = True
            click.echo(ended.stderr[-4_000:])
    return int(broken)


def _fuzzed(name: str, runs: int, seed: int) -> subprocess.CompletedProcess[str]:
    """libFuzzer ends its process, so each target has one of its own."""
    with TemporaryDirectory(prefix="fuzzing-") as scratch:
        for number, content in enumerate(TARGETS[name].seeds):
            (Path(scratch) / str(number)).write_bytes(content)
        limits = [f"-runs={runs}", f"-seed={seed}", f"-max_len={LONGEST}", f"-timeout={SLOWEST}"]
        options = [*limits, "-print_final_stats=1", f"-artifact_prefix={scratch}/broke-", scratch]
        command = [sys.executable, "-m", "tests.reliability.fuzzed", name, *options]
        return subprocess.run(
            command, capture_output=True, text=True, errors="replace", check=False, cwd=ROOT
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.fuzzing")
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(TARGETS)}; all by default")
    parser.add_argument("--runs", type=int, default=100_000, help="inputs for each target")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
