"""Change an index in a cluster: what one writer adds and removes counts from one commit on."""

from __future__ import annotations

import time
from dataclasses import asdict, astuple, replace
from typing import TYPE_CHECKING

from index import recipe
from index.fingerprint import fingerprint
from index.opensearch import ledger, records
from index.opensearch.generations import State
from index.opensearch.ledger import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.documents import Document, Passage
    from index.opensearch.ledger import Row
    from index.opensearch.loader import Loader
    from index.scan import Problem
    from index.writer import IndexedFile


class ClusterWriter:
    """Adds and removes documents as of `generation`, on top of what is `kept` already.

    What is new bears the generation that it comes with, what goes the one that it goes with; so
    those who read an older state see neither.
    """

    def __init__(
        self, loader: Loader, kept: Iterable[Row | Kept], generation: int, *, changed: bool
    ) -> None:
        self.changed = changed
        self._loader = loader
        self._generation = generation
        self._rows: dict[str, Row] = {}
        self._problems: dict[str, Kept] = {}
        for each in kept:
            match each:
                case Kept():
                    self._problems[each.problem.source] = each
                case _:
                    self._rows[each.id] = each

    def files(self) -> dict[str, IndexedFile]:
        """The indexed files by source, in its order, as they are with the changes so far."""
        return {row.source: row.file for row in self.rows()}

    def rows(self) -> list[Row]:
        """The indexed documents by source."""
        return sorted(self._rows.values(), key=lambda row: row.source)

    def refused(self) -> dict[str, Problem]:
        """The files that were read in vain, by source, in the state that they were in then."""
        kept = self._problems.values()
        return {each.problem.source: each.problem for each in kept if each.problem.mtime_ns > 0}

    def add(
        self,
        document: Document,
        file: IndexedFile,
        passages: Sequence[Passage],
        terms: Iterable[Sequence[str]],
    ) -> None:
        """Add a document that is not there: its passages and, for each of them, its terms."""
        self.changed = True
        listed = [list(each) for each in terms]
        row = ledger.row(
            document, file, passages, tokens=sum(map(len, listed)), born=self._generation
        )
        for number, (passage, each) in enumerate(zip(passages, listed, strict=True)):
            source = records.passage_source(row, passage, each)
            self._loader.put(row.passage_key(number), source, characters=len(source["terms"]))
        source = records.document_source(row, document)
        self._loader.put(row.key, source, characters=row.characters)
        self._rows[row.id] = row

    def remove(self, document_id: str) -> None:
        """Remove a document; a later `add` may give its id to a new state of it."""
        self.changed = True
        for key in self._rows.pop(document_id).keys:
            self._loader.change(key, {"died": self._generation})

    def touch(self, file: IndexedFile) -> None:
        """Note a new modification time of a file whose bytes are the same."""
        row = replace(self._rows[file.document_id], mtime_ns=file.mtime_ns)
        self._rows[row.id] = row
        self._loader.change(row.key, {"row": asdict(row)})

    def record(self, problems: Iterable[Problem]) -> None:
        """Replace what is known of files that are not in the index."""
        told = {problem.source: problem for problem in problems}
        for source in self._problems.keys() - told.keys():
            self._forget(self._problems.pop(source))
        for source, problem in told.items():
            before = self._problems.get(source)
            if before and astuple(before.problem) == astuple(problem):
                continue
            if before and _shown(before.problem) == _shown(problem):
                self._keep(replace(before, problem=problem))
                continue
            if before:
                self._forget(before)
            self.changed = True
            self._keep(Kept(problem, self._generation))

    def state(self, folder: str) -> State:
        """What is said of the index with all changes, as of now."""
        rows = self.rows()
        return State(
            recipe=recipe.fingerprint(),
            generation=self._generation,
            fingerprint=fingerprint(row.named for row in rows),
            documents=len(rows),
            passages=sum(row.passages for row in rows),
            tokens=sum(row.tokens for row in rows),
            committed_at=time.time(),
            folder=folder,
        )

    def _keep(self, kept: Kept) -> None:
        self._problems[kept.problem.source] = kept
        self._loader.put(kept.key, ledger.as_source(kept))

    def _forget(self, kept: Kept) -> None:
        self.changed = True
        self._loader.change(kept.key, {"died": self._generation})


def _shown(problem: Problem) -> tuple[str, str, bool]:
    """What people see of a problem."""
    return problem.source, problem.reason, problem.failed
