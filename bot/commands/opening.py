"""How the commands open what they work with, and what they say meanwhile on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.assembly import open_reader
from bot.commands.printing import described, following
from bot.engine import Bot
from index.errors import IndexDamaged, IndexMissing
from index.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from bot.assembly import Readership
    from index.engines import Place
    from index.update import Summary


def update(library: Library) -> Summary:
    """Update a library with a progress bar, where somebody looks on."""
    with following("indexing") as note:
        return library.update(progress=note)


def indexed(library: Library) -> Library:
    """The library, indexed now if it never was, or not by this version."""
    try:
        library.snapshot()
    except (IndexMissing, IndexDamaged):
        click.echo(f"indexing {library.corpus}", err=True)
        click.echo(described(update(library)), err=True)
    return library


def open_bot(corpus: Path, index: Place | None, *, reader: bool) -> Bot:
    """A bot over the folder, which is indexed first if it never was."""
    return Bot(indexed(Library(corpus, index)), reader=told_reader(wanted=reader).reader)


def told_reader(*, wanted: bool) -> Readership:
    """The reader; says on stderr why there is none, where one was wanted."""
    found = open_reader(wanted=wanted)
    if wanted and found.reader is None:
        click.echo(f"the reader is {found.state}", err=True)
    return found
