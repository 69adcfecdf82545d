"""The SQLite file of what belongs to the user: its tables, and one transaction at a time."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from index.catalogue import REFUSALS
from index.errors import NotWritable, RecordsDamaged
from index.refusals import refusals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
VERSION = 1  # of the tables; a file of version 0 has turns and feedback only
PATIENCE = 30.0  # seconds for others to write; of those who wait, SQLite lets any go first

SCHEMA = """
CREATE TABLE IF NOT EXISTS turns (
    id INTEGER PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    asked_at TEXT NOT NULL,      -- ISO 8601, UTC
    answer TEXT NOT NULL         -- the answer object, as JSON
);
CREATE INDEX IF NOT EXISTS turns_of_conversation ON turns (conversation_id);
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,          -- the first question, until somebody renames it
    deleted_at TEXT              -- ISO 8601, UTC
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cited (
    document_id TEXT NOT NULL,
    document_sha256 TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    conversation_id TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS cited_of_document ON cited (document_id);
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY,
    answer_id TEXT NOT NULL,
    helpful INTEGER NOT NULL,
    comment TEXT NOT NULL,
    given_at TEXT NOT NULL
);
"""

UPGRADE = """
INSERT OR IGNORE INTO conversations (id, name)
    SELECT conversation_id, answer ->> 'question' FROM turns ORDER BY id;
INSERT INTO cited (document_id, document_sha256, start, "end", conversation_id)
    SELECT value ->> 'document_id', value ->> 'document_sha256', value ->> 'start_char_index',
           value ->> 'end_char_index', conversation_id
    FROM turns, json_each(answer, '$.citations');
"""


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for one transaction: threads and processes share nothing but the file.

    The file is made, and one of an older version is upgraded, before it is first used. Raises
    `NotWritable` and `RecordsDamaged`.
    """
    with refusals(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    with _translated(path), closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
        connection.row_factory = sqlite3.Row
        connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
        if _version(connection) != VERSION:
            _upgrade(connection)
        with connection:
            yield connection


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Say what to do where SQLite can't write, or finds what it never wrote."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in REFUSALS | {sqlite3.SQLITE_BUSY}:
            raise NotWritable(
                f"{path} can't be written ({error}): free space, or give Quoth the right to write"
            ) from error
        if code in DAMAGE:
            raise RecordsDamaged(
                f"{path} is damaged ({error}): put a copy of it back, or move it away to begin anew"
            ) from error
        raise


def _upgrade(connection: sqlite3.Connection) -> None:
    """Make the tables, and fill them from what an older version kept; all or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        if _version(connection) == VERSION:
            return  # somebody was faster
        for statement in f"{SCHEMA}{UPGRADE}".split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
