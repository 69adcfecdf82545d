"""Move an index from one engine to another, and prove that it has arrived."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import passages as cutting
from index.update import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.engines import Engine, Snapshot
    from index.writer import IndexedFile

BATCH = 20_000  # passages in one commit: what a killed migration has to do again


@dataclass(frozen=True, slots=True)
class Contents:
    """How much an index holds, and the SHA-256 of all of it."""

    documents: int
    passages: int
    problems: int
    sha256: str


def migrate(
    source: Engine, target: Engine, *, progress: Callable[[Progress], None] = lambda _: None
) -> tuple[Contents, Contents]:
    """Make the index of `target` the same as that of `source`; what both hold in the end.

    What is there already is not sent again, so that a migration that was killed goes on where it
    was. The two differ only where somebody has written to one of them meanwhile. Raises what
    both engines raise.
    """
    snapshot = source.snapshot()
    files = snapshot.files()
    with target.writing() as writer:
        there = writer.files()
        for name, file in there.items():
            if files.get(name) != file:
                writer.remove(file.document_id)
        writer.record(snapshot.problems())
    missing = [file for name, file in files.items() if there.get(name) != file]
    _copy(snapshot, missing, target, progress)
    return contents(source.snapshot()), contents(target.snapshot())


def contents(snapshot: Snapshot) -> Contents:
    """All that `snapshot` holds, read and hashed."""
    digest = hashlib.sha256()
    documents = count = 0
    for file, document, passages in snapshot.read(snapshot.files().values()):
        digest.update(repr((file, document, tuple(passages))).encode())
        documents += 1
        count += len(passages)
    problems = snapshot.problems()
    digest.update(repr(problems).encode())
    return Contents(documents, count, len(problems), digest.hexdigest())


def _copy(
    snapshot: Snapshot,
    files: Sequence[IndexedFile],
    target: Engine,
    progress: Callable[[Progress], None],
) -> None:
    """Add the documents of `files` to `target`, as many at a time as make a commit."""
    read = snapshot.read(files)
    done = 0
    while done < len(files):
        waiting = 0
        with target.writing() as writer:
            while waiting < BATCH and (found := next(read, None)):
                file, document, passages = found
                terms = [cutting.terms(document, passage) for passage in passages]
                writer.add(document, file, passages, terms)
                done, waiting = done + 1, waiting + len(passages)
        progress(Progress(done, len(files), files[done - 1].source))
