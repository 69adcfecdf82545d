"""Put a bot together: the documented way to use Quoth from Python."""

from __future__ import annotations

from pathlib import Path

from bot.engine import Bot
from bot.records import Records
from bot.settings import user_file
from index.library import Library


def open_records(library: Library) -> Records:
    """The conversations and the feedback that belong to a library."""
    return Records(user_file(library.store.folder))


def open_bot(corpus: Path | str, index: Path | str | None = None) -> Bot:
    """A bot over the folder `corpus`, its index brought up to date.

    Raises `CorpusMissing` where there is no such folder.
    """
    library = Library(Path(corpus), Path(index) if index else None)
    library.update()
    return Bot(library, conversations=open_records(library))
