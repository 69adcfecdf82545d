"""Put a bot together: the documented way to use Quoth from Python."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.engine import Bot
from bot.reader import Reader
from bot.settings import place, user_file
from index.errors import ReaderDamaged, ReaderMissing
from index.library import Library

if TYPE_CHECKING:
    from bot.records import Records

READY = "ready"
NOT_WANTED = "off: answers are chosen by their words alone, as was asked"


class Readership(NamedTuple):
    """The reader, where there is one, and in words whether it reads or why not."""

    reader: Reader | None
    state: str


def open_records(library: Library) -> Records:
    """The conversations and the feedback that belong to a library."""
    from bot.records import Records  # noqa: PLC0415 a single question needs none

    return Records(user_file(library.home))


def open_reader(*, wanted: bool = True) -> Readership:
    """The reader that ships; none where it is not wanted, not installed or damaged."""
    if not wanted:
        return Readership(None, NOT_WANTED)
    try:
        return Readership(Reader.open(), READY)
    except (ReaderMissing, ReaderDamaged) as error:
        return Readership(None, f"off: {error}")


def open_bot(corpus: Path | str, index: Path | str | None = None, *, reader: bool = True) -> Bot:
    """A bot over the folder `corpus`, its index brought up to date.

    It answers with the reader where the extra `reader` is installed, unless told otherwise.
    Raises `CorpusMissing` where there is no such folder, `CorpusEmptied` where the documents of an
    index are gone from it.
    """
    library = Library(Path(corpus), place(index) if index else None)
    library.update()
    return Bot(
        library, conversations=open_records(library), reader=open_reader(wanted=reader).reader
    )
