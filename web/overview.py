"""What a library holds, at a glance: counts, growth, dates, kinds of files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from web.charts import Bar, growth, time_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.catalogue import Entry

_KILO = 1_000
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class Overview:
    """The numbers and the charts above the table of documents."""

    documents: int
    passages: int
    sentences: int
    characters: int
    failed: int
    growth: tuple[Bar, ...]
    dates: tuple[Bar, ...]
    terms: tuple[Bar, ...]


def overview(entries: Sequence[Entry], *, terms: tuple[Bar, ...] = ()) -> Overview:
    """The overview of a ledger."""
    indexed = [entry for entry in entries if entry.id]
    return Overview(
        documents=len(indexed),
        passages=sum(entry.passages for entry in indexed),
        sentences=sum(entry.sentences for entry in indexed),
        characters=sum(entry.characters for entry in indexed),
        failed=len(entries) - len(indexed),
        growth=growth(entry.indexed_at for entry in indexed if entry.indexed_at),
        dates=time_line(entry.date for entry in indexed if entry.date),
        terms=terms,
    )


def kind(source: str) -> str:
    """A file's type as its name tells it.

    >>> kind("notes/Plan.MD")
    'md'
    """
    return PurePosixPath(source).suffix.removeprefix(".").lower()


def size(number: int | None) -> str:
    """Bytes as people read them.

    >>> size(812), size(4_230), size(71_000_000), size(None)
    ('812 bytes', '4.2 kB', '71 MB', '')
    """
    if number is None:
        return ""
    amount, unit = float(number), 0
    while amount >= _KILO and unit < len(_UNITS) - 1:
        amount, unit = amount / _KILO, unit + 1
    digits = 1 if unit and amount < 10 else 0  # noqa: PLR2004
    return f"{amount:.{digits}f} {_UNITS[unit]}"
