"""Turn a file into what the index stores of it; in other processes where there is much to do."""

from __future__ import annotations

import hashlib
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from index import passages
from index.documents import Document
from index.errors import UnreadableFile
from index.reading import read
from index.scan import Problem, read_bytes

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from index.documents import Passage
    from index.scan import FoundFile

WORTH_STARTING = 4_000_000  # bytes to read, below which processes cost more time than they save
BATCH_BYTES = 250_000
BATCH_FILES = 64


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


def prepare_all(tasks: Sequence[Task], *, workers: int) -> Generator[Outcome]:
    """What `prepare` gives for each of `tasks`, in their order, a few ahead of the caller.

    More than one worker are processes of their own, which import the main module of the program
    again: it needs the usual guard. They are only started where there is enough to do.
    """
    if workers < 2 or sum(task.file.size for task in tasks) < WORTH_STARTING:  # noqa: PLR2004
        yield from map(prepare, tasks)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = (pool.submit(_prepare_batch, batch) for batch in _batches(tasks))
        ahead = deque(islice(waiting, 2 * workers))
        while ahead:
            yield from ahead.popleft().result()
            ahead.extend(islice(waiting, 1))


def prepare(task: Task) -> Outcome:
    """Read, cut and analyse one file."""
    try:
        raw, mtime_ns = read_bytes(task.file)
        sha256 = hashlib.sha256(raw).hexdigest()
        if sha256 == task.known_sha256:
            return Same(mtime_ns)
        reading = read(raw, task.file.source)
    except UnreadableFile as error:
        return Problem(task.file.source, str(error), failed=True)
    document = Document(
        id=task.document_id,
        source=task.file.source,
        title=reading.title,
        text=reading.text,
        sha256=hashlib.sha256(reading.text.encode()).hexdigest(),
        blocks=reading.blocks,
        date=reading.date,
    )
    parts = passages.split(document)
    terms = [passages.terms(document, passage) for passage in parts]
    return Prepared(document, parts, terms, sha256, len(raw), mtime_ns)


def _prepare_batch(tasks: Iterable[Task]) -> list[Outcome]:
    return [prepare(task) for task in tasks]


def _batches(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    """Neighbouring tasks together, so that small files don't cost a message each."""
    batch: list[Task] = []
    size = 0
    for task in tasks:
        batch.append(task)
        size += task.file.size
        if size >= BATCH_BYTES or len(batch) >= BATCH_FILES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
