"""Tell an HTML table's cells, each in its column, and say its rows as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.documents import BlockKind
from index.reading import tables
from index.reading.composition import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

WIDEST_SPAN = 20  # columns; a wider cell is a line across the table
LONGEST_CELL = 1_000  # characters; more in one cell is a page laid out by a table
LONGEST_CARRIED = 100  # characters of a cell that are repeated in the rows it spans


def holds_data(table: LexborNode) -> bool:
    """Whether a table has rows of data, and is no means to lay out a page."""
    if table.attributes.get("role") == "presentation" or table.css_first("h1, h2, h3, table table"):
        return False
    if len(table.css("table")) > 1:
        return False
    widths = [len(_cells(row)) for row in table.css("tr")]
    cells = table.css("td")
    return max(widths, default=0) > 1 and all(len(cell.text()) <= LONGEST_CELL for cell in cells)


def rows(table: LexborNode) -> Iterator[Draft]:
    """The caption of a table that holds data, and its rows as sentences."""
    caption = table.css_first("caption")
    if caption is not None and (words := " ".join(caption.text().split())):
        yield Draft(BlockKind.PARAGRAPH, words)
    heads, body = _grid(table)
    if heads:
        yield from tables.rows(body, [_joined(names) for names in zip(*heads, strict=True)])
    else:
        yield from tables.unmarked(body)


def _grid(table: LexborNode) -> tuple[list[list[str]], list[list[str]]]:
    """The rows of header cells on top, all equally long, and those below them."""
    heads: list[list[str]] = []
    body: list[list[str]] = []
    carried: dict[int, tuple[str, int]] = {}  # cells that reach into the next rows
    for row in table.css("tr"):
        cells = _cells(row)
        is_head = not body and bool(cells) and all(cell.tag == "th" for cell in cells)
        (heads if is_head else body).append(_filled(cells, carried, repeat=is_head))
    width = max(map(len, heads), default=0)
    return [row + [""] * (width - len(row)) for row in heads], body


def _filled(
    cells: list[LexborNode], carried: dict[int, tuple[str, int]], *, repeat: bool
) -> list[str]:
    """A row's cells by column; a wide cell fills its columns, by its words in a header."""
    filled: list[str] = []
    for cell in cells:
        _carry_over(filled, carried)
        words = " ".join(cell.text(separator=" ").split())
        down = _span(cell, "rowspan")
        for column in range(min(_span(cell, "colspan"), WIDEST_SPAN)):
            said = words if repeat or column == 0 else ""
            if down > 1:
                carried[len(filled)] = (said[:LONGEST_CARRIED], down - 1)
            filled.append(said)
    _carry_over(filled, carried)
    return filled


def _carry_over(filled: list[str], carried: dict[int, tuple[str, int]]) -> None:
    while left := carried.pop(len(filled), None):
        words, rows_left = left
        if rows_left > 1:
            carried[len(filled)] = (words, rows_left - 1)
        filled.append(words)


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or ""
    return int(value) if value.isdecimal() and 0 < len(value) < 5 else 1  # noqa: PLR2004 digits


def _joined(names: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(name for name in names if name))
