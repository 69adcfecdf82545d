"""Put a document together: one text from its blocks, and where in it each of them stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.documents import Block, BlockKind, Reading
from index.errors import UnreadableFile
from index.reading.metadata import (
    BARE_DATE,
    effective_date,
    is_metadata,
    iso_date,
    shortened,
    stated_date,
    title_from,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

UNPRINTABLE = re.compile("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LONGEST_TEXT = 32_000_000  # characters; a short file can repeat the names of its columns
LONGEST_ENTRY = 200  # characters of a term and its meaning that are one item
DEEPEST_HEADING = 6
CLOSE = (BlockKind.ITEM, BlockKind.ROW, BlockKind.METADATA)  # no empty line between two of them


@dataclass(frozen=True, slots=True)
class Draft:
    """A block that has no place in the text yet; `marker` stands before it, outside of it."""

    kind: BlockKind
    content: str
    level: int = 0
    marker: str = ""
    page: int | None = None


def compose(
    drafts: Iterable[Draft],
    source: str,
    *,
    title: str = "",
    date: str | None = None,
    stated: str | None = None,
    fallback_title: str = "",
    fallback_date: str | None = None,
    note: str | None = None,
) -> Reading:
    """The document that `drafts` make, in their order.

    It is called `title`, else what its first heading says, else `fallback_title`, else by its
    file's name. Its date is the one that its text states, which is `stated` where the reader
    knows better, else `date`, else the one in its file's name, else `fallback_date`, for dates of
    the file rather than of what it says. Raises `UnreadableFile` where the text becomes too long.
    """
    writer = _Writer()
    for draft in drafts:
        writer.write(draft)
    text = "".join(writer.parts)
    stated = stated or writer.date or stated_date(text)
    effective, origin = effective_date(source, text=stated, metadata=date, file=fallback_date)
    return Reading(
        text,
        _line(title) or writer.title or _line(fallback_title) or title_from(source, text),
        tuple(writer.blocks),
        date=effective,
        date_origin=origin,
        note=note,
    )


def drafts(reading: Reading) -> Iterator[Draft]:
    """The blocks of a text that was read by itself, to become part of another."""
    for block in reading.blocks:
        marker = "- " if block.kind is BlockKind.ITEM else ""
        content = reading.text[block.start : block.end]
        yield Draft(block.kind, content, block.level, marker, block.page)


def item(content: str, level: int = 1, *, number: int | None = None) -> Draft:
    """A list item with the usual marker before it.

    >>> item("Chile", level=2).marker
    '  - '
    """
    bullet = "- " if number is None else f"{number}. "
    return Draft(BlockKind.ITEM, content, level, "  " * (level - 1) + bullet)


def definition(term: str, meaning: str) -> Draft:
    """A term and what it means in one block, so that its sentences say what they are about."""
    said = f"{term.rstrip(':')}: {meaning}"
    return item(said) if len(said) <= LONGEST_ENTRY else Draft(BlockKind.PARAGRAPH, said)


def heading(content: str, level: int, page: int | None = None) -> Draft:
    """A heading on one line, no deeper than headings go."""
    level = min(max(level, 1), DEEPEST_HEADING)
    return Draft(BlockKind.HEADING, " ".join(content.split()), level, page=page)


class _Writer:
    """Joins blocks into one text and keeps where each of them stands."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.title = ""
        self.date: str | None = None
        self._at_head = True
        self._length = 0

    def write(self, draft: Draft) -> None:
        content = UNPRINTABLE.sub("", draft.content).strip()
        if not content:
            return
        self._append(self._gap(draft.kind) + draft.marker)
        start = self._length
        self._append(content)
        kind = self._kind(draft.kind, content)
        self.blocks.append(Block(kind, start, self._length, draft.level, draft.page))
        if self._length > LONGEST_TEXT:
            raise UnreadableFile(f"it has more than {LONGEST_TEXT:,} characters of text: split it")
        if not self.title and kind is BlockKind.HEADING:
            self.title = _line(content)

    def _kind(self, kind: BlockKind, content: str) -> BlockKind:
        """The kind of a block, where a paragraph at the document's head may be metadata."""
        if not self._at_head or kind is BlockKind.HEADING:
            return kind
        is_date = BARE_DATE.fullmatch(content)
        if is_date:
            self.date = self.date or iso_date(content)
        if kind is BlockKind.PARAGRAPH and (is_date or is_metadata(content)):
            return BlockKind.METADATA
        self._at_head = kind is BlockKind.METADATA
        return kind

    def _gap(self, kind: BlockKind) -> str:
        if not self.blocks:
            return ""
        together = kind in CLOSE and self.blocks[-1].kind is kind
        return "\n" if together else "\n\n"

    def _append(self, part: str) -> None:
        self.parts.append(part)
        self._length += len(part)


def _line(title: str) -> str:
    return shortened(UNPRINTABLE.sub("", title))
