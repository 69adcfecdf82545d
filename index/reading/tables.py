"""Turn the rows of a table into sentences: "Country: Peru. Year: 1998."."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.documents import BlockKind
from index.reading.composition import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Row = Sequence[str]

ENDED = re.compile(r"[.!?…:;。！？][\"'”’)\]]*$")
LONGEST_NAME = 60  # characters of a column's name
LONGEST_ROW = 400  # characters; a longer one is no sentence to quote whole
PAIR = 2  # columns: a name and what it stands for


def rows(body: Sequence[Row], header: Row = (), page: int | None = None) -> Iterator[Draft]:
    """A block for each row, its cells named by `header` where that has names for them.

    A very wide row becomes several blocks: nobody reads a sentence of a thousand cells.
    """
    for cells in body:
        said: list[str] = []
        length = 0
        for part in _parts(cells, header):
            if said and length + len(part) > LONGEST_ROW:
                yield Draft(BlockKind.ROW, " ".join(said), page=page)
                said, length = [], 0
            said.append(part)
            length += len(part) + 1
        if said:
            yield Draft(BlockKind.ROW, " ".join(said), page=page)


def sentence(cells: Row, header: Row = ()) -> str:
    """A row in words; cells that are empty say nothing.

    >>> sentence(["Peru", "1998", ""], ["Country", "Year", "Left"])
    'Country: Peru. Year: 1998.'
    """
    return " ".join(_parts(cells, header))


def _parts(cells: Row, header: Row) -> list[str]:
    names = [*(" ".join(name.split()).rstrip(":") for name in header), *[""] * len(cells)]
    named = [_named(name, " ".join(cell.split())) for name, cell in zip(names, cells, strict=False)]
    return [_ended(part) for part in named if part]


def unmarked(table: Sequence[Row], page: int | None = None) -> Iterator[Draft]:
    """The rows of a table that doesn't say whether its first row is a header.

    In two columns the first names the second, unless figures stand below words.

    >>> [draft.content for draft in unmarked([["Licence", "MIT"], ["Kept by", "Ana Lind"]])]
    ['Licence: MIT.', 'Kept by: Ana Lind.']
    >>> [draft.content for draft in unmarked([["Country", "Year"], ["Peru", "1998"]])]
    ['Country: Peru. Year: 1998.']
    """
    table = [row for row in table if any(cell.strip() for cell in row)]
    if looks_like_a_header(table):
        return rows(table[1:], table[0], page)
    if all(len(row) == PAIR for row in table):
        return _pairs(table, page)
    return rows(table, page=page)


def looks_like_a_header(table: Sequence[Row]) -> bool:
    """Whether the first of two rows or more names what stands below it."""
    if len(table) < PAIR:
        return False
    first, *body = table
    names = [name.strip() for name in first]
    if len(set(names)) < len(names) or not all(map(_is_name, names)):
        return False
    return len(names) > PAIR or any(is_figure(cell) for row in body for cell in row[1:])


def _pairs(table: Sequence[Row], page: int | None) -> Iterator[Draft]:
    for name, cell in table:
        if said := sentence([cell], [name]) or sentence([name]):
            yield Draft(BlockKind.ROW, said, page=page)


def _named(name: str, cell: str) -> str:
    return f"{name}: {cell}" if name and cell else cell


def _ended(part: str) -> str:
    return part if ENDED.search(part) else part + "."


def _is_name(cell: str) -> bool:
    return 0 < len(cell) <= LONGEST_NAME and not is_figure(cell) and "\n" not in cell


def is_figure(cell: str) -> bool:
    """Whether a cell is a number, an amount, a date: more digits than letters."""
    digits = sum(character.isdigit() for character in cell)
    return digits > sum(character.isalpha() for character in cell)
