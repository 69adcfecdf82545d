"""Documents and passages as rows of the catalogue, each with a checksum, and back."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np

from index.documents import Block, BlockKind, DateOrigin, Document, Passage, Sentence
from index.errors import IndexDamaged

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

KINDS = tuple(BlockKind)
CODES = {kind: code for code, kind in enumerate(KINDS)}
NO_PAGE = -1
CHECKED = (
    *("id", "source", "title", "sha256", "date", "date_origin", "file_sha256", "size"),
    *("indexed_at", "characters", "first_passage", "passages", "sentences", "note", "blocks"),
)
"""All columns of a document but its text, and `mtime_ns`, which changes without it."""


def checksum(*values: object) -> int:
    """A number that changes with any of `values`; SQLite itself notices no flipped bit.

    >>> checksum("a", 1) == checksum("a", 1), checksum("a", 1) == checksum("a", 2)
    (True, False)
    """
    written = [(len(value),) if isinstance(value, bytes) else value for value in values]
    total = zlib.crc32(repr(written).encode("utf-8", "backslashreplace"))
    for blob in (value for value in values if isinstance(value, bytes)):
        total = zlib.crc32(blob, total)  # as they are, for to write one out takes far longer
    return total


class PackedBlocks(Sequence[Block]):
    """Blocks that are unpacked when somebody looks at them: a quotation needs the first alone."""

    def __init__(self, packed: bytes) -> None:
        self._numbers = np.frombuffer(packed, "<i4").reshape(-1, 5)

    @overload
    def __getitem__(self, place: int) -> Block: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Block, ...]: ...
    def __getitem__(self, place: int | slice) -> Block | tuple[Block, ...]:
        if isinstance(place, slice):
            return tuple(_block(*numbers) for numbers in self._numbers[place].tolist())
        return _block(*self._numbers[place].tolist())

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Block]:
        return iter(self._all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all)

    def __repr__(self) -> str:
        return repr(self._all)

    @cached_property
    def _all(self) -> tuple[Block, ...]:
        return self[:]


def _block(code: int, start: int, end: int, level: int, page: int) -> Block:
    return Block(KINDS[code], start, end, level, None if page == NO_PAGE else page)


def packed_blocks(blocks: Sequence[Block]) -> bytes:
    """Blocks as little-endian int32, five numbers each."""
    return _packed(
        [
            (CODES[b.kind], b.start, b.end, b.level, NO_PAGE if b.page is None else b.page)
            for b in blocks
        ]
    )


def document_checksum(row: Mapping[str, object] | sqlite3.Row) -> int:
    """The checksum of a row of `documents`; its text is covered by its SHA-256."""
    return checksum(*(row[name] for name in CHECKED))


def document(row: sqlite3.Row) -> Document:
    """The document in a row of `documents`. Raises `IndexDamaged` where it was altered."""
    text = row["text"]  # a flipped bit makes other types of it, too
    if not isinstance(text, str) or hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
        raise IndexDamaged(_altered(f"the text of {row['source']}"))
    if document_checksum(row) != row["checksum"]:
        raise IndexDamaged(_altered(f"the record of {row['source']}"))
    return Document(
        id=row["id"],
        source=row["source"],
        title=row["title"],
        text=text,
        sha256=row["sha256"],
        blocks=PackedBlocks(row["blocks"]),
        date=row["date"],
        date_origin=DateOrigin.named(row["date_origin"]),
        note=row["note"],
    )


def passage_values(passage_id: int, passage: Passage) -> tuple[object, ...]:
    """The values of a row of `passages`."""
    values = (
        passage_id,
        passage.document_id,
        passage.start,
        passage.end,
        json.dumps(passage.section, ensure_ascii=False),
        passage.page,
        _packed([(s.start, s.end, CODES[s.kind]) for s in passage.sentences]),
    )
    return (*values, checksum(*values))


def passage(row: sqlite3.Row) -> Passage:
    """The passage in a row of `passages`. Raises `IndexDamaged` where it was altered."""
    *values, expected = tuple(row)
    if checksum(*values) != expected:
        raise IndexDamaged(_altered(f"passage {row['id']}"))
    return Passage(
        document_id=row["document_id"],
        start=row["start"],
        end=row["end"],
        sentences=_sentences(row["sentences"]),
        section=tuple(json.loads(row["section"])),
        page=row["page"],
    )


def _sentences(packed: bytes) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(start, end, KINDS[code])
        for start, end, code in np.frombuffer(packed, "<i4").reshape(-1, 3).tolist()
    )


def _packed(numbers: Sequence[tuple[int, ...]]) -> bytes:
    return np.array(numbers, dtype="<i4").tobytes()


def _altered(what: str) -> str:
    return f"{what} is not what was indexed: delete the index folder and index again"
