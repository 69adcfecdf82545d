"""The path of a document: bring the index into step with the folder."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from index import passages
from index.documents import Document
from index.errors import UnreadableFile
from index.reading import read
from index.scan import Problem, read_bytes, scan
from index.writer import IndexedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    from index.scan import FoundFile
    from index.store import Store
    from index.writer import Writer

CLOCK_TICK_NS = 2_000_000_000  # the coarsest clock of a file system in use
ID_LENGTH = 12  # hexadecimal digits: one in a million that two of 24,000 files agree


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an update has come: `done` of `total` files, `source` being the next one."""

    done: int
    total: int
    source: str


@dataclass(slots=True)
class Summary:
    """What an update did, by source; `rebuilt` says why an older index was discarded."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)  # new source by old
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    failed: dict[str, str] = field(default_factory=dict)  # reason by source
    skipped: dict[str, str] = field(default_factory=dict)
    rebuilt: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The object that `quoth index --json` prints."""
        return asdict(self)


def update(
    corpus: Path, store: Store, *, progress: Callable[[Progress], None] = lambda _: None
) -> Summary:
    """Index what was added to `corpus` or changed, forget what was removed; all of it or none.

    A file that can't be read fails alone and is named in the summary and the ledger. Raises
    `CorpusMissing` and `IndexBusy`.
    """
    found, problems = scan(corpus)
    summary = Summary(rebuilt=store.unusable())
    with store.writing() as writer:
        known = writer.files()
        identities = _Identities(known.values(), {file.source for file in found})
        waiting = [file for file in found if not _untouched(file, known.get(file.source))]
        summary.unchanged = len(found) - len(waiting)
        for done, file in enumerate(waiting):
            progress(Progress(done, len(waiting), file.source))
            try:
                _index(writer, file, known.get(file.source), identities, summary)
            except UnreadableFile as error:
                problems.append(Problem(file.source, str(error), failed=True))
                if file.source in known:
                    writer.remove(known[file.source].document_id)
        for gone in identities.gone.values():
            writer.remove(gone.document_id)
            summary.removed.append(gone.source)
        writer.record(problems)
    for problem in problems:
        (summary.failed if problem.failed else summary.skipped)[problem.source] = problem.reason
    return summary


class _Identities:
    """Which id a file's document has: its own for as long as the file lives, renamed or not."""

    def __init__(self, known: Iterable[IndexedFile], present: Collection[str]) -> None:
        self._taken = {file.document_id for file in known}
        self.gone = {file.sha256: file for file in known if file.source not in present}

    def renamed(self, sha256: str) -> IndexedFile | None:
        """The file that stood elsewhere with the same bytes; from now on it isn't gone."""
        return self.gone.pop(sha256, None)

    def new(self, source: str) -> str:
        """An id that depends on nothing but the name, unless a renamed file has taken it."""
        seed = source
        while (document_id := _sha256(seed.encode())[:ID_LENGTH]) in self._taken:
            seed += "'"
        self._taken.add(document_id)
        return document_id


def _untouched(file: FoundFile, known: IndexedFile | None) -> bool:
    return known is not None and (file.size, file.mtime_ns) == (known.size, known.mtime_ns)


def _index(
    writer: Writer,
    file: FoundFile,
    known: IndexedFile | None,
    identities: _Identities,
    summary: Summary,
) -> None:
    raw = read_bytes(file)
    sha256 = _sha256(raw)
    if known and known.sha256 == sha256:
        writer.touch(replace(known, mtime_ns=_settled(file)))
        summary.unchanged += 1
        return
    reading = read(raw, file.source)
    if known:
        document_id = known.document_id
        writer.remove(document_id)
        summary.updated.append(file.source)
    elif former := identities.renamed(sha256):
        document_id = former.document_id
        writer.remove(document_id)
        summary.renamed[former.source] = file.source
    else:
        document_id = identities.new(file.source)
        summary.added.append(file.source)
    document = Document(
        id=document_id,
        source=file.source,
        title=reading.title,
        text=reading.text,
        sha256=_sha256(reading.text.encode()),
        blocks=reading.blocks,
        date=reading.date,
    )
    parts = passages.split(document)
    writer.add(
        document,
        IndexedFile(document_id, file.source, sha256, len(raw), _settled(file)),
        parts,
        [passages.terms(document, passage) for passage in parts],
    )


def _settled(file: FoundFile) -> int:
    """The file's modification time, or 0 while another write could still leave it the same."""
    return file.mtime_ns if time.time_ns() - file.mtime_ns > CLOCK_TICK_NS else 0


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
