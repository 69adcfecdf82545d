"""A folder of documents and its index, kept in step: what an embedding program holds on to."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from index.errors import IndexMissing
from index.store import Store
from index.update import update

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.catalogue import Entry
    from index.snapshot import Snapshot
    from index.update import Progress, Summary

INDEX_FOLDER = ".quoth"


class Library:
    """The documents in `corpus`, indexed in `index` (by default a hidden folder among them)."""

    def __init__(self, corpus: Path, index: Path | None = None) -> None:
        self.corpus = corpus
        self.store = Store(index or corpus / INDEX_FOLDER)
        self._updating = Lock()

    def update(self, *, progress: Callable[[Progress], None] = lambda _: None) -> Summary:
        """Bring the index into step with the folder; one update at a time."""
        with self._updating:
            return update(self.corpus, self.store, progress=progress)

    def snapshot(self) -> Snapshot:
        """The newest state of the index. Raises `IndexMissing` and `IndexDamaged`."""
        return self.store.snapshot()

    def documents(self) -> list[Entry]:
        """The ledger: every file of the corpus, indexed or not, and why not."""
        try:
            return self.snapshot().entries()
        except IndexMissing:
            return []
