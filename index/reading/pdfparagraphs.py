"""Tell headings, paragraphs, items and tables from how the lines of a PDF stand."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median_low
from typing import TYPE_CHECKING

from index.documents import BlockKind
from index.reading.composition import Draft, heading, item
from index.reading.lines import BULLET, PUNCTUATED
from index.reading.pdftables import tables_and_lines
from index.reading.pdfwords import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.reading.pdfpage import Line

LARGER = 1.1  # than the text: a heading
BOLDER = 1.12  # than the text
LONGEST_HEADING = 160  # characters
FAR = 1.35  # times the usual distance of two lines: a new paragraph
HEADING_LINES = 1.9  # of the font's size: how far apart lines of a heading may be
SAME_SIZE = 0.08
MOVED = 1.5  # of the font's size
INDENT = 0.7  # of the font's size
CONTENTS = re.compile(r"(?:\. ?){4,}\s*[\divxlc]+$|(?:…\s?){2,}\s*\d+$")  # "Methods ..... 12"
ENDED = re.compile(r"[.!?…:][\"'”’)\]]*$")
NEXT_SENTENCE = re.compile(r"[^\W_]{4,}[.!?][\"”’)\]]*\s(?=[\"“(]?[A-Z])")


def drafts(ordered: Sequence[Line]) -> Iterator[Draft]:
    """The blocks that lines in reading order make, each on the page where it begins."""
    contents = {(line.page, line.baseline) for line in ordered if CONTENTS.search(line.text)}
    lines = [line for line in ordered if (line.page, line.baseline) not in contents]
    look = _Look(lines)
    words = Words(line.text for line in lines)
    for run in tables_and_lines(lines):
        if isinstance(run, Draft):
            yield run
        else:
            for block in _blocks(run, look):
                yield from _draft(block, look, words)


class _Look:
    """How the text of this document usually looks, and which headings it has."""

    def __init__(self, lines: Sequence[Line]) -> None:
        looks: Counter[tuple[float, int]] = Counter()
        for line in lines:
            looks[_size(line), line.weight] += len(line.text)
        self.size, self.weight = max(looks, key=lambda look: (looks[look], look), default=(1.0, 0))
        distances = [
            (one.baseline - two.baseline) / two.size
            for one, two in pairwise(lines)
            if one.page == two.page and 0 < one.baseline - two.baseline < 3 * two.size
        ]
        self.distance = median_low(distances) if distances else 1.2
        styles = {self._style(line) for line in lines if self.is_heading(line)}
        self._levels = {style: level for level, style in enumerate(sorted(styles, reverse=True), 1)}

    def is_heading(self, line: Line) -> bool:
        """Whether a line looks like one of a heading: larger than the text, or bold and short."""
        if BULLET.match(line.text) and not line.text[0].isdigit():
            return False
        if _size(line) > LARGER * self.size:
            return True
        bold = line.weight > BOLDER * self.weight
        return bold and not PUNCTUATED.search(line.text) and _size(line) >= 0.95 * self.size

    def level(self, line: Line) -> int:
        """The level of a heading: the larger, the higher."""
        return self._levels.get(self._style(line), len(self._levels) or 1)

    def _style(self, line: Line) -> tuple[float, bool]:
        return round(_size(line)), line.weight > BOLDER * self.weight


def _size(line: Line) -> float:
    return round(line.size, 1)


def _blocks(lines: Sequence[Line], look: _Look) -> Iterator[list[Line]]:
    """Runs of lines that are one heading, paragraph or item together."""
    block: list[Line] = []
    for line in lines:
        if block and _begins(block, line, look):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _begins(block: Sequence[Line], line: Line, look: _Look) -> bool:
    """Whether `line` begins a new block after `block`."""
    last = block[-1]
    drop = last.baseline - line.baseline
    elsewhere = line.page != last.page or drop <= 0  # the next page, the next column
    if look.is_heading(last) != look.is_heading(line):
        return True
    near = 0 < drop <= FAR * look.distance * line.size
    if near and _hangs(block[0], line):
        return False
    if _differs(last, line):
        return True
    if look.is_heading(line):
        return elsewhere or drop > HEADING_LINES * line.size
    ended = bool(ENDED.search(last.text))
    if elsewhere:
        return ended or bool(BULLET.match(line.text))
    return (
        not near
        or _begins_item(block, line, ended=ended)
        or _is_indented(block, line, ended=ended)
        or (_had_room(last, line) and (not line.text[0].islower() or _moved(block, line)))
    )


def _hangs(first: Line, line: Line) -> bool:
    """Whether a line goes on with the item that `first` begins, below its words."""
    is_item = BULLET.match(first.text) and not BULLET.match(line.text)
    return bool(is_item) and line.left - first.left > INDENT * line.size


def _begins_item(block: Sequence[Line], line: Line, *, ended: bool) -> bool:
    return bool(BULLET.match(line.text)) and (ended or bool(BULLET.match(block[0].text)))


def _is_indented(block: Sequence[Line], line: Line, *, ended: bool) -> bool:
    """Whether `line` is the first of a paragraph by standing further to the right."""
    last = block[-1]
    indented = line.left - line.margin > INDENT * line.size >= last.left - last.margin
    return indented and ended and not BULLET.match(block[0].text)


def _differs(last: Line, line: Line) -> bool:
    return abs(last.size - line.size) > SAME_SIZE * max(last.size, line.size)


def _had_room(last: Line, line: Line) -> bool:
    """Whether the first word of `line` could have stood on the line before."""
    a_character = (line.right - line.left) / max(len(line.text), 1)
    first = len(line.text.split(" ", 1)[0]) + 1
    return last.right + 1.1 * first * a_character < last.edge


def _moved(block: Sequence[Line], line: Line) -> bool:
    """Whether a line begins elsewhere than the one before, as an item of an inner list does."""
    return abs(line.left - block[-1].left) > MOVED * line.size and not BULLET.match(block[0].text)


def _draft(block: Sequence[Line], look: _Look, words: Words) -> Iterator[Draft]:
    text, breaks = words.joined(block)
    first = block[0]
    if look.is_heading(first) and len(text) <= LONGEST_HEADING and any(map(str.isalpha, text)):
        yield heading(text, look.level(first), first.page)
        return
    if bullet := BULLET.match(text):
        draft = item(text[bullet.end() :])
        yield Draft(draft.kind, draft.content, draft.level, _marker(bullet[0]), first.page)
        return
    yield from _by_page(text, breaks, first.page)


def _marker(bullet: str) -> str:
    return bullet.strip() + " " if bullet[:1].isalnum() or bullet[:1] == "(" else "- "


def _by_page(text: str, breaks: Sequence[tuple[int, int]], page: int) -> Iterator[Draft]:
    """A paragraph, parted where the first sentence of the next page begins."""
    start = 0
    for place, new_page in breaks:
        if found := NEXT_SENTENCE.search(text, max(place, start)):
            yield Draft(BlockKind.PARAGRAPH, text[start : found.end()], page=page)
            start, page = found.end(), new_page
    yield Draft(BlockKind.PARAGRAPH, text[start:], page=page)
