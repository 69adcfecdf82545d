"""Change the index: what one writer adds and removes becomes visible in one commit."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from index import catalogue, recipe, rows
from index.fingerprint import fingerprint
from index.scan import Problem
from index.segmentlist import SegmentList

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from index.documents import Document, Passage

SEGMENT_PASSAGES = 1 << 13  # held in memory as terms before they become a segment


class IndexedFile(NamedTuple):
    """What the index knows of a file, to tell whether it has changed."""

    document_id: str
    source: str
    sha256: str  # of the file's bytes
    size: int  # bytes
    mtime_ns: int


def indexed_files(found: Iterable[tuple[Any, ...]]) -> dict[str, IndexedFile]:
    """What `catalogue.FILES` finds, by source, in its order."""
    files = map(IndexedFile._make, found)
    return {file.source: file for file in files}


def unread_files(found: Iterable[tuple[Any, ...]]) -> list[Problem]:
    """What `catalogue.PROBLEMS` finds, in its order."""
    return [
        Problem(source, reason, failed=bool(failed), size=size, mtime_ns=mtime_ns)
        for source, reason, failed, size, mtime_ns in found
    ]


class Writer:
    """Adds and removes documents within the transaction that `connection` is in."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self._segments = SegmentList(connection, folder)
        self._last = catalogue.facts(connection)
        self._changed = self._last is None
        self._terms: list[Sequence[str]] = []
        self._ids: list[int] = []
        last = connection.execute(
            "SELECT max(ifnull((SELECT max(id) FROM passages), -1),"
            " ifnull((SELECT max(passage_id) FROM dead), -1))"
        ).fetchone()[0]
        self._next_id = last + 1

    def files(self) -> dict[str, IndexedFile]:
        """The indexed files by source, in its order."""
        return indexed_files(catalogue.tuples(self._connection, catalogue.FILES))

    def add(
        self,
        document: Document,
        file: IndexedFile,
        passages: Sequence[Passage],
        terms: Iterable[Sequence[str]],
    ) -> None:
        """Add a document that is not there: its passages and, for each of them, its terms."""
        self._changed = True
        ids = range(self._next_id, self._next_id + len(passages))
        self._next_id = ids.stop
        columns = {
            "id": document.id,
            "source": document.source,
            "title": document.title,
            "sha256": document.sha256,
            "date": document.date,
            "date_origin": document.date_origin and document.date_origin.value,
            "file_sha256": file.sha256,
            "size": file.size,
            "mtime_ns": file.mtime_ns,
            "indexed_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "characters": len(document.text),
            "first_passage": ids.start,
            "passages": len(passages),
            "sentences": sum(len(passage.sentences) for passage in passages),
            "note": document.note,
            "blocks": rows.packed_blocks(document.blocks),
            "text": document.text,
        }
        columns["checksum"] = rows.document_checksum(columns)
        names = ", ".join(columns)
        places = ", ".join(f":{name}" for name in columns)
        self._connection.execute(f"INSERT INTO documents ({names}) VALUES ({places})", columns)  # noqa: S608
        self._connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            map(rows.passage_values, ids, passages),
        )
        self._ids.extend(ids)
        self._terms.extend(terms)
        if len(self._ids) >= SEGMENT_PASSAGES:
            self._flush()

    def remove(self, document_id: str) -> None:
        """Remove a document; a later `add` may give its id to a new state of it."""
        self._changed = True
        first, passages = self._connection.execute(
            "DELETE FROM documents WHERE id = ? RETURNING first_passage, passages", (document_id,)
        ).fetchone()
        self._segments.bury(first, passages)
        self._connection.execute(
            "DELETE FROM passages WHERE id BETWEEN ? AND ?", (first, first + passages - 1)
        )

    def touch(self, file: IndexedFile) -> None:
        """Note a new modification time of a file whose bytes are the same."""
        self._connection.execute(
            "UPDATE documents SET mtime_ns = ? WHERE id = ?", (file.mtime_ns, file.document_id)
        )

    def refused(self) -> dict[str, Problem]:
        """The files that were read in vain, by source, in the state that they were in then."""
        return {each.source: each for each in self._problems() if each.mtime_ns}

    def record(self, problems: Iterable[Problem]) -> None:
        """Replace what is known of files that are not in the index."""
        before = self._problems()
        now = sorted({p.source: p for p in problems}.values(), key=lambda each: each.source)
        if now == before:
            return
        self._changed = self._changed or list(map(_told, now)) != list(map(_told, before))
        self._connection.execute("DELETE FROM problems")
        self._connection.executemany(
            "INSERT INTO problems VALUES (?, ?, ?, ?, ?)", map(astuple, now)
        )

    def commit(self) -> None:
        """Make all of it visible and durable; a new generation where anything changed."""
        if self._changed:
            self._flush()
            self._segments.tidy()
            self._note_new_generation()
        self._connection.execute("COMMIT")
        self._segments.sweep()

    def _problems(self) -> list[Problem]:
        return unread_files(catalogue.tuples(self._connection, catalogue.PROBLEMS))

    def _flush(self) -> None:
        if self._ids:
            self._segments.add(self._terms, self._ids)
            self._terms, self._ids = [], []

    def _note_new_generation(self) -> None:
        generation = self._last.generation + 1 if self._last else 1
        found = fingerprint(catalogue.tuples(self._connection, catalogue.NAMED))
        changed = {
            "recipe": recipe.fingerprint(),
            "generation": str(generation),
            "fingerprint": found,
            "seal": catalogue.seal(self._connection, generation, found),
        }
        self._connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", changed.items())


def _told(problem: Problem) -> tuple[str, str, bool]:
    """What is said of a problem, without the state of its file."""
    return problem.source, problem.reason, problem.failed
