"""What belongs to the user, in a SQLite file of its own: conversations and feedback.

The index can be deleted and made again; this cannot, so the two never share a file.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.conversation import Turn
from bot.recordfile import connected
from bot.verification import quotation
from index.errors import ConversationMissing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

    from bot.answers import Answer
    from bot.verification import Quotation

REGRET = timedelta(days=1)  # for so long a deleted conversation can be restored

LISTED = """
SELECT conversations.id, name, count(*) AS questions, max(asked_at) AS asked_at
FROM conversations JOIN turns ON conversation_id = conversations.id
WHERE deleted_at IS NULL GROUP BY conversations.id ORDER BY max(turns.id) DESC
"""

SAID = """
SELECT conversation_id AS id,
       group_concat((answer ->> 'question') || ' ' || (answer ->> 'answer'), ' ') AS said
FROM turns GROUP BY conversation_id
"""

QUOTED = """
SELECT DISTINCT citation.value AS citation, answer -> '$.passages' AS passages
FROM cited JOIN turns USING (conversation_id), json_each(answer, '$.citations') AS citation
WHERE cited.document_id = ?1 AND cited.start = ?2 AND cited."end" = ?3
  AND citation.value ->> 'document_id' = ?1 AND citation.value ->> 'start_char_index' = ?2
  AND citation.value ->> 'end_char_index' = ?3
ORDER BY turns.id DESC
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A kept conversation, as a list shows it. `asked_at` is its last question's time."""

    id: str
    name: str
    questions: int
    asked_at: datetime


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
        found = self._rows(
            "SELECT answer FROM turns JOIN conversations ON conversations.id = conversation_id"
            " WHERE conversation_id = ? AND deleted_at IS NULL ORDER BY turns.id",
            conversation_id,
        )
        return [json.loads(row["answer"]) for row in found]

    def append(self, conversation_id: str, answer: Answer) -> None:
        """Keep an answer; when this returns it is on disk. A deleted conversation is back."""
        with connected(self._path) as connection:
            _forget_deleted(connection)
            connection.execute(
                "INSERT INTO conversations (id, name) VALUES (?, ?)"
                " ON CONFLICT DO UPDATE SET deleted_at = NULL",
                (conversation_id, answer.question),
            )
            connection.execute(
                "INSERT INTO turns (conversation_id, asked_at, answer) VALUES (?, ?, ?)",
                (conversation_id, _now(), json.dumps(answer.as_json(), ensure_ascii=False)),
            )
            connection.executemany(
                "INSERT INTO cited VALUES (?, ?, ?, ?, ?)",
                [
                    (
                        citation.document_id,
                        citation.document_sha256,
                        citation.start_char_index,
                        citation.end_char_index,
                        conversation_id,
                    )
                    for citation in answer.citations
                ],
            )

    def name(self, conversation_id: str) -> str:
        """What a conversation is called; nothing where it never was."""
        named = self._rows("SELECT name FROM conversations WHERE id = ?", conversation_id)
        return "".join(row["name"] for row in named)

    def conversations(self, *, search: str = "", limit: int = 100) -> list[Conversation]:
        """The kept conversations, the last asked first.

        With `search`, those whose name, questions and quotations have all its words, in any case.
        """
        words = search.casefold().split()
        said = {row["id"]: row["said"] for row in self._rows(SAID)} if words else {}
        found = (
            _conversation(row)
            for row in self._rows(LISTED)
            if _has_all(words, f"{row['name']} {said.get(row['id'], '')}")
        )
        return list(islice(found, limit))

    def rename(self, conversation_id: str, name: str) -> None:
        """Call a conversation by another name. Raises `ConversationMissing`."""
        self._change("UPDATE conversations SET name = ? WHERE id = ?", name, conversation_id)

    def delete(self, conversation_id: str) -> None:
        """Forget a conversation; for a day it can be restored. Raises `ConversationMissing`."""
        change = "UPDATE conversations SET deleted_at = ? WHERE id = ?"
        self._change(change, _now(), conversation_id)

    def restore(self, conversation_id: str) -> None:
        """Bring a deleted conversation back. Raises `ConversationMissing` where it is too late."""
        self._change("UPDATE conversations SET deleted_at = NULL WHERE id = ?", conversation_id)

    def cited(self, document_id: str, document_sha256: str) -> list[tuple[int, int]]:
        """The slices of a document that answers have quoted, in their order in it."""
        found = self._rows(
            'SELECT DISTINCT start, "end" FROM cited'
            " JOIN conversations ON conversations.id = conversation_id"
            " WHERE document_id = ? AND document_sha256 = ? AND deleted_at IS NULL"
            ' ORDER BY start, "end"',
            document_id,
            document_sha256,
        )
        return [(row["start"], row["end"]) for row in found]

    def quoted(self, document_id: str, start: int, end: int) -> list[Quotation]:
        """What answers have quoted of a document from `start` to `end`, the last given first.

        They differ where the document has changed between them.
        """
        found = self._rows(QUOTED, document_id, start, end)
        return [
            quotation(json.loads(row["citation"]), json.loads(row["passages"])) for row in found
        ]

    def add_feedback(self, answer_id: str, *, helpful: bool, comment: str = "") -> None:
        """Keep a thumbs up or down on an answer."""
        with connected(self._path) as connection:
            connection.execute(
                "INSERT INTO feedback (answer_id, helpful, comment, given_at) VALUES (?, ?, ?, ?)",
                (answer_id, helpful, comment, _now()),
            )

    def _rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        if not self._path.exists():
            return []
        with connected(self._path) as connection:
            return connection.execute(query, values).fetchall()

    def _change(self, change: str, *values: object) -> None:
        with connected(self._path) as connection:
            _forget_deleted(connection)
            if connection.execute(change, values).rowcount == 0:
                raise ConversationMissing(
                    f"no conversation {values[-1]!r}: it was deleted, or never begun"
                )


def new_conversation_id() -> str:
    """An id that nobody can guess."""
    return secrets.token_urlsafe(12)


def _forget_deleted(connection: sqlite3.Connection) -> None:
    """Remove for good what nobody wanted back."""
    connection.execute(
        "DELETE FROM conversations WHERE deleted_at < ?",
        (_stamp(datetime.now(UTC) - REGRET),),
    )
    if connection.execute("SELECT changes()").fetchone()[0]:
        for table in ("turns", "cited"):
            connection.execute(
                f"DELETE FROM {table} WHERE conversation_id NOT IN (SELECT id FROM conversations)"  # noqa: S608  ours alone
            )


def _has_all(words: Iterable[str], text: str) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def _conversation(row: sqlite3.Row) -> Conversation:
    asked_at = datetime.fromisoformat(row["asked_at"])
    return Conversation(row["id"], row["name"], row["questions"], asked_at)


def _now() -> str:
    return _stamp(datetime.now(UTC))


def _stamp(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
