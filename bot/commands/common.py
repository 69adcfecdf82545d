"""What the commands share: their options, how they open a library, how they print."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import settings
from bot.assembly import open_reader
from bot.engine import Bot
from index.errors import IndexDamaged, IndexMissing
from index.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.reader import Reader
    from index.update import Progress, Summary

FAILED = 1  # the exit code of a command that was done although something failed
Command = Any  # click's decorators take and give functions of any kind


def corpus_argument(command: Command) -> Command:
    """The folder of documents as an argument."""
    return click.argument(
        "corpus",
        type=click.Path(path_type=Path),
        envvar="QUOTH_CORPUS",
        default=settings.DEFAULT_CORPUS,
    )(command)


def corpus_option(command: Command) -> Command:
    """The folder of documents as an option."""
    return click.option(
        "--corpus",
        type=click.Path(path_type=Path),
        envvar="QUOTH_CORPUS",
        default=settings.DEFAULT_CORPUS,
        show_default=True,
        help="The folder of documents.",
    )(command)


def index_option(command: Command) -> Command:
    """Where the index is kept."""
    return click.option(
        "--index",
        type=click.Path(path_type=Path),
        envvar="QUOTH_INDEX",
        help="Where the index is kept.  [default: .quoth in the folder of documents]",
    )(command)


def reader_option(command: Command) -> Command:
    """Whether the reader takes part."""
    return click.option(
        "--reader/--no-reader",
        envvar="QUOTH_READER",
        default=True,
        show_default=True,
        help="Let the small network that comes with the extra `reader` point at answers.",
    )(command)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


def update(library: Library) -> Summary:
    """Update a library with a progress bar, where somebody looks on."""
    with click.progressbar(
        length=1, label="indexing", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def note(progress: Progress) -> None:
            bar.length = progress.total
            bar.update(progress.done - bar.pos)

        return library.update(progress=note)


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


def indexed(library: Library) -> Library:
    """The library, indexed now if it never was, or not by this version."""
    try:
        library.snapshot()
    except (IndexMissing, IndexDamaged):
        click.echo(f"indexing {library.corpus}", err=True)
        click.echo(described(update(library)), err=True)
    return library


def open_bot(corpus: Path, index: Path | None, *, reader: bool) -> Bot:
    """A bot over the folder, which is indexed first if it never was."""
    return Bot(indexed(Library(corpus, index)), reader=told_reader(wanted=reader))


def told_reader(*, wanted: bool) -> Reader | None:
    """The reader; says on stderr why there is none, where one was wanted."""
    reader, state = open_reader(wanted=wanted)
    if wanted and reader is None:
        click.echo(f"the reader is {state}", err=True)
    return reader


@contextmanager
def progress_bar(length: int, label: str) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, nothing elsewhere; call what it gives for every step."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield lambda: bar.update(1)


def print_json(value: dict[str, Any]) -> None:
    """Print `value` for programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
