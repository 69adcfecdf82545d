"""What belongs to the user, in a SQLite file of its own: conversations and feedback.

The index can be deleted and made again; this cannot, so the two never share a file.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.conversation import Turn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.answers import Answer

SCHEMA = """
CREATE TABLE IF NOT EXISTS turns (
    id INTEGER PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    asked_at TEXT NOT NULL,      -- ISO 8601, UTC
    answer TEXT NOT NULL         -- the answer object, as JSON
);
CREATE INDEX IF NOT EXISTS turns_of_conversation ON turns (conversation_id);
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY,
    answer_id TEXT NOT NULL,
    helpful INTEGER NOT NULL,
    comment TEXT NOT NULL,
    given_at TEXT NOT NULL
);
"""


class Records:
    """Conversations and feedback in the file `path`, which is made when first written to."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def turns(self, conversation_id: str) -> list[Turn]:
        """What was asked and answered so far, oldest first; `[]` for a new conversation."""
        return [
            Turn(answer["question"], answer["interpreted_as"], answer["answer"])
            for answer in self.answers(conversation_id)
        ]

    def answers(self, conversation_id: str) -> list[dict[str, Any]]:
        """The answer objects of a conversation as they were given, oldest first."""
        query = "SELECT answer FROM turns WHERE conversation_id = ? ORDER BY id"
        if not self._path.exists():
            return []
        with self._connected() as connection:
            return [json.loads(row[0]) for row in connection.execute(query, (conversation_id,))]

    def append(self, conversation_id: str, answer: Answer) -> None:
        """Keep an answer; when this returns it is on disk."""
        with self._connected() as connection:
            connection.execute(
                "INSERT INTO turns (conversation_id, asked_at, answer) VALUES (?, ?, ?)",
                (conversation_id, _now(), json.dumps(answer.as_json(), ensure_ascii=False)),
            )

    def add_feedback(self, answer_id: str, *, helpful: bool, comment: str = "") -> None:
        """Keep a thumbs up or down on an answer."""
        with self._connected() as connection:
            connection.execute(
                "INSERT INTO feedback (answer_id, helpful, comment, given_at) VALUES (?, ?, ?, ?)",
                (answer_id, helpful, comment, _now()),
            )

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """A connection for one transaction: threads and processes share nothing but the file."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path)
        try:
            connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
            connection.executescript(SCHEMA)
            with connection:
                yield connection
        finally:
            connection.close()


def new_conversation_id() -> str:
    """An id that nobody can guess."""
    return secrets.token_urlsafe(12)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
