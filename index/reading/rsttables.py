"""Tell the cells of reStructuredText's tables."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from index.documents import BlockKind
from index.reading import tables
from index.reading.composition import Draft
from index.reading.rstinline import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GRID = re.compile(r"\+(?:[-=]+\+)+")
SIMPLE = re.compile(r"=+(?: +=+)+")
SPANS = re.compile(r"[- ]*-[- ]*")  # below a header cell that spans columns
HEADER_ROWS = re.compile(r":header-rows:\s*(\d{1,2})")
HEADER = re.compile(r":header:\s*(.*)")
BORDERS = 3  # of a simple table with a header


def begins(line: str) -> bool:
    """Whether a table begins with this line."""
    return bool(GRID.fullmatch(line) or SIMPLE.fullmatch(line))


def end(lines: Sequence[str], at: int) -> int:
    """The line after the table that begins at `at`."""
    if GRID.fullmatch(lines[at]):
        after = at
        while after < len(lines) and lines[after].startswith(("+", "|")):
            after += 1
        return after
    borders = 0
    for number in range(at, len(lines)):
        if SIMPLE.fullmatch(lines[number]):
            borders += 1
            last = number + 1 == len(lines) or not lines[number + 1]
            if borders > 1 and last:
                return number + 1
    return len(lines)


def rows(lines: Sequence[str]) -> Iterator[Draft]:
    """The rows of a table that is drawn with characters."""
    head, body = _grid(lines) if GRID.fullmatch(lines[0]) else _simple(lines)
    yield from tables.rows(body, head) if head else tables.unmarked(body)


def listed(title: str, options: Sequence[str], body: Sequence[str]) -> Iterator[Draft]:
    """The rows of a table that is written as a list of lists."""
    table: list[list[str]] = []
    for line in body:
        if line.startswith("* - "):
            table.append([line[4:]])
        elif table and line.startswith("  - "):
            table[-1].append(line[4:])
        elif table and line.strip() not in ("", "*", "-", "* -"):
            table[-1][-1] += " " + line.strip()
    marked = [found for option in options if (found := HEADER_ROWS.match(option))]
    heads = int(marked[0][1]) if marked else 0
    yield from _titled(title, table[heads:], table[heads - 1] if 0 < heads <= len(table) else [])


def separated(title: str, options: Sequence[str], body: Sequence[str]) -> Iterator[Draft]:
    """The rows of a table that is written with commas."""
    table = [row for row in csv.reader(body, skipinitialspace=True) if row]
    marked = [found for option in options if (found := HEADER.match(option))]
    head = next(csv.reader([marked[0][1]], skipinitialspace=True), []) if marked else []
    yield from _titled(title, table, head)


def _titled(title: str, body: list[list[str]], head: list[str]) -> Iterator[Draft]:
    if title:
        yield Draft(BlockKind.PARAGRAPH, words(title))
    body = [[words(cell) for cell in row] for row in body]
    if head:
        yield from tables.rows(body, [words(cell) for cell in head])
    else:
        yield from tables.unmarked(body)


def _grid(lines: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a table in a grid; a cell over two columns counts for its first."""
    edges = [at for at, character in enumerate(lines[0]) if character == "+"]
    head: list[str] = []
    body: list[list[str]] = []
    row: list[list[str]] = [[] for _ in edges[1:]]
    for line in lines[1:]:
        if line.startswith("+"):
            cells = [words(" ".join(parts)) for parts in row]
            row = [[] for _ in edges[1:]]
            if any(cells):
                body.append(cells)
            if "=" in line and not head and body:
                head = body.pop()
            continue
        begin = 0
        for number, edge in enumerate(edges[1:]):
            if edge < len(line) and line[edge] == "|":
                row[begin].append(line[edges[begin] + 1 : edge].strip())
                begin = number + 1
    return head, body


def _simple(lines: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a table under rules; a line without a first cell goes on with a row."""
    starts = [found.start() for found in re.finditer(r"=+", lines[0])]
    borders = [number for number, line in enumerate(lines) if SIMPLE.fullmatch(line)]
    table: list[list[str]] = []
    heads = 0
    for number, line in enumerate(lines):
        if number in borders:
            heads = len(table) if len(borders) >= BORDERS and number == borders[1] else heads
        elif line and not SPANS.fullmatch(line):
            stops = [*starts[1:], len(line)]
            cells = [line[a:b].strip() for a, b in zip(starts, stops, strict=True)]
            if cells[0] or not table or len(table) == heads:
                table.append(cells)
            else:
                table[-1] = [" ".join(pair).strip() for pair in zip(table[-1], cells, strict=True)]
    table = [[words(cell) for cell in row] for row in table]
    head = [" ".join(names).strip() for names in zip(*table[:heads], strict=True)]
    return head, table[heads:]
