"""Get the lines of a PDF's page from PDFium: their words and where they stand."""

from __future__ import annotations

import re
from ctypes import c_double
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

from index.reading.pdfmarks import with_drawn_bullets
from index.reading.raised import raised, without_note_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdfium2 import PdfPage

WIDE = 0.8  # of the font's size: such a gap may part columns or cells, or be justified text's
WIDEST = 4.0  # of the font's size, in justified text
NEAR = 3.0  # times the font's size, between two lines of which one supports the other's gap
COMMON = 0.6  # of the font's size that gaps above each other share
HIGH = 0.2  # of the font's size: a raised figure
UPRIGHT = 0.1  # radians
SAME_LINE = 0.4  # of the font's size
BOLD = 1.15  # times the weight of the page's lightest text
HYPHENS = frozenset({0x02, 0xFFFE})
SOFT_HYPHEN = "\xad"
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st"}
DIGITS = frozenset(range(0x30, 0x3A))
SPACES = frozenset({0x20, 0xA0, 0x09})
LINE_FEED = 0x0A
ENDS = frozenset({LINE_FEED, 0x0D})
SPACE_RUN = re.compile(r"\s+")
IMAGE, FORM = pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line in one column, in points from the page's lower left corner.

    `edge` is how far the column reaches to the right, `margin` where it begins.
    """

    text: str
    page: int
    left: float
    right: float
    baseline: float
    size: float  # of the font: from its descent to its ascent
    weight: int
    place: float = 0.0  # of the baseline, as a share of the page's height
    margin: float = 0.0
    edge: float = 0.0


def lines(page: PdfPage, number: int) -> list[Line]:
    """The lines of a page as its program wrote them; columns and cells are lines of their own."""
    text_page = page.get_textpage()
    try:
        found = list(_Characters(text_page.raw).lines(number))
    finally:
        text_page.close()
    height = page.get_height() or 1.0
    parted = [line for stretches in found for line in _parted(stretches, found) if line.text]
    return [
        replace(line, place=line.baseline / height, text=without_note_marks(line.text))
        for line in with_drawn_bullets(_joined(parted), page)
    ]


def page_shows_pictures(page: PdfPage) -> bool:
    """Whether a page without text is more than an empty one."""
    return any(each.type in (IMAGE, FORM) for each in page.get_objects(max_depth=1))


class _Characters:
    """The characters of a page by number. PDFium parts lines by characters of its own."""

    def __init__(self, text_page: pdfium.FPDF_TEXTPAGE) -> None:
        self._page = text_page
        count = max(pdfium.FPDFText_CountChars(text_page), 0)
        self._codes = [pdfium.FPDFText_GetUnicode(text_page, at) for at in range(count)]
        self._numbers = [c_double() for _ in range(4)]

    def lines(self, number: int) -> Iterator[list[Line]]:
        """For each line as PDFium parts them, its stretches between wide gaps."""
        line: list[Line] = []
        first = last = -1  # of the stretch so far, spaces at its ends left out
        for at, code in enumerate([*self._codes, LINE_FEED]):
            if code in HYPHENS and first >= 0:  # PDFium puts it for the hyphen and the line's end
                hyphenated = self._line(first, last, number)
                yield [*line, replace(hyphenated, text=hyphenated.text + SOFT_HYPHEN)]
                line, first = [], -1
                continue
            if code in ENDS or code in SPACES or code == 0:
                if code in ENDS and first >= 0:
                    yield [*line, self._line(first, last, number)]
                    line, first = [], -1
                continue
            if first >= 0 and last < at - 1 and self._is_wide(last, at):
                line.append(self._line(first, last, number))
                first = -1
            first = at if first < 0 else first
            last = at

    def _is_wide(self, before: int, after: int) -> bool:
        gap = self._box(after)[0] - self._box(before)[1]
        return abs(gap) > WIDE * self._size(before)

    def _line(self, first: int, last: int, number: int) -> Line:
        ends = (first, (first + last) // 2, last)
        upright = abs(pdfium.FPDFText_GetCharAngle(self._page, first)) < UPRIGHT
        return Line(
            text=self._text(first, last) if upright else "",
            page=number,
            left=self._box(first)[0],
            right=self._box(last)[1],
            baseline=self._baseline(first),
            size=median(map(self._size, ends)),
            weight=min(pdfium.FPDFText_GetFontWeight(self._page, at) for at in (first, last)),
        )

    def _text(self, first: int, last: int) -> str:
        words = []
        high = False
        for at in range(first, last + 1):
            code = self._codes[at]
            high = code in DIGITS and at > first and self._is_high(at, high=high)
            character = LIGATURES.get(code) or _character(code)
            words.append(raised(character) if high else character)
        return SPACE_RUN.sub(" ", "".join(words)).strip()

    def _is_high(self, at: int, *, high: bool) -> bool:
        """Whether a figure is raised, where that before it is `high` or not."""
        rise = self._baseline(at) - self._baseline(at - 1)
        slack = HIGH * self._size(at)
        return rise > slack or (high and rise > -slack)

    def _baseline(self, at: int) -> float:
        x, y = self._numbers[:2]
        pdfium.FPDFText_GetCharOrigin(self._page, at, x, y)
        return y.value

    def _box(self, at: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = self._numbers
        pdfium.FPDFText_GetCharBox(self._page, at, left, right, bottom, top)
        return left.value, right.value, bottom.value, top.value

    def _size(self, at: int) -> float:
        box = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(self._page, at, box)
        return abs(box.top - box.bottom) or 1.0


def _character(code: int) -> str:
    return chr(code) if code < 0x110000 else ""  # noqa: PLR2004 the last code point


def _parted(stretches: Sequence[Line], lines: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """A line, parted at those of its gaps that go on above or below it, or are very wide.

    The gaps of columns and of tables do; those between the words of justified text don't.
    """
    line = stretches[0]
    near = [other for other in lines if 0 < _distance(line, other[0]) < NEAR * line.size]
    for following in stretches[1:]:
        width = following.left - line.right
        if not 0 < width < WIDEST * line.size or any(_shares(line, following, o) for o in near):
            yield line
            line = following
        else:
            line = _together(line, following, " ")
    yield line


def _distance(line: Line, other: Line) -> float:
    return abs(line.baseline - other.baseline)


def _shares(left: Line, right: Line, other: Sequence[Line]) -> bool:
    """Whether another line has a gap below or above the one between `left` and `right`."""
    return any(
        min(right.left, after.left) - max(left.right, before.right) > COMMON * left.size
        for before, after in pairwise(other)
    )


def _joined(found: list[Line]) -> list[Line]:
    """The lines, with those put together that a raised figure or a change of font has parted."""
    joined: list[Line] = []
    for line in found:
        before = joined[-1] if joined else None
        if before and _goes_on(before, line):
            gap = " " if line.left - before.right > 0.15 * before.size else ""
            joined[-1] = _together(before, _raised(before, line), gap)
        else:
            joined.append(line)
    return joined


def _raised(before: Line, line: Line) -> Line:
    """The line, its figures raised where they stand small and high after the line before."""
    high = line.baseline - before.baseline > HIGH * line.size and line.size < before.size
    return replace(line, text=raised(line.text)) if high and line.text.isdecimal() else line


def _together(line: Line, following: Line, gap: str) -> Line:
    return replace(
        line,
        text=line.text + gap + following.text,
        right=following.right,
        size=max(line.size, following.size),
        weight=min(line.weight, following.weight),
    )


def _goes_on(before: Line, line: Line) -> bool:
    size = max(before.size, line.size)
    level = abs(line.baseline - before.baseline) < SAME_LINE * size
    return level and -0.2 * size < line.left - before.right < WIDE * size
