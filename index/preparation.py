"""Turn a file into what the index stores of it: a document, its passages and their terms."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import passages
from index.documents import Document
from index.errors import UnreadableFile
from index.scan import Problem, read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.documents import Passage
    from index.scan import FoundFile


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, and the SHA-256 of what it held when it was indexed."""

    file: FoundFile
    known_sha256: str | None
    document_id: str


@dataclass(frozen=True, slots=True)
class Same:
    """The file's bytes are the ones that were indexed."""

    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document, cut into passages, with the terms of each. `sha256` is of the file's bytes."""

    document: Document
    passages: Sequence[Passage]
    terms: Sequence[Sequence[str]]
    sha256: str
    size: int  # bytes
    mtime_ns: int  # 0 while another write could still leave it the same


Outcome = Prepared | Same | Problem


def prepare(task: Task) -> Outcome:
    """Read, cut and analyse one file."""
    from index import sandbox  # noqa: PLC0415 who only asks needs none of what reads files

    try:
        raw, mtime_ns = read_bytes(task.file)
    except UnreadableFile as error:
        return Problem(task.file.source, str(error), failed=True)
    sha256 = hashlib.sha256(raw).hexdigest()
    if sha256 == task.known_sha256:
        return Same(mtime_ns)
    try:
        reading = sandbox.read(raw, task.file.source)
    except UnreadableFile as error:
        return Problem(task.file.source, str(error), True, len(raw), mtime_ns)
    document = Document(
        id=task.document_id,
        source=task.file.source,
        title=reading.title,
        text=reading.text,
        sha256=hashlib.sha256(reading.text.encode()).hexdigest(),
        blocks=reading.blocks,
        date=reading.date,
        date_origin=reading.date_origin,
        note=reading.note,
    )
    parts = passages.split(document)
    terms = [passages.terms(document, passage) for passage in parts]
    return Prepared(document, parts, terms, sha256, len(raw), mtime_ns)
