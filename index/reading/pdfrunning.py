"""Leave out what a PDF repeats on its pages: running headers and footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.reading.pdfpage import Line

EDGE = 0.13  # of the page's height, at its top and its bottom
EDGE_LINES = 4
RUNNING_PAGES = 2  # that have the same line in the same place
LARGER = 1.15  # than the pages' usual size: a title, unless most pages have it
DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")
PAGE_NUMBER = re.compile(
    r"(?:page |p\. ?|[-–—|] ?)?(?:\d{1,4}|[ivxlc]{1,7})(?: ?(?:of|/) ?\d{1,4})?(?: ?[-–—|])?",
    re.IGNORECASE,
)


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page that it doesn't share with the pages around it."""
    seen = Counter(mark for page in pages for mark in {_mark(line) for line in _edges(page)})
    usual = _usual_size(pages)
    return [
        [line for line in page if not _runs(line, page, seen, usual, len(pages))] for page in pages
    ]


def _runs(
    line: Line, page: Sequence[Line], seen: Counter[tuple[str, int]], usual: float, pages: int
) -> bool:
    if line not in _edges(page):
        return False
    if PAGE_NUMBER.fullmatch(line.text):
        return True
    count = seen[_mark(line)]
    return count >= RUNNING_PAGES and (line.size <= LARGER * usual or 2 * count > pages + 1)


def _edges(page: Sequence[Line]) -> list[Line]:
    """The outermost lines of a page, at its top and at its bottom."""
    by_height = sorted(page, key=lambda line: line.baseline)
    low = [line for line in by_height[:EDGE_LINES] if line.place < EDGE]
    high = [line for line in by_height[-EDGE_LINES:] if line.place > 1 - EDGE]
    return low + high


def _mark(line: Line) -> tuple[str, int]:
    """What a running line has in common on all pages: its words but for numbers, its place."""
    return DIGITS.sub("#", line.text.lower()), round(line.baseline / 4)


def _usual_size(pages: Sequence[Sequence[Line]]) -> float:
    """The font size of most characters."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=1.0)
