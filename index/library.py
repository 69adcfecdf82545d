"""A folder of documents and its index, kept in step: what an embedding program holds on to."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from index import corpus
from index.engines import open_engine
from index.errors import IndexMissing, QuothError, ReadOnly
from index.mark import mark

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from index.catalogue import Entry
    from index.doctor import Finding
    from index.engines import Place, Snapshot
    from index.scan import Scan
    from index.update import Progress, Summary

INDEX_FOLDER = ".quoth"
WORKERS = os.cpu_count() or 1


class Library:
    """The documents in `folder`, indexed in `index` (by default a hidden folder among them).

    What belongs to the user is kept beside `home`: that folder, also where a cluster has the index.
    A folder that is emptied, maybe because it is not mounted, empties the index only where
    `allow_empty` says so. A library that is `read_only` leaves folder and index to others.
    """

    def __init__(
        self,
        folder: Path,
        index: Place | None = None,
        *,
        allow_empty: bool = False,
        read_only: bool = False,
    ) -> None:
        self.corpus = folder
        self.home = index if isinstance(index, Path) else folder / INDEX_FOLDER
        self.store = open_engine(index or self.home, folder=partial(mark, self.home))
        self.trouble: str | None = None  # why the last update came to nothing
        self.read_only = read_only
        self._allow_empty = allow_empty
        self._updating = Lock()

    def update(
        self,
        *,
        progress: Callable[[Progress], None] = lambda _: None,
        rest: float = 0,
        look: Callable[[], Scan] | None = None,
    ) -> Summary:
        """Bring the index into step with the folder; one update at a time.

        What was written to in the last `rest` seconds is left for another update; `look` tells
        what the folder holds, if somebody knows without looking at all of it.
        """
        return self._update(progress, allow_empty=self._allow_empty, rest=rest, look=look)

    def snapshot(self) -> Snapshot:
        """The newest state of the index.

        Raises `IndexMissing`, `IndexDamaged` and `EngineUnavailable`.
        """
        return self.store.snapshot()

    def add(self, name: str, content: bytes | IO[bytes]) -> str:
        """Write a file into the folder, under its name or one like it; return its source.

        It is found after the next `update`. Raises `InvalidFile` with what to do.
        """
        self._check_writable()
        return corpus.add(self.corpus, name, content)

    def remove(self, document_id: str) -> None:
        """Delete the file of a document, and forget it. Raises `DocumentMissing`."""
        self._check_writable()
        corpus.remove(self.corpus, self.snapshot().document(document_id).source)
        self._update(allow_empty=True)  # it was the last one, perhaps

    def documents(self) -> list[Entry]:
        """The ledger: every file of the corpus, indexed or not, and why not."""
        try:
            return self.snapshot().entries()
        except IndexMissing:
            return []

    def warnings(self) -> list[str]:
        """What keeps nobody from asking and should be mended all the same, with its remedy."""
        return [f"{each.problem}: {each.remedy}" for each in self.store.warnings()]

    def examine(self) -> list[Finding]:
        """What is wrong with the index; nothing where it is sound. Raises `IndexMissing`."""
        return self.store.examine()

    def _update(
        self,
        progress: Callable[[Progress], None] = lambda _: None,
        *,
        allow_empty: bool,
        rest: float = 0,
        look: Callable[[], Scan] | None = None,
    ) -> Summary:
        from index.update import update  # noqa: PLC0415 who only asks reads no files

        self._check_writable()
        with self._updating:
            try:
                summary = update(
                    self.corpus,
                    self.store,
                    progress=progress,
                    workers=WORKERS,
                    allow_empty=allow_empty,
                    rest=rest,
                    look=look,
                )
            except QuothError as error:
                self.trouble = str(error)
                raise
            self.trouble = None
            return summary

    def _check_writable(self) -> None:
        if self.read_only:
            raise ReadOnly(
                "this server only answers: add, remove and index documents at the one that has "
                "their folder"
            )
