"""Read a table that is kept as text: each row is a sentence."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.reading import tables
from index.reading.composition import compose
from index.reading.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.documents import Reading

SEPARATORS = ",;\t|"
SAMPLE_LINES = 20


def read(raw: bytes, source: str) -> Reading:
    r"""Read a table whose columns are parted by commas, semicolons, tabs or bars.

    >>> read(b"Country;Joined\nPeru;1998\n", "members.csv").text
    'Country: Peru. Joined: 1998.'
    """
    text = decode(raw)
    found = [row for row in _rows(text, separator(text)) if any(map(str.strip, row))]
    if _has_header(found):
        return compose(tables.rows(found[1:], found[0]), source)
    return compose(tables.rows(found), source)


def separator(text: str) -> str:
    r"""What parts the columns: the character that most lines have equally often.

    >>> separator("a;b,c\nd;e\n")
    ';'
    """
    lines = [line for line in text.split("\n", SAMPLE_LINES)[:SAMPLE_LINES] if line.strip()]

    def agreement(candidate: str) -> tuple[int, int]:
        counts = [line.count(candidate) for line in lines]
        most = max((count for count in counts if count), key=counts.count, default=0)
        return (counts.count(most) if most else 0, most)

    return max(SEPARATORS, key=agreement)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableFile(
            f"its table can't be told apart ({error}): check its quotes"
        ) from error


def _has_header(found: list[list[str]]) -> bool:
    """Nearly all such files name their columns, unless the first row has figures or gaps."""
    if len(found) < 2:  # noqa: PLR2004 a header and a row below it
        return False
    names = [name.strip() for name in found[0]]
    return all(names) and not any(map(tables.is_figure, names))
