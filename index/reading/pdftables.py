"""Tell the tables among a PDF's lines: cells side by side, row below row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from index.reading import tables
from index.reading.lines import BULLET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.reading.composition import Draft
    from index.reading.pdfpage import Line

    Row = list[Line]

SAME_ROW = 0.4  # of the font's size
FEWEST_CELLS = 6  # of a table: three rows of two, two rows of three
FARTHEST = 3.0  # of the font's size, between two rows


def tables_and_lines(lines: Sequence[Line]) -> Iterator[Draft | list[Line]]:
    """The rows of tables as blocks, and between them the runs of other lines, in order."""
    plain: list[Line] = []
    rows = list(_rows(lines))
    at = 0
    while at < len(rows):
        table = _table(rows, at)
        if table:
            if plain:
                yield plain
                plain = []
            yield from tables.unmarked(_cells(table), table[0][0].page)
            at += len(table)
        else:
            plain.append(_one_line(rows[at]))
            at += 1
    if plain:
        yield plain


def _rows(lines: Sequence[Line]) -> Iterator[Row]:
    """Neighbouring lines that stand side by side."""
    row: Row = []
    for line in lines:
        if row and not _beside(row[-1], line):
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _beside(one: Line, other: Line) -> bool:
    level = abs(one.baseline - other.baseline) < SAME_ROW * max(one.size, other.size)
    return one.page == other.page and level and other.left > one.right


def _table(rows: Sequence[Row], at: int) -> list[Row]:
    """The rows from `at` on that are a table; none, where there is too little of one."""
    first = rows[at]
    if len(first) == 1 or _is_bullet(first[0]):
        return []
    table = [first]
    for row in rows[at + 1 :]:
        if not _follows(table, row):
            break
        table.append(row)
    return table if sum(map(len, table)) >= FEWEST_CELLS else []


def _is_bullet(cell: Line) -> bool:
    """Whether a cell is no more than the mark before an item."""
    mark = BULLET.match(cell.text + " x")
    return mark is not None and mark.end() == len(cell.text) + 1


def _follows(table: Sequence[Row], row: Row) -> bool:
    """Whether a row goes on with a table: each cell below another, and not the first alone."""
    first, last = table[0], table[-1]
    drop = last[0].baseline - row[0].baseline
    if row[0].page != first[0].page or not 0 < drop < FARTHEST * last[0].size:
        return False
    columns = [_column(table, cell) for cell in row]
    return None not in columns and len(set(columns)) == len(columns) and columns != [0]


def _column(table: Sequence[Row], cell: Line) -> int | None:
    """The number of the only column that a cell stands under."""
    under = [
        number
        for number, head in enumerate(table[0])
        if cell.left < max(head.right, _right(table, number)) and cell.right > head.left
    ]
    return under[0] if len(under) == 1 else None


def _right(table: Sequence[Row], number: int) -> float:
    """How far a column reaches: to where the cells of full rows in it end."""
    return max(row[number].right for row in table if len(row) == len(table[0]))


def _cells(table: Sequence[Row]) -> list[list[str]]:
    """The words of each cell. A row without a first cell goes on with the cells above it."""
    cells: list[list[str]] = []
    for row in table:
        placed = {_column(table, cell): cell.text for cell in row}
        words = [placed.get(number, "") for number in range(len(table[0]))]
        if cells and not words[0]:
            cells[-1] = [
                f"{above} {below}".strip() for above, below in zip(cells[-1], words, strict=True)
            ]
        else:
            cells.append(words)
    return cells


def _one_line(row: Row) -> Line:
    """Lines side by side that are no table are one line with a gap in it."""
    return replace(row[0], text=" ".join(line.text for line in row), right=row[-1].right)
