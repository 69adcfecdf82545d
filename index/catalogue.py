"""The catalogue in SQLite: documents, passages and the names of segments.

What a transaction here commits is the index; segment files that it doesn't name don't exist.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import finalize

from index import rows
from index.errors import DocumentMissing, IndexDamaged, IndexMissing, NotWritable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.documents import Document, Passage

SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    sha256 TEXT NOT NULL,        -- of the text
    date TEXT,
    date_origin TEXT,            -- text, metadata, name or file
    file_sha256 TEXT NOT NULL,   -- of the file's bytes
    size INTEGER NOT NULL,       -- bytes
    mtime_ns INTEGER NOT NULL,
    indexed_at TEXT NOT NULL,    -- ISO 8601, UTC
    characters INTEGER NOT NULL,
    first_passage INTEGER NOT NULL, -- its passages have consecutive ids
    passages INTEGER NOT NULL,
    sentences INTEGER NOT NULL,
    note TEXT,                   -- what of the file is not in the text
    checksum INTEGER NOT NULL,
    blocks BLOB NOT NULL,        -- large values last: SQLite reads a row from its beginning
    text TEXT NOT NULL
);
CREATE TABLE problems (
    source TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    failed INTEGER NOT NULL,
    size INTEGER NOT NULL,       -- bytes
    mtime_ns INTEGER NOT NULL    -- of a file that was read in vain, else 0
) WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,      -- ascending in every segment and from segment to segment
    document_id TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    section TEXT NOT NULL,       -- JSON list
    page INTEGER,
    sentences BLOB NOT NULL,
    checksum INTEGER NOT NULL
);
-- what is asked of all documents at once stands apart from their texts, which fill pages
CREATE INDEX ledger ON documents
    (source, id, first_passage, passages, title, date, sha256, file_sha256, size, mtime_ns);
CREATE TABLE segments (
    number INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    passage_ids BLOB NOT NULL,   -- int64, one for each position
    checksum INTEGER NOT NULL
);
CREATE TABLE dead (passage_id INTEGER PRIMARY KEY); -- in a segment, but of no document
"""


class Query(NamedTuple):
    """The `columns` of all the rows of a source, which `ordered` says, with their order."""

    columns: str
    ordered: str


FILES = Query("id, source, file_sha256, size, mtime_ns", "documents ORDER BY source")
NAMED = Query("id, source, title, date, sha256", "documents ORDER BY source")
PLACES = Query("id, first_passage, passages", "documents ORDER BY source")
DEAD = Query("passage_id", "dead ORDER BY passage_id")
PROBLEMS = Query("source, reason, failed, size, mtime_ns", "problems ORDER BY source")
REASONS = Query("source, reason, failed", "problems ORDER BY source")
SCHEMATA = Query("type, name, tbl_name, rootpage, sql", "sqlite_master ORDER BY name")
LEDGER = Query(
    "source, state, reason, id, title, date, date_origin, size, characters, passages, sentences,"
    " indexed_at",
    "(SELECT *, 'indexed' AS state, note AS reason FROM documents ORDER BY source)",
)

REFUSALS = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}


REMEDY = "delete the index folder and index again"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of the whole index: the code that made it, the commit, and its content."""

    recipe: str
    generation: int
    fingerprint: str
    seal: str  # see `seal`


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger: what became of a file. `state` is indexed, skipped or failed.

    `reason` says why a file is not indexed, or what of it is not: "no text on 3 of 12 pages".
    """

    source: str
    state: str
    reason: str | None = None
    id: str | None = None
    title: str | None = None
    date: str | None = None
    date_origin: str | None = None
    size: int | None = None  # bytes
    characters: int = 0
    passages: int = 0
    sentences: int = 0
    indexed_at: str | None = None


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open the catalogue. Transactions are begun and ended by hand; locks are the caller's.

    A writer creates the file where it is missing, a reader doesn't.
    """
    mode = "rwc" if write else "rw"  # a reader, too, writes to the log's shared memory
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.row_factory = sqlite3.Row
    if write:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # a commit outlives a power cut
    else:
        connection.execute("PRAGMA query_only = 1")
    return connection


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise what SQLite says of the catalogue at `path` as `IndexDamaged` or `NotWritable`."""
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError, json.JSONDecodeError) as error:
        # the latter where a flipped bit has made of a name what is no text
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in REFUSALS:
            raise NotWritable(
                f"{path} can't be written ({error}): free space, or give Quoth the right to write"
            ) from error
        raise IndexDamaged(f"{path} is damaged ({error}): {REMEDY}") from error


def facts(connection: sqlite3.Connection) -> Facts | None:
    """What is said of the whole index; None before the first commit. Raises `IndexDamaged`."""
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        return None
    found = dict(connection.execute("SELECT name, value FROM facts").fetchall())
    if not found:
        return None
    try:
        return Facts(found["recipe"], int(found["generation"]), found["fingerprint"], found["seal"])
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamaged(
            f"another version of Quoth wrote it, or it is damaged: {REMEDY}"
        ) from error


def seal(connection: sqlite3.Connection, generation: int, fingerprint: str) -> str:
    """A checksum of these facts and of what has none of its own.

    That is the schema, where each document's passages are, and the problems.
    """
    found = [_written(connection, query) for query in (SCHEMATA, PLACES, REASONS)]
    return str(rows.checksum(generation, fingerprint, *found))


def tuples(connection: sqlite3.Connection, query: Query) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    return list(map(tuple, json.loads(_written(connection, query))))


def _written(connection: sqlite3.Connection, query: Query) -> bytes:
    """All rows of a query as JSON, in one step of SQLite's.

    Each step lets go of the interpreter's lock and has to come by it again: beside a busy thread,
    five thousand rows took four seconds one by one, and take 30 ms at once.
    """
    columns, ordered = query
    told = f"CAST(json_group_array(json_array({columns})) AS BLOB)"
    found = connection.execute(f"SELECT {told} FROM (SELECT {columns} FROM {ordered})")  # noqa: S608
    written: bytes = found.fetchone()[0]
    return written


class Reader:
    """Reads one committed state, however often others commit; safe to use from several threads.

    The state is held by a read transaction, which ends with the object.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        with translated(path):
            self._connection = connect(path, write=False)
            finalize(self, self._connection.close)
            self._connection.execute("BEGIN")
            found = facts(self._connection)  # the first read is what pins the state
            if found is None:
                raise IndexMissing("nothing has been indexed yet: run 'quoth index'")
            if seal(self._connection, found.generation, found.fingerprint) != found.seal:
                raise IndexDamaged(f"{path} is not what was written: {REMEDY}")
        self.facts = found

    def document(self, document_id: str) -> Document:
        """The document, checked. Raises `DocumentMissing` and `IndexDamaged`."""
        found = self.rows("SELECT * FROM documents WHERE id = ?", document_id)
        if not found:
            raise DocumentMissing(
                f"no document {document_id!r}: it may have been removed; "
                "'quoth documents list' shows those there are"
            )
        return rows.document(found[0])

    def passage(self, passage_id: int) -> Passage:
        """The passage. Raises `IndexDamaged` where a segment names one that is not there."""
        found = self.rows("SELECT * FROM passages WHERE id = ?", passage_id)
        if not found:
            raise IndexDamaged(f"passage {passage_id} is gone: {REMEDY}")
        return rows.passage(found[0])

    def entries(self) -> list[Entry]:
        """The ledger: every file of the corpus by name, in the index or not, and why not.

        Raises `IndexDamaged`.
        """
        indexed = [Entry(*row) for row in self.tuples(LEDGER)]
        left_out = [
            Entry(source, "failed" if failed else "skipped", reason)
            for source, reason, failed in self.tuples(REASONS)
        ]
        entries = [*indexed, *left_out]
        if not all(isinstance(entry.source, str) for entry in entries):  # a flipped bit, once more
            raise IndexDamaged(f"{self._path} is damaged (a name is no text): {REMEDY}")
        return sorted(entries, key=lambda entry: entry.source)

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """All rows of a query. Raises `IndexDamaged`."""
        with self._lock, translated(self._path):
            return self._connection.execute(query, values).fetchall()

    def tuples(self, query: Query) -> list[tuple[Any, ...]]:
        """The same at once, without the names of the columns."""
        with self._lock, translated(self._path):
            return tuples(self._connection, query)
