"""The SQLite file of what belongs to the user: its tables, and one transaction at a time."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION = 1  # of the tables; a file of version 0 has turns and feedback only

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

    The file is made, and one of an older version is upgraded, before it is first used.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
        if _version(connection) != VERSION:
            _upgrade(connection)
        with connection:
            yield connection
    finally:
        connection.close()


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
