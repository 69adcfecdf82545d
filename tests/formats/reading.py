"""Read a file as an update does, and say its blocks in a way that is easy to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import sandbox

if TYPE_CHECKING:
    from index.documents import Reading

    Said = tuple[str, str]


def read(content: bytes | str, source: str) -> Reading:
    return sandbox.read(content.encode() if isinstance(content, str) else content, source)


def blocks(content: bytes | str, source: str) -> list[Said]:
    """Each block's kind, with the level of headings and of deeper items, and its words."""
    found = read(content, source)
    return [
        (
            block.kind.value + (str(block.level) if block.level else ""),
            found.text[block.start : block.end],
        )
        for block in found.blocks
    ]


def pages(content: bytes, source: str) -> list[tuple[int | None, str]]:
    """Each block's page and words."""
    found = read(content, source)
    return [(block.page, found.text[block.start : block.end]) for block in found.blocks]
