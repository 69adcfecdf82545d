"""Change the index: what one writer adds and removes becomes visible in one commit."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from index import analysis, catalogue
from index.segment import Segment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.documents import Document, Passage
    from index.scan import Problem

SEGMENT_PASSAGES = 50_000  # held in memory as terms before they become a segment
FAN = 8  # segments of one order of magnitude that are merged into one of the next
MOST_DEAD = 0.25  # of a segment, before it is written anew


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """What the index knows of a file, to tell whether it has changed."""

    document_id: str
    source: str
    sha256: str  # of the file's bytes
    size: int  # bytes
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A segment of the index, with the id of the passage at each of its positions."""

    number: int
    file: str
    ids: NDArray[np.int64]


class Writer:
    """Adds and removes documents within the transaction that `connection` is in."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        self._changed = False
        self._terms: list[Sequence[str]] = []
        self._ids: list[int] = []
        last = connection.execute(
            "SELECT max(ifnull((SELECT max(id) FROM passages), -1),"
            " ifnull((SELECT max(passage_id) FROM dead), -1)) AS id"
        ).fetchone()["id"]
        self._next_id = last + 1

    def files(self) -> dict[str, IndexedFile]:
        """The indexed files by source."""
        rows = self._connection.execute(
            "SELECT id, source, file_sha256, size, mtime_ns FROM documents"
        )
        return {row["source"]: IndexedFile(*row) for row in rows}

    def add(
        self,
        document: Document,
        file: IndexedFile,
        passages: Sequence[Passage],
        terms: Iterable[Sequence[str]],
    ) -> None:
        """Add a document that is not there: its passages and, for each of them, its terms."""
        self._changed = True
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.id,
                document.source,
                document.title,
                document.text,
                document.sha256,
                document.date,
                catalogue.pack_blocks(document.blocks),
                file.sha256,
                file.size,
                file.mtime_ns,
                datetime.now(UTC).isoformat(timespec="seconds"),
                len(passages),
                sum(len(passage.sentences) for passage in passages),
            ),
        )
        ids = range(self._next_id, self._next_id + len(passages))
        self._next_id = ids.stop
        self._connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
            map(catalogue.passage_row, ids, passages),
        )
        self._ids.extend(ids)
        self._terms.extend(terms)
        if len(self._ids) >= SEGMENT_PASSAGES:
            self._flush()

    def remove(self, document_id: str) -> None:
        """Remove a document; a later `add` may give its id to a new state of it."""
        self._changed = True
        self._connection.execute(
            "INSERT INTO dead SELECT id FROM passages WHERE document_id = ?", (document_id,)
        )
        self._connection.execute("DELETE FROM passages WHERE document_id = ?", (document_id,))
        self._connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))

    def touch(self, file: IndexedFile) -> None:
        """Note a new modification time of a file whose bytes are the same."""
        self._connection.execute(
            "UPDATE documents SET mtime_ns = ? WHERE id = ?", (file.mtime_ns, file.document_id)
        )

    def record(self, problems: Iterable[Problem]) -> None:
        """Replace what is known of files that are not in the index."""
        self._connection.execute("DELETE FROM problems")
        self._connection.executemany(
            "INSERT OR REPLACE INTO problems VALUES (?, ?, ?)",
            ((problem.source, problem.reason, problem.failed) for problem in problems),
        )

    def commit(self) -> None:
        """Make all of it visible and durable; a new generation where documents changed."""
        if self._changed:
            first_new = len(self._parts())
            self._flush()
            self._merge(self._parts()[first_new:])
            self._tidy()
            self._note_new_generation()
        self._connection.execute("COMMIT")

    def _flush(self) -> None:
        if self._ids:
            self._insert(Segment.build(self._terms), np.array(self._ids, np.int64))
            self._terms, self._ids = [], []

    def _insert(self, segment: Segment, ids: NDArray[np.int64], number: int | None = None) -> None:
        file = f"{secrets.token_hex(8)}.segment"
        sha256 = segment.write(self._folder / file)
        self._connection.execute(
            "INSERT INTO segments VALUES (?, ?, ?, ?)",
            (number, file, sha256, ids.astype("<i8").tobytes()),
        )

    def _parts(self) -> list[_Part]:
        rows = self._connection.execute(
            "SELECT number, file, passage_ids FROM segments ORDER BY number"
        )
        return [_Part(row[0], row[1], np.frombuffer(row[2], "<i8")) for row in rows]

    def _tidy(self) -> None:
        """Merge what has become many or hollow, so that a search has few places to look in."""
        while len(run := mergeable([len(part.ids) for part in self._parts()])) > 1:
            self._merge(self._parts()[run.start : run.stop])
        for part in self._parts():
            if len(self._dead(part)) > MOST_DEAD * len(part.ids):
                self._merge([part], hollow=True)

    def _merge(self, parts: Sequence[_Part], *, hollow: bool = False) -> None:
        """Replace neighbouring segments by one without their dead passages."""
        if len(parts) < 2 and not hollow:  # noqa: PLR2004
            return
        dead = [self._dead(part) for part in parts]
        self._connection.executemany(
            "DELETE FROM segments WHERE number = ?", ((part.number,) for part in parts)
        )
        self._connection.executemany(
            "DELETE FROM dead WHERE passage_id = ?",
            (
                (passage_id,)
                for part, gone in zip(parts, dead, strict=True)
                for passage_id in part.ids[gone].tolist()
            ),
        )
        alive = [np.delete(part.ids, gone) for part, gone in zip(parts, dead, strict=True)]
        if any(map(len, alive)):
            segments = [Segment.open(self._folder / part.file) for part in parts]
            merged = Segment.merge(segments, dead)
            self._insert(merged, np.concatenate(alive), parts[0].number)

    def _dead(self, part: _Part) -> NDArray[np.int64]:
        """The positions in a segment whose passages no document has any more."""
        rows = self._connection.execute(
            "SELECT passage_id FROM dead WHERE passage_id BETWEEN ? AND ?",
            (int(part.ids[0]), int(part.ids[-1])),
        )
        return np.flatnonzero(np.isin(part.ids, np.array([row[0] for row in rows], np.int64)))

    def _note_new_generation(self) -> None:
        facts = catalogue.facts(self._connection)
        changed = {
            "generation": str(int(facts.get("generation", 0)) + 1),
            "fingerprint": self._fingerprint(),
            "format": catalogue.FORMAT,
            "analysis": analysis.FINGERPRINT,
        }
        self._connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", changed.items())

    def _fingerprint(self) -> str:
        """A name for what the index holds; the same documents give the same one."""
        digest = hashlib.sha256(f"{catalogue.FORMAT} {analysis.FINGERPRINT}".encode())
        rows = self._connection.execute(
            "SELECT id, source, title, date, sha256 FROM documents ORDER BY id"
        )
        for row in rows:
            digest.update(repr(tuple(row)).encode())
        return digest.hexdigest()[:16]


def mergeable(sizes: Sequence[int]) -> range:
    """The newest segments that should become one, oldest first; empty where there is no need.

    Segments whose sizes have the same order of magnitude (to the base `FAN`) are merged when
    there are `FAN` of them, so that each passage is rewritten a logarithmic number of times.

    >>> mergeable([5000, 1, 1, 1, 1, 1, 1, 1])
    range(0, 0)
    >>> mergeable([5000, 1, 1, 1, 1, 1, 1, 1, 1])
    range(1, 9)
    """
    limit = FAN
    while sizes and limit // FAN <= max(sizes):
        first = len(sizes)
        while first and sizes[first - 1] < limit:
            first -= 1
        if len(sizes) - first >= FAN:
            return range(first, len(sizes))
        limit *= FAN
    return range(0)
