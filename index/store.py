"""Where an index lives: one folder, one writer at a time, any number of readers."""

from __future__ import annotations

import fcntl
import sqlite3
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from index import analysis, catalogue
from index.errors import IndexBusy, IndexDamaged, IndexMissing
from index.snapshot import Snapshot
from index.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CATALOGUE = "catalogue.sqlite"
K1 = 1.2
B = 0.75


class Store:
    """The index in `folder`, which need not exist yet. `k1` and `b` are BM25's."""

    def __init__(self, folder: Path, *, k1: float = K1, b: float = B) -> None:
        self.folder = folder
        self._k1, self._b = k1, b
        self._lock = Lock()
        self._current: Snapshot | None = None
        self._current_stamp: tuple[int, str] | None = None
        self._probe: sqlite3.Connection | None = None
        self._probe_inode = 0

    def snapshot(self) -> Snapshot:
        """The newest state. Raises `IndexMissing` and `IndexDamaged`."""
        with self._lock:
            stamp = self._stamp()
            if self._current is None or stamp != self._current_stamp:
                self._current = self._open()
                self._current_stamp = stamp
            return self._current

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """A writer whose changes are committed when the block ends, or not at all.

        An index that this version cannot use is discarded first: ask `unusable` beforehand to
        say so. Raises `IndexBusy` where another process writes.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with _locked(self.folder / "lock"):
            if self.unusable():
                self._discard()
            connection = catalogue.connect(self._catalogue, write=True)
            try:
                connection.execute("BEGIN IMMEDIATE")
                _create_tables(connection)
                writer = Writer(connection, self.folder)
                yield writer
                writer.commit()
                self._sweep(connection)
            finally:
                connection.close()  # rolls back what was not committed

    def unusable(self) -> str | None:
        """Why an index that is there cannot be used and has to be built anew, or None."""
        try:
            self.snapshot()
        except IndexMissing:
            return None
        except IndexDamaged as error:
            return str(error)
        return None

    @property
    def _catalogue(self) -> Path:
        return self.folder / CATALOGUE

    def _stamp(self) -> tuple[int, str]:
        """Changes with every commit, also those of other processes."""
        try:
            inode = self._catalogue.stat().st_ino
            if self._probe is None or inode != self._probe_inode:
                self._probe = catalogue.connect(self._catalogue, write=False)
                self._probe_inode = inode
            facts = catalogue.facts(self._probe)
        except (FileNotFoundError, sqlite3.OperationalError) as error:
            raise self._missing() from error
        except sqlite3.DatabaseError as error:
            raise self._damaged(str(error)) from error
        found = facts.get("format"), facts.get("analysis")
        if found != (catalogue.FORMAT, analysis.FINGERPRINT):
            raise self._damaged("another version of Quoth wrote it")
        return inode, facts["generation"]

    def _open(self) -> Snapshot:
        try:
            reader = catalogue.Reader(self._catalogue)
            return Snapshot(reader, self.folder, k1=self._k1, b=self._b)
        except sqlite3.DatabaseError as error:
            raise self._damaged(str(error)) from error

    def _missing(self) -> IndexMissing:
        return IndexMissing(f"no index in {self.folder} yet: run 'quoth index'")

    def _damaged(self, reason: str) -> IndexDamaged:
        return IndexDamaged(
            f"the index in {self.folder} can't be used ({reason}): run 'quoth index'"
        )

    def _discard(self) -> None:
        for path in self.folder.iterdir():
            if path.name.startswith(CATALOGUE) or path.suffix in (".segment", ".tmp"):
                path.unlink()
        self._probe = None

    def _sweep(self, connection: sqlite3.Connection) -> None:
        """Delete segment files that no commit names: merged ones, and a killed writer's."""
        named = {row["file"] for row in connection.execute("SELECT file FROM segments")}
        for path in self.folder.iterdir():
            if path.suffix in (".segment", ".tmp") and path.name not in named:
                path.unlink()


def _create_tables(connection: sqlite3.Connection) -> None:
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'facts'").fetchone():
        return
    for statement in catalogue.SCHEMA.split(";"):
        connection.execute(statement)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the writer's lock, which the system releases with the process."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusy(
                f"another process is writing to {path.parent}: wait until it is done"
            ) from error
        yield
