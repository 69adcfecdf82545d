"""Find the bullets that the program of a PDF drew instead of writing them, as Chromium does."""

from __future__ import annotations

from ctypes import c_float
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdfium2 import PdfPage

    from index.reading.pdfpage import Line

MOST = 1_000  # small shapes; a page with more of them is a drawing
SMALLEST, LARGEST = 0.12, 0.6  # of the font's size: a bullet, and not yet a box to tick
ROUND = 1.25  # times as wide as high, or as high as wide
NEAR = 2.0  # times the font's size, from the words
LOWEST, HIGHEST = 0.05, 0.55  # of the font's size: where its middle is above the baseline
BULLET = "• "


class Shape(NamedTuple):
    """Where something drawn stands, in points from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


def with_drawn_bullets(lines: Sequence[Line], page: PdfPage) -> list[Line]:
    """The lines of `page`, those that a bullet is drawn before with one in their text."""
    shapes = list(_round_shapes(page))
    if not shapes or len(shapes) > MOST:
        return list(lines)
    return [_with_bullet(line, shapes) for line in lines]


def _round_shapes(page: PdfPage) -> Iterator[Shape]:
    """What is drawn about as wide as high."""
    for number in range(max(pdfium.FPDFPage_CountObjects(page.raw), 0)):
        drawn = pdfium.FPDFPage_GetObject(page.raw, number)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        bounds = [c_float() for _ in Shape._fields]
        if pdfium.FPDFPageObj_GetBounds(drawn, *bounds):
            shape = Shape(*(bound.value for bound in bounds))
            width, height = shape.right - shape.left, shape.top - shape.bottom
            if 0 < max(width, height) < ROUND * min(width, height):
                yield shape


def _with_bullet(line: Line, shapes: Sequence[Shape]) -> Line:
    for shape in shapes:
        if line.text and _is_bullet(shape, line):
            return replace(line, text=BULLET + line.text, left=shape.left)
    return line


def _is_bullet(shape: Shape, line: Line) -> bool:
    middle = (shape.bottom + shape.top) / 2 - line.baseline
    return (
        SMALLEST * line.size < shape.top - shape.bottom < LARGEST * line.size
        and LOWEST * line.size < middle < HIGHEST * line.size
        and 0 < line.left - shape.right < NEAR * line.size
    )
