"""Lay a document out for reading: headings, lists and paragraphs, with some slices marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from index.documents import BlockKind
from web.leaves import leaves
from web.outline import headings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.documents import Block, Document
    from web.leaves import Leaf
    from web.outline import Heading

_NUMBER_BEFORE = re.compile(r"(\d{1,9})[.)][ \t]*$")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A slice of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text inside a block, and how it is marked: asked for, found, cited, or not.

    `first` is where the slice that was asked for begins.
    """

    text: str
    mark: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, paragraph, row, code block or list item; or a list, whose items are `children`.

    ``page`` is set only where a new page begins, ``number`` only on items that carry one.
    """

    kind: str
    anchor: str = ""
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    page: int | None = None
    number: int | None = None
    children: tuple[Part, ...] = ()

    @property
    def text(self) -> str:
        """The words of this part, marked or not."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Layout:
    """Leaves `first` to `last` of a document, of `count`, and the outline of the whole."""

    title: Part
    parts: tuple[Part, ...]
    outline: tuple[Heading, ...]
    first: int
    last: int
    count: int
    marked: bool  # whether any of the asked slice is shown


@dataclass(frozen=True, slots=True)
class Marks:
    """The slices to mark: the one that was asked for, what was found, what answers have cited."""

    asked: Span | None = None
    found: Sequence[Span] = ()
    cited: Sequence[Span] = ()

    def within(self, start: int, end: int) -> list[tuple[str, Span]]:
        """Those that fall on ``text[start:end]``, by kind; the strongest kind first."""
        kinds = (
            ("asked", [self.asked] if self.asked else []),
            ("found", self.found),
            ("cited", self.cited),
        )
        return [
            (kind, span)
            for kind, spans in kinds
            for span in spans
            if span.start < end and span.end > start
        ]


def lay_out(document: Document, *, marks: Marks = Marks(), leaf: int = 1) -> Layout:
    """A leaf of the document as nested parts, marked: the one with the asked slice, or `leaf`.

    The pieces of all leaves together hold every block's text once and unchanged.
    """
    every = leaves(document)
    shown = _shown(every, marks.asked, leaf)
    blocks = [block for each in shown for block in each.blocks]
    title, levels, outline = headings(document, every)
    first = _first_marked(blocks, marks.asked)
    parts = [
        _part(document.text, block, marks, first=first, level=levels.get(block.start, block.level))
        for block in blocks
        if block is not title
    ]
    return Layout(
        title=_title(document, title if title in blocks else None, marks, first),
        parts=tuple(_nested(_new_pages_only(parts))),
        outline=outline,
        first=shown[0].number,
        last=shown[-1].number,
        count=len(every),
        marked=first is not None,
    )


def _shown(every: Sequence[Leaf], asked: Span | None, number: int) -> Sequence[Leaf]:
    """The leaves that the asked slice falls on, where there is one; else the one of `number`."""
    touched = [
        leaf
        for leaf in every
        if asked and leaf.blocks[0].start < asked.end and leaf.blocks[-1].end > asked.start
    ]
    return touched or every[min(max(number, 1), len(every)) - 1 :][:1]


def _first_marked(blocks: Iterable[Block], asked: Span | None) -> int | None:
    if asked is None:
        return None
    starts = (
        max(block.start, asked.start)
        for block in blocks
        if max(block.start, asked.start) < min(block.end, asked.end)
    )
    return next(starts, None)


def _title(document: Document, block: Block | None, marks: Marks, first: int | None) -> Part:
    if block is None:
        return Part("heading", "top", (Piece(document.title),))
    return _part(document.text, block, marks, first=first, level=block.level)


def _part(text: str, block: Block, marks: Marks, *, first: int | None, level: int) -> Part:
    number = None
    if block.kind is BlockKind.ITEM:
        marker = _NUMBER_BEFORE.search(text, max(0, block.start - 16), block.start)
        number = int(marker[1]) if marker else None
    return Part(
        kind=block.kind.value,
        anchor=f"at-{block.start}",
        pieces=tuple(_pieces(text, block, marks.within(block.start, block.end), first)),
        level=level,
        page=block.page,
        number=number,
    )


def _pieces(
    text: str, block: Block, marks: Sequence[tuple[str, Span]], first: int | None
) -> Iterator[Piece]:
    """The text of a block, cut where its strongest mark changes."""
    ends = {place for _, span in marks for place in (span.start, span.end)}
    inside = {place for place in ends if block.start < place < block.end}

    def strongest(cut: tuple[int, int]) -> str:
        start, end = cut
        return next((kind for kind, span in marks if span.start <= start and end <= span.end), "")

    cuts = pairwise(sorted({block.start, block.end} | inside))
    for kind, run in groupby(cuts, key=strongest):
        (start, end), *more = run
        end = more[-1][1] if more else end
        yield Piece(text[start:end], kind, first=start == first)


def _new_pages_only(parts: Iterable[Part]) -> list[Part]:
    marked, current = [], None
    for part in parts:
        marked.append(replace(part, page=None) if part.page == current else part)
        current = part.page
    return marked


def _nested(parts: Iterable[Part]) -> Iterator[Part]:
    for is_item, run in groupby(parts, key=lambda part: part.kind == "item"):
        if is_item:
            yield Part("list", children=_items(list(run)))
        else:
            yield from run


def _items(run: Sequence[Part]) -> tuple[Part, ...]:
    items, place = [], 0
    while place < len(run):
        deeper = place + 1
        while deeper < len(run) and run[deeper].level > run[place].level:
            deeper += 1
        below = run[place + 1 : deeper]
        children = (Part("list", children=_items(below)),) if below else ()
        items.append(replace(run[place], children=children))
        place = deeper
    return tuple(items)
