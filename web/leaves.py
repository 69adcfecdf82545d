"""Cut a long document into leaves: what is laid out and sent at once, so that it opens fast."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.documents import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.documents import Document

FULL = 24_000  # characters; the next block that can begins another leaf


@dataclass(frozen=True, slots=True)
class Leaf:
    """The blocks of the `number`-th leaf, from 1; at least one."""

    number: int
    blocks: tuple[Block, ...]


def leaves(document: Document) -> list[Leaf]:
    """The leaves of a document, at least one; together they hold its blocks in their order.

    No leaf begins inside a list's nested items. A block longer than a leaf is cut.
    """
    cut: list[list[Block]] = []
    for block in _short(document):
        nested = block.kind is BlockKind.ITEM and block.level > 1
        if not cut or (block.end - cut[-1][0].start > FULL and not nested):
            cut.append([])
        cut[-1].append(block)
    return [Leaf(number, tuple(blocks)) for number, blocks in enumerate(cut, 1)]


def _short(document: Document) -> Iterator[Block]:
    whole = Block(BlockKind.PARAGRAPH, 0, len(document.text))
    for block in document.blocks or (whole,):
        start = block.start
        while block.end - start > FULL:
            space = document.text.rfind(" ", start + 1, start + FULL)
            end = space if space > 0 else start + FULL
            yield replace(block, start=start, end=end)
            start = end
        yield block if start == block.start else replace(block, start=start)
