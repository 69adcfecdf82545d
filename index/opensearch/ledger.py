"""What an index in a cluster says of each file: a row for an indexed one, a problem for others."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from index.catalogue import Entry
from index.scan import Problem
from index.writer import IndexedFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.documents import Document, Passage
    from index.fingerprint import Named

DOCUMENT = "document"
PROBLEM = "problem"
PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Row:
    """An indexed document without its text; `born` is the generation that it came with."""

    id: str
    source: str
    title: str
    date: str | None
    date_origin: str | None
    sha256: str  # of the text
    note: str | None
    file_sha256: str  # of the file's bytes
    size: int  # bytes
    mtime_ns: int
    indexed_at: str  # ISO 8601, UTC
    characters: int
    passages: int
    sentences: int
    tokens: int
    born: int

    @property
    def key(self) -> str:
        """Its id in the cluster."""
        return f"d:{self.id}:{self.born}"

    def passage_key(self, number: int) -> str:
        """The id in the cluster of one of its passages."""
        return f"p:{self.id}:{self.born}:{number}"

    @property
    def keys(self) -> list[str]:
        """All that the document has in the cluster."""
        return [self.key, *map(self.passage_key, range(self.passages))]

    @property
    def named(self) -> Named:
        """What the index's fingerprint is made of."""
        return self.id, self.source, self.title, self.date, self.sha256

    @property
    def file(self) -> IndexedFile:
        """What tells whether the file has changed."""
        return IndexedFile(self.id, self.source, self.file_sha256, self.size, self.mtime_ns)

    @property
    def entry(self) -> Entry:
        """The line of the ledger."""
        return Entry(
            source=self.source,
            state="indexed",
            reason=self.note,
            id=self.id,
            title=self.title,
            date=self.date,
            date_origin=self.date_origin,
            size=self.size,
            characters=self.characters,
            passages=self.passages,
            sentences=self.sentences,
            indexed_at=self.indexed_at,
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """A problem as it is kept, since generation `born`."""

    problem: Problem
    born: int

    @property
    def key(self) -> str:
        """Its id in the cluster."""
        name = hashlib.sha256(self.problem.source.encode()).hexdigest()[:32]
        return f"x:{name}:{self.born}"

    @property
    def entry(self) -> Entry:
        """The line of the ledger."""
        state = "failed" if self.problem.failed else "skipped"
        return Entry(self.problem.source, state, self.problem.reason)


def row(
    document: Document,
    file: IndexedFile,
    passages: Sequence[Passage],
    *,
    tokens: int,
    born: int,
) -> Row:
    """The row of a document that is indexed now."""
    return Row(
        id=document.id,
        source=document.source,
        title=document.title,
        date=document.date,
        date_origin=document.date_origin and document.date_origin.value,
        sha256=document.sha256,
        note=document.note,
        file_sha256=file.sha256,
        size=file.size,
        mtime_ns=file.mtime_ns,
        indexed_at=datetime.now(UTC).isoformat(timespec="seconds"),
        characters=len(document.text),
        passages=len(passages),
        sentences=sum(len(passage.sentences) for passage in passages),
        tokens=tokens,
        born=born,
    )


def as_source(kept: Row | Kept) -> dict[str, Any]:
    """What the cluster keeps of it."""
    match kept:
        case Row():
            record = asdict(kept)
            about = {"kind": DOCUMENT, "document": kept.id}
        case Kept():
            record = asdict(kept.problem)
            about = {"kind": PROBLEM}
    return {**about, "source": record["source"], "born": kept.born, "row": record}


def from_source(source: dict[str, Any]) -> Row | Kept:
    """The same, read back."""
    if source["kind"] == DOCUMENT:
        return Row(**source["row"])
    return Kept(Problem(**source["row"]), source["born"])
