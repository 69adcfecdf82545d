"""The values that everything else is about: documents, passages, sentences, hits.

Offsets are the truth and copies are not: every ``start`` and ``end`` counts Unicode code points
in the text of the document that it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class BlockKind(Enum):
    """What a stretch of a document is, as its reader saw it."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a bulleted or numbered list
    ROW = "row"  # of a table
    CODE = "code"
    METADATA = "metadata"  # "Date: …" at a document's head: shown, but never an answer


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a list item, …: ``text[start:end]`` without bullet or marker.

    ``level`` is 1 to 6 for headings, the depth of nesting (from 1) for list items, else 0.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int | None = None


class DateOrigin(StrEnum):
    """What says when a document is from."""

    TEXT = "text"  # a line such as "Date: 2026-02-01" at its head, or the header of a mail
    METADATA = "metadata"  # its front matter, the head of a web page
    NAME = "name"  # its file's name
    FILE = "file"  # what the program that wrote the file kept in it, of its last change

    @classmethod
    def named(cls, name: str | None) -> DateOrigin | None:
        """The origin of this name; None for none."""
        return cls(name) if name else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a file: the text that is stored and cited, and its structure.

    ``date`` is the ISO 8601 date that the document is from, as ``date_origin`` says, or None.
    Blocks are in reading order and do not overlap; text outside them is white space or markup.
    ``note`` says what of the file is not in the text: "no text on 3 of 12 pages".
    """

    text: str
    title: str
    blocks: tuple[Block, ...]
    date: str | None = None
    date_origin: DateOrigin | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One indexed file. ``source`` is its path relative to the corpus, with ``/``."""

    id: str
    source: str
    title: str
    text: str
    sha256: str  # of the text's UTF-8 bytes
    blocks: Sequence[Block]
    date: str | None = None
    date_origin: DateOrigin | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a whole list item, table row or heading: the smallest thing we quote."""

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences under one heading: the unit that BM25 ranks.

    ``section`` is the path of headings above it, outermost first, without the document's title.
    """

    document_id: str
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    section: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and its BM25 score for a query."""

    passage: Passage
    score: float
