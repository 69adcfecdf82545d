"""The path of a document: bring the index into step with the folder."""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from index.engines import unusable
from index.errors import CorpusEmptied, IndexDamaged, IndexMissing
from index.preparation import Prepared, Same, Task
from index.scan import Problem, identity, scan
from index.workers import prepare_all
from index.writer import IndexedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from index.engines import Engine, Writer
    from index.preparation import Outcome
    from index.scan import FoundFile, Scan

NANOSECONDS = 1_000_000_000
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
    waiting: list[str] = field(default_factory=list)  # not at rest yet, so left as they were
    rebuilt: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The object that `quoth index --json` prints."""
        return asdict(self)


def update(
    corpus: Path,
    store: Engine,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    workers: int = 1,
    allow_empty: bool = False,
    rest: float = 0,
    look: Callable[[], Scan] | None = None,
) -> Summary:
    """Index what was added to `corpus` or changed, forget what was removed; all of it or none.

    A file that can't be read fails alone and is named in the summary and the ledger. An index
    that turns out to be damaged is built anew. With more than one of `workers`, large updates
    are prepared in as many processes. A folder that has lost all its documents may not be
    mounted: then the index stays as it is, unless `allow_empty` says that they are to be
    forgotten. So it does where another folder has taken its place by the end, as when it is
    unmounted. A file that was written to in the last `rest` seconds may still be copied, and is
    left for another update. `look` tells what the folder holds, if somebody knows without looking
    at all of it.

    Raises `CorpusMissing`, `CorpusEmptied`, `AnothersIndex`, `IndexBusy` and `NotWritable`.
    """
    folder = identity(corpus)
    found, problems = look() if look else scan(corpus)
    if not allow_empty and not found and not any(each.source for each in problems if each.failed):
        _check_not_emptied(corpus, store)
    rebuilt = unusable(store)

    def bring_into_step(*, anew: bool) -> Summary:
        with store.writing(anew=anew) as writer:
            summary = _update(found, problems, writer, progress, workers, rest=rest)
            _check_not_exchanged(corpus, folder)
            return summary

    try:
        summary = bring_into_step(anew=False)
    except IndexDamaged as error:
        rebuilt = str(error)
        summary = bring_into_step(anew=True)
    summary.rebuilt = rebuilt
    return summary


def _check_not_emptied(corpus: Path, store: Engine) -> None:
    try:
        documents = store.snapshot().state.documents
    except (IndexMissing, IndexDamaged):
        return  # nothing is there that could be lost
    if documents:
        raise CorpusEmptied(
            f"no document is left in {corpus}, so its index is kept ({documents} in it): mount the "
            "folder or put them back; if it shall be empty, run 'quoth index --allow-empty'"
        )


def _check_not_exchanged(corpus: Path, folder: tuple[int, int] | None) -> None:
    if identity(corpus) != folder:
        raise CorpusEmptied(
            f"another folder took the place of {corpus} while it was read, so its index is kept: "
            "mount it if it has to be, and index again"
        )


def _update(
    found: Sequence[FoundFile],
    problems: Sequence[Problem],
    writer: Writer,
    progress: Callable[[Progress], None],
    workers: int,
    *,
    rest: float,
) -> Summary:
    changes = _Changes(writer, {file.source for file in found}, problems, rest)
    tasks = [task for file in found if (task := changes.task(file))]
    with closing(prepare_all(tasks, workers=workers)) as outcomes:
        for done, task in enumerate(tasks):
            progress(Progress(done, len(tasks), task.file.source))
            changes.apply(task, next(outcomes))
    changes.finish()
    return changes.summary


class _Changes:
    """What one update does to the index, file by file."""

    def __init__(
        self, writer: Writer, present: Collection[str], problems: Iterable[Problem], rest: float
    ) -> None:
        self.summary = Summary()
        self._writer = writer
        self._problems = list(problems)
        self._now, self._rest = time.time(), rest
        self._known = writer.files()
        self._refused = writer.refused()
        self._taken = {file.document_id for file in self._known.values()}
        self._gone = {s: file for s, file in self._known.items() if s not in present}
        self._gone_by_content: defaultdict[str, list[IndexedFile]] = defaultdict(list)
        for file in self._gone.values():
            self._gone_by_content[file.sha256].append(file)

    def task(self, file: FoundFile) -> Task | None:
        """What there is to do about a file that is there; None where it has not been touched.

        So a file that took a minute to be refused takes no other minute in each update.
        """
        known, refused = self._known.get(file.source), self._refused.get(file.source)
        state = file.size, file.mtime_ns
        if known and state == (known.size, known.mtime_ns):
            self.summary.unchanged += 1
            return None
        if refused and state == (refused.size, refused.mtime_ns):
            self._problems.append(refused)
            return None
        if abs(self._now - file.mtime_ns / NANOSECONDS) < self._rest:
            self.summary.waiting.append(file.source)
            return None
        if known:
            return Task(file, known.sha256, known.document_id)
        return Task(file, None, document_id(file.source))

    def apply(self, task: Task, outcome: Outcome) -> None:
        """Bring the index into step with what became of one file."""
        known = self._known.get(task.file.source)
        match outcome:
            case Same() if known:
                self._writer.touch(known._replace(mtime_ns=outcome.mtime_ns))
                self.summary.unchanged += 1
            case Problem():
                self._problems.append(outcome)
                if known:
                    self._writer.remove(known.document_id)
            case Prepared() if known:
                self._writer.remove(known.document_id)
                self._add(outcome)
                self.summary.updated.append(known.source)
            case Prepared():
                self._add_new(outcome)

    def finish(self) -> None:
        """Forget the files that are gone, and note the ones that are there but not indexed."""
        unread = {problem.source for problem in self._problems}
        for file in self._gone.values():
            self._writer.remove(file.document_id)
            if file.source not in unread:
                self.summary.removed.append(file.source)
        self._writer.record(self._problems)
        for problem in sorted(self._problems, key=lambda problem: problem.source):
            told = self.summary.failed if problem.failed else self.summary.skipped
            told[problem.source] = problem.reason

    def _add_new(self, prepared: Prepared) -> None:
        """Add a file of a new name: a renamed one, where the same bytes are gone elsewhere."""
        former = self._former(prepared.sha256)
        if former:
            self._writer.remove(former.document_id)
            self.summary.renamed[former.source] = prepared.document.source
        else:
            self.summary.added.append(prepared.document.source)
        self._add(_identified(prepared, former.document_id if former else self._free_id(prepared)))

    def _former(self, sha256: str) -> IndexedFile | None:
        candidates = self._gone_by_content[sha256]
        return self._gone.pop(candidates.pop(0).source) if candidates else None

    def _free_id(self, prepared: Prepared) -> str:
        """An id that depends on nothing but the name, unless a renamed file has taken it."""
        name, new = prepared.document.source, prepared.document.id
        while new in self._taken:
            name += "'"
            new = document_id(name)
        self._taken.add(new)
        return new

    def _add(self, prepared: Prepared) -> None:
        document = prepared.document
        file = IndexedFile(
            document.id, document.source, prepared.sha256, prepared.size, prepared.mtime_ns
        )
        self._writer.add(document, file, prepared.passages, prepared.terms)


def document_id(source: str) -> str:
    """The id of a document that is new under this name.

    >>> document_id("bogor-goals.txt")
    '0e537b226720'
    """
    return hashlib.sha256(source.encode()).hexdigest()[:ID_LENGTH]


def _identified(prepared: Prepared, new: str) -> Prepared:
    """The same under another id."""
    if new == prepared.document.id:
        return prepared
    return replace(
        prepared,
        document=replace(prepared.document, id=new),
        passages=[replace(passage, document_id=new) for passage in prepared.passages],
    )
