"""How the commands print what they did, for people and for programs."""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.update import Progress, Summary

FAILED = 1  # the exit code of a command that was done although something failed


def described(summary: Summary) -> str:
    """A summary in sentences, the reason for each failure among them."""
    counts = {
        "added": len(summary.added),
        "updated": len(summary.updated),
        "renamed": len(summary.renamed),
        "removed": len(summary.removed),
        "unchanged": summary.unchanged,
        "failed": len(summary.failed),
        "skipped": len(summary.skipped),
    }
    lines = [f"built anew: {summary.rebuilt}"] if summary.rebuilt else []
    lines.append(", ".join(f"{count} {name}" for name, count in counts.items()))
    lines += [f"failed   {source}: {reason}" for source, reason in summary.failed.items()]
    lines += [f"skipped  {source}: {reason}" for source, reason in summary.skipped.items()]
    return "\n".join(lines)


@contextmanager
def following(label: str) -> Iterator[Callable[[Progress], None]]:
    """A bar on a terminal, nothing elsewhere: the time left, the rate, and the file in hand."""
    hidden = not sys.stderr.isatty()
    began = time.monotonic()
    with click.progressbar(
        length=1, label=label, file=sys.stderr, hidden=hidden, item_show_func=lambda shown: shown
    ) as bar:

        def note(progress: Progress) -> None:
            bar.length = progress.total
            rate = progress.done / max(time.monotonic() - began, 1e-3)
            bar.update(progress.done - bar.pos, f"{rate:.1f} a second  {progress.source}")

        yield note


@contextmanager
def progress_bar(length: int, label: str) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, nothing elsewhere; call what it gives for every step."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield lambda: bar.update(1)


def print_json(value: dict[str, Any]) -> None:
    """Print `value` for programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
