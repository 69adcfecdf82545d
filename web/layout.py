"""Lay a document out for reading: headings, lists and paragraphs, with one slice marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from index.documents import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.documents import Document

_NUMBER_BEFORE = re.compile(r"(\d{1,9})[.)][ \t]*$")


@dataclass(frozen=True, slots=True)
class Span:
    """A slice of a document's text that the reader asked to see."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text inside a block; `first` is where the marked slice begins."""

    text: str
    marked: bool = False
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
    """A document ready to be rendered: its title, its parts, and whether anything is marked."""

    title: Part
    parts: tuple[Part, ...]
    marked: bool

    @property
    def outline(self) -> tuple[Part, ...]:
        """The headings below the title."""
        return tuple(part for part in self.parts if part.kind == "heading")


def lay_out(document: Document, *, span: Span | None = None) -> Layout:
    """The document's blocks as nested parts, `span` marked wherever it falls on them.

    The pieces of all parts together hold every block's text once and unchanged.
    """
    blocks = document.blocks or (Block(BlockKind.PARAGRAPH, 0, len(document.text)),)
    first = _first_marked(blocks, span)
    parts = _new_pages_only([_part(document.text, block, span, first) for block in blocks])
    title = Part("heading", "top", (Piece(document.title),))
    if parts and parts[0].kind == "heading" and parts[0].text.strip() == document.title.strip():
        title, parts = parts[0], parts[1:]
    return Layout(title, tuple(_nested(_without_jumps(parts))), marked=first is not None)


def _first_marked(blocks: Sequence[Block], span: Span | None) -> int | None:
    if span is None:
        return None
    starts = (
        max(block.start, span.start)
        for block in blocks
        if max(block.start, span.start) < min(block.end, span.end)
    )
    return next(starts, None)


def _part(text: str, block: Block, span: Span | None, first: int | None) -> Part:
    number = None
    if block.kind is BlockKind.ITEM:
        marker = _NUMBER_BEFORE.search(text, max(0, block.start - 16), block.start)
        number = int(marker[1]) if marker else None
    return Part(
        kind=block.kind.value,
        anchor=f"at-{block.start}",
        pieces=tuple(_pieces(text, block, span, first)),
        level=block.level,
        page=block.page,
        number=number,
    )


def _pieces(text: str, block: Block, span: Span | None, first: int | None) -> Iterator[Piece]:
    start, end = (block.start, block.start) if span is None else (span.start, span.end)
    start = min(max(start, block.start), block.end)
    end = min(max(end, start), block.end)
    if before := text[block.start : start]:
        yield Piece(before)
    if inside := text[start:end]:
        yield Piece(inside, marked=True, first=start == first)
    if after := text[end : block.end]:
        yield Piece(after)


def _new_pages_only(parts: Iterable[Part]) -> list[Part]:
    marked, current = [], None
    for part in parts:
        marked.append(replace(part, page=None) if part.page == current else part)
        current = part.page
    return marked


def _without_jumps(parts: Iterable[Part]) -> Iterator[Part]:
    """Headings below the title's, none more than one level deeper than the one before it."""
    above = 1
    for part in parts:
        if part.kind != "heading":
            yield part
            continue
        above = min(part.level + 1, above + 1, 6)
        yield replace(part, level=above)


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
