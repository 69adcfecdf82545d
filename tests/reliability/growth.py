"""Look for inputs that take more than their share: ``python -m tests.reliability.growth``.

Each target reads one piece after another, repeated to a length and to twice that length. What
takes more than three times as long is printed: processor time, the least of three tries.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

import click

from tests.reliability.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable

PIECES = [
    *("a", "a ", "a. ", "A.B. ", "“a ", "1,", "1. a\n", "- a\n", "a\n\n", "a:\n", "Ab Cd "),
    *("[", "![", "](", "<", "</", "<a ", "<b>", "<!--", "&", "&#", "`", "*a ", "**", "_", "~~"),
    *("> ", "|", "|a", "|-\n", "#", "# a\n", "---\n", "```\n", "===\n", " ", "\t", "\n", "\\"),
    *('"', '","', "{", '{"a":', "[1,", "(", ")", "::\n", ".. a\n", "00:01 --> ", "Re: ", "=?"),
    *("and ", "who ", "not ", "1994 ", "é", "😀", "\u200b", "\u0301", "中", "ﷺ"),
]
STEEP = 3.0
WORTH_TELLING = 0.05  # seconds; below, other things decide
TRIES = 3


def main() -> int:
    """Print what grows too fast; 1 where something does."""
    options = _options()
    steep = 0
    for name in options.targets or TARGETS:
        for piece in PIECES:
            short, long = (_seconds(name, piece, size) for size in (options.size, 2 * options.size))
            if long > WORTH_TELLING and long > STEEP * short:
                click.echo(
                    f"{name}: {piece!r} took {short:.3f} s, twice as much of it {long:.3f} s"
                )
                steep += 1
        click.echo(f"{name}: {len(PIECES)} pieces")
    return int(steep > 0)


def _seconds(name: str, piece: str, size: int) -> float:
    raw = (piece * (size // len(piece.encode()) + 1)).encode()[:size]
    return min(_took(TARGETS[name].take, raw) for _ in range(TRIES))


def _took(take: Callable[[bytes], None], raw: bytes) -> float:
    began = time.process_time()
    take(raw)
    return time.process_time() - began


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.growth", description=__doc__)
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(TARGETS)}; all by default")
    parser.add_argument("--size", type=int, default=5_000, help="bytes of the shorter one")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
