"""The catalogue in SQLite: documents, passages and the names of segments.

What a transaction here commits is the index; segment files that it doesn't name don't exist.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING
from weakref import finalize

import numpy as np

from index.documents import Block, BlockKind, Document, Passage, Sentence
from index.errors import DocumentMissing, IndexDamaged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FORMAT = "quoth-1"
"""Changes whenever older tables could not be read, so that an old index is rebuilt."""

SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,        -- of the text
    date TEXT,
    blocks BLOB NOT NULL,
    file_sha256 TEXT NOT NULL,   -- of the file's bytes
    size INTEGER NOT NULL,       -- bytes
    mtime_ns INTEGER NOT NULL,
    indexed_at TEXT NOT NULL,    -- ISO 8601, UTC
    passages INTEGER NOT NULL,
    sentences INTEGER NOT NULL
);
CREATE TABLE problems (
    source TEXT PRIMARY KEY, reason TEXT NOT NULL, failed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,      -- ascending in every segment and from segment to segment
    document_id TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    section TEXT NOT NULL,       -- JSON list
    page INTEGER,
    sentences BLOB NOT NULL
);
CREATE INDEX passages_of_document ON passages (document_id);
CREATE TABLE segments (
    number INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    passage_ids BLOB NOT NULL    -- int64, one for each position
);
CREATE TABLE dead (passage_id INTEGER PRIMARY KEY);
"""

KINDS = tuple(BlockKind)
CODES = {kind: code for code, kind in enumerate(KINDS)}
NO_PAGE = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger: what became of a file. `state` is indexed, skipped or failed."""

    source: str
    state: str
    reason: str | None = None
    id: str | None = None
    title: str | None = None
    date: str | None = None
    size: int | None = None  # bytes
    characters: int = 0
    passages: int = 0
    sentences: int = 0
    indexed_at: str | None = None


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open the catalogue. Transactions are begun and ended by hand; locks are the caller's."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    if write:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # a commit outlives a power cut
    else:
        connection.execute("PRAGMA query_only = 1")
    return connection


def facts(connection: sqlite3.Connection) -> dict[str, str]:
    """The named facts: format, analysis, generation, fingerprint."""
    return {row["name"]: row["value"] for row in connection.execute("SELECT * FROM facts")}


class Reader:
    """Reads one committed state, however often others commit; safe to use from several threads.

    The state is held by a read transaction, which ends with the object.
    """

    def __init__(self, path: Path) -> None:
        self._connection = connect(path, write=False)
        self._lock = Lock()
        finalize(self, self._connection.close)
        self._connection.execute("BEGIN")
        self.facts = facts(self._connection)  # the first read is what pins the state

    def document(self, document_id: str) -> Document:
        """The document, its text checked. Raises `DocumentMissing` and `IndexDamaged`."""
        rows = self.rows("SELECT * FROM documents WHERE id = ?", document_id)
        if not rows:
            raise DocumentMissing(
                f"no document {document_id!r}: it may have been removed; "
                "'quoth documents list' shows those there are"
            )
        document = _document(rows[0])
        if hashlib.sha256(document.text.encode()).hexdigest() != document.sha256:
            raise IndexDamaged(
                f"the text of {document.source} is not what was indexed: "
                "delete the index folder and index again"
            )
        return document

    def passage(self, passage_id: int) -> Passage:
        """The passage. Raises `IndexDamaged` where a segment names one that is not there."""
        rows = self.rows("SELECT * FROM passages WHERE id = ?", passage_id)
        if not rows:
            raise IndexDamaged("a passage is gone: delete the index folder and index again")
        return _passage(rows[0])

    def passage_ids(self, document_id: str) -> list[int]:
        """The ids of a document's passages, ascending."""
        query = "SELECT id FROM passages WHERE document_id = ? ORDER BY id"
        return [row["id"] for row in self.rows(query, document_id)]

    def entries(self) -> list[Entry]:
        """The ledger: every file of the corpus by name, in the index or not, and why not."""
        rows = self.rows(
            "SELECT source, 'indexed' AS state, NULL AS reason, id, title, date, size,"
            " length(text) AS characters, passages, sentences, indexed_at FROM documents"
            " UNION ALL SELECT source, iif(failed, 'failed', 'skipped'), reason,"
            " NULL, NULL, NULL, NULL, 0, 0, 0, NULL FROM problems ORDER BY source"
        )
        return [Entry(**row) for row in rows]

    def count_documents(self) -> int:
        """How many documents are indexed."""
        return int(self.rows("SELECT count(*) AS documents FROM documents")[0]["documents"])

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """All rows of a query."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()


def _document(row: sqlite3.Row) -> Document:
    return Document(
        id=row["id"],
        source=row["source"],
        title=row["title"],
        text=row["text"],
        sha256=row["sha256"],
        blocks=_unpack_blocks(row["blocks"]),
        date=row["date"],
    )


def _passage(row: sqlite3.Row) -> Passage:
    return Passage(
        document_id=row["document_id"],
        start=row["start"],
        end=row["end"],
        sentences=_unpack_sentences(row["sentences"]),
        section=tuple(json.loads(row["section"])),
        page=row["page"],
    )


def passage_row(passage_id: int, passage: Passage) -> tuple[object, ...]:
    """The values of a row of `passages`."""
    return (
        passage_id,
        passage.document_id,
        passage.start,
        passage.end,
        json.dumps(passage.section, ensure_ascii=False),
        passage.page,
        _pack([(s.start, s.end, CODES[s.kind]) for s in passage.sentences]),
    )


def pack_blocks(blocks: Sequence[Block]) -> bytes:
    """Blocks as little-endian int32, five numbers each."""
    return _pack(
        [
            (CODES[b.kind], b.start, b.end, b.level, NO_PAGE if b.page is None else b.page)
            for b in blocks
        ]
    )


def _unpack_blocks(packed: bytes) -> tuple[Block, ...]:
    return tuple(
        Block(KINDS[code], start, end, level, None if page == NO_PAGE else page)
        for code, start, end, level, page in np.frombuffer(packed, "<i4").reshape(-1, 5).tolist()
    )


def _unpack_sentences(packed: bytes) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(start, end, KINDS[code])
        for start, end, code in np.frombuffer(packed, "<i4").reshape(-1, 3).tolist()
    )


def _pack(numbers: Sequence[tuple[int, ...]]) -> bytes:
    return np.array(numbers, dtype="<i4").tobytes()
