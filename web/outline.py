"""The outline of a document: its headings, on levels without a gap, and where each one stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.documents import Block, Document
    from web.leaves import Leaf

MOST = 150  # headings that an outline lists


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the outline, and the number of the leaf that it leads to."""

    text: str
    anchor: str
    level: int
    leaf: int


def headings(
    document: Document, every: Sequence[Leaf]
) -> tuple[Block | None, dict[int, int], tuple[Heading, ...]]:
    """The heading that is the title, the level of the others by place, and the outline.

    Each is one level below the last that is higher than itself, the highest below the title.
    """
    top = every[0].blocks[0]
    named = document.text[top.start : top.end].strip() == document.title.strip()
    title = top if top.kind is BlockKind.HEADING and named else None
    levels: dict[int, int] = {}
    outline = []
    above: list[int] = []
    for leaf in every:
        for block in leaf.blocks:
            if block.kind is BlockKind.HEADING and block is not title:
                above = [*(level for level in above if level < block.level), block.level]
                level = levels[block.start] = min(len(above) + 1, 6)
                text = document.text[block.start : block.end]
                outline.append(Heading(text, f"at-{block.start}", level, leaf.number))
    return title, levels, _not_too_many(outline)


def _not_too_many(outline: list[Heading]) -> tuple[Heading, ...]:
    """The headings down to the deepest level that fits; where none does, the first of each leaf."""
    for deepest in (6, 5, 4, 3, 2):
        shown = [each for each in outline if each.level <= deepest]
        if len(shown) <= MOST:
            return tuple(shown)
    return tuple({each.leaf: each for each in reversed(shown)}.values())[::-1]
