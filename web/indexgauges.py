"""How the index is: ready, how large, how old, and what it lacks."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from prometheus_client import Gauge

from index.errors import QuothError

if TYPE_CHECKING:
    from os import stat_result

    from prometheus_client import CollectorRegistry

    from index.engines import Snapshot
    from index.library import Library


class IndexGauges:
    """Gauges of one library's index; they are as they were when last refreshed."""

    def __init__(self, library: Library, registry: CollectorRegistry) -> None:
        def gauge(name: str, what: str) -> Gauge:
            return Gauge(f"quoth_index_{name}", what, registry=registry)

        self._library = library
        self._ready = gauge("ready", "1 if questions can be asked")
        self._generation = gauge("generation", "Commits so far")
        self._documents = gauge("documents", "Documents indexed")
        self._passages = gauge("passages", "Passages indexed")
        self._unread = gauge("unread_files", "Files that could not be read")
        self._bytes = gauge("bytes", "Size of the index on this machine's disk")
        self._changed = gauge(
            "changed_timestamp_seconds", "When a commit last changed the index on this machine"
        )

    def refresh(self) -> None:
        """Look at the index as it is now."""
        try:
            snapshot = self._library.snapshot()
        except QuothError:
            self._ready.set(0)
        else:
            self._ready.set(1)
            self._note(snapshot)
        files = self._files()
        self._bytes.set(sum(file.st_size for file in files))
        self._changed.set(max((file.st_mtime for file in files), default=0))

    def _note(self, snapshot: Snapshot) -> None:
        self._generation.set(snapshot.state.generation)
        self._documents.set(snapshot.state.documents)
        self._passages.set(snapshot.state.passages)
        self._unread.set(sum(problem.failed for problem in snapshot.problems()))

    def _files(self) -> list[stat_result]:
        """Those with something in them: none where a cluster has the index."""
        found = []
        for path in self._library.home.glob("*"):
            with suppress(OSError):  # a commit has just swept it
                found.append(path.stat())
        return [file for file in found if file.st_size]
