"""Put the lines of a PDF's page into reading order, column by column."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.reading.pdfpage import Line

SLACK = 3.0  # points by which lines of a column may begin apart
FEWEST_LINES = 4  # of a column
SMALLEST_SHARE = 0.15  # of the lines that a column must have
MOST_ACROSS = 0.3  # of the lines may lie across the gap: titles, wide figures
NARROWEST = 18  # characters of a column's usual line; cells of tables are shorter
CANDIDATES = 8
SAME_ROW = 0.4  # of the font's size
DEEPEST = 4  # columns in columns


def in_order(lines: Sequence[Line], depth: int = 0) -> Iterator[Line]:
    """The lines as they are read, each with its column's margin and edge.

    Where a gap runs down the page, what is left of it comes before what is right of it; a line
    across the gap ends both columns.
    """
    gap = _gap(lines) if depth < DEEPEST else None
    if gap is None:
        yield from _one_column(lines)
        return
    left: list[Line] = []
    right: list[Line] = []
    for line in _by_row(lines):
        if _is_left(line, gap):
            left.append(line)
        elif _is_right(line, gap):
            right.append(line)
        else:
            yield from _both(left, right, depth)
            left, right = [], []
            yield replace(line, margin=line.left, edge=line.right)
    yield from _both(left, right, depth)


def _both(left: list[Line], right: list[Line], depth: int) -> Iterator[Line]:
    yield from in_order(left, depth + 1)
    yield from in_order(right, depth + 1)


def _one_column(lines: Sequence[Line]) -> list[Line]:
    margin = min((line.left for line in lines), default=0.0)
    edge = max((line.right for line in lines), default=0.0)
    return [replace(line, margin=margin, edge=edge) for line in _by_row(lines)]


def _gap(lines: Sequence[Line]) -> float | None:
    """Where the right one of two columns begins, if there are two."""
    begins = Counter(round(line.left) for line in lines)
    common = [x for x, count in begins.most_common(CANDIDATES) if count >= FEWEST_LINES]
    gaps = [gap for gap in sorted(common) if _parts(lines, gap)]
    return min(gaps, key=lambda gap: (_across(lines, gap), gap), default=None)


def _parts(lines: Sequence[Line], gap: float) -> bool:
    left = [line for line in lines if _is_left(line, gap)]
    right = [line for line in lines if _is_right(line, gap)]
    fewest = max(FEWEST_LINES, SMALLEST_SHARE * len(lines))
    return (
        min(len(left), len(right)) >= fewest
        and _across(lines, gap) <= MOST_ACROSS * len(lines)
        and min(_usual_length(left), _usual_length(right)) >= NARROWEST
    )


def _across(lines: Sequence[Line], gap: float) -> int:
    return sum(not _is_left(line, gap) and not _is_right(line, gap) for line in lines)


def _is_left(line: Line, gap: float) -> bool:
    return line.right <= gap - SLACK


def _is_right(line: Line, gap: float) -> bool:
    return line.left >= gap - SLACK


def _usual_length(lines: Sequence[Line]) -> float:
    return median(len(line.text) for line in lines)


def _by_row(lines: Sequence[Line]) -> list[Line]:
    """From top to bottom, and from left to right where lines stand side by side."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-line.baseline, line.left)):
        if rows and rows[-1][0].baseline - line.baseline < SAME_ROW * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]
