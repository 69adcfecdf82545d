"""Where an index lives: one folder, one writer at a time, any number of readers."""

from __future__ import annotations

import fcntl
from contextlib import closing, contextmanager
from threading import Lock
from typing import TYPE_CHECKING
from weakref import finalize

from index import catalogue, doctor, recipe, segmentlist
from index.catalogue import translated
from index.errors import IndexBusy, IndexDamaged, IndexMissing
from index.refusals import refusals
from index.segment import Segment
from index.snapshot import Snapshot
from index.writer import Writer

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from index.doctor import Finding

CATALOGUE = "catalogue.sqlite"
K1 = 1.2
B = 0.5


class Store:
    """The index in `folder`, which need not exist yet. `k1` and `b` are BM25's."""

    def __init__(self, folder: Path, *, k1: float = K1, b: float = B) -> None:
        self.folder = folder
        self.catalogue = folder / CATALOGUE
        self._k1, self._b = k1, b
        self._lock = Lock()
        self._current: Snapshot | None = None
        self._current_stamp: tuple[int, int] | None = None
        self._segments: dict[str, Segment] = {}  # verified ones, by file
        self._probe: sqlite3.Connection | None = None
        self._probe_inode = 0

    def snapshot(self) -> Snapshot:
        """The newest state, every segment of it verified. Raises `IndexMissing`, `IndexDamaged`."""
        with self._lock:
            stamp = self._stamp()
            while self._current is None or stamp != self._current_stamp:
                try:
                    self._current, self._current_stamp = self._open(), stamp
                except IndexDamaged:
                    before, stamp = stamp, self._stamp()
                    if stamp == before:  # no commit has replaced what was being opened
                        raise
            return self._current

    @contextmanager
    def writing(self, *, anew: bool = False) -> Iterator[Writer]:
        """A writer whose changes are committed when the block ends, or not at all.

        It begins with nothing where `anew` is true or the index is one that this version cannot
        use: ask `engines.unusable` beforehand to say so. Raises `IndexBusy` where another process
        writes, `IndexDamaged`, and `NotWritable` where the system refuses.
        """
        with self.locked(), translated(self.catalogue):
            if anew or not self._usable():
                self._discard()
            with closing(catalogue.connect(self.catalogue, write=True)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                _create_tables(connection)
                writer = Writer(connection, self.folder)
                yield writer
                writer.commit()  # what isn't committed is rolled back by closing

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from writing meanwhile. Raises `IndexBusy` and `NotWritable`."""
        with refusals(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            file = (self.folder / "lock").open("w")
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # ends with the process
            except BlockingIOError as error:
                raise IndexBusy(
                    f"another process is writing to {self.folder}: wait until it is done"
                ) from error
            yield

    def warnings(self) -> list[Finding]:
        """Nothing: this engine can be asked, or it raises an error."""
        return []

    def examine(self) -> list[Finding]:
        """What is wrong with the index; nothing where it is sound. Raises `IndexMissing`."""
        return doctor.examine(self)

    def _usable(self) -> bool:
        try:
            self.snapshot()
        except (IndexMissing, IndexDamaged):
            return False
        return True

    def _stamp(self) -> tuple[int, int]:
        """Changes with every commit, also those of other processes."""
        try:
            inode = self.catalogue.stat().st_ino
        except OSError as error:
            raise self._missing() from error
        with translated(self.catalogue):
            if self._probe is None or inode != self._probe_inode:
                self._probe = catalogue.connect(self.catalogue, write=False)
                self._probe_inode = inode
                finalize(self, self._probe.close)
            facts = catalogue.facts(self._probe)
        if facts is None:
            raise self._missing()
        if facts.recipe != recipe.fingerprint():
            raise IndexDamaged(
                f"another version of Quoth made the index in {self.folder}: run 'quoth index'"
            )
        return inode, facts.generation

    def _open(self) -> Snapshot:
        reader = catalogue.Reader(self.catalogue)
        parts = [segmentlist.part(row) for row in reader.rows(segmentlist.SELECT)]
        self._segments = {
            part.file: self._segments.get(part.file)
            or Segment.open(self.folder / part.file, sha256=part.sha256)
            for part in parts
        }
        return Snapshot(
            reader,
            list(self._segments.values()),
            [part.ids for part in parts],
            k1=self._k1,
            b=self._b,
        )

    def _missing(self) -> IndexMissing:
        return IndexMissing(f"no index in {self.folder} yet: run 'quoth index'")

    def _discard(self) -> None:
        # in this order, the catalogue before its log: a log alone counts for nothing
        files = sorted(self.folder.glob(f"{CATALOGUE}*"))
        files += segmentlist.leftovers(self.folder, named=set())
        with refusals(self.folder):
            for file in files:
                file.unlink()
        self._probe = None


def _create_tables(connection: sqlite3.Connection) -> None:
    if catalogue.facts(connection) is None:
        for statement in catalogue.SCHEMA.split(";"):
            connection.execute(statement)
