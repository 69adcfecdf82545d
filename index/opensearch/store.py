"""Keep an index in a cluster: one writer at a time, any number of readers on any machines."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from index import mark, recipe
from index.doctor import Finding
from index.errors import AnothersIndex, EngineUnavailable, IndexDamaged, IndexMissing
from index.opensearch import doctor, generations, health, ledger, remains
from index.opensearch.connection import connect, translated
from index.opensearch.lease import Lease
from index.opensearch.ledger import Row
from index.opensearch.loader import Loader
from index.opensearch.records import REBUILD
from index.opensearch.snapshot import ClusterSnapshot
from index.opensearch.view import View
from index.opensearch.writer import ClusterWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.opensearch.address import Address
    from index.opensearch.generations import Current
    from index.opensearch.ledger import Kept

FRESH = 0.5  # seconds for which a state that was looked up, or a failure to, is not looked up again


class ClusterStore:
    """The index at `address`, which need not exist yet, of the documents that `folder` names."""

    def __init__(self, address: Address, *, folder: Callable[[], str] | None = None) -> None:
        self.address = address
        self._folder = folder
        self.client = connect(address)
        self._lock = Lock()
        self._snapshot: ClusterSnapshot | None = None
        self._opened: tuple[str, int] | None = None  # index and generation of the snapshot
        self._gone: EngineUnavailable | None = None
        self._looked = -FRESH

    def snapshot(self) -> ClusterSnapshot:
        """The newest state, at most half a second old.

        Raises `IndexMissing`, `IndexDamaged` and, within seconds, `EngineUnavailable`.
        """
        with self._lock:
            if time.monotonic() - self._looked < FRESH:
                if self._gone:
                    raise self._gone
                if self._snapshot:
                    return self._snapshot
            self._gone = None
            try:
                with translated(self.address):
                    return self._newest()
            except EngineUnavailable as error:
                self._gone = error
                raise
            finally:
                self._looked = time.monotonic()

    @contextmanager
    def writing(self, *, anew: bool = False) -> Iterator[ClusterWriter]:
        """A writer whose changes are committed when the block ends, or not at all.

        It fills a new generation where `anew` is true or the index is one that this version
        cannot use; until that is done, the old one is read. Documents that a killed writer has
        sent are among its `files`, and come with its commit. Raises `IndexBusy`,
        `AnothersIndex`, `EngineUnavailable` and `NotWritable`.
        """
        name = self.address.name
        with translated(self.address), Lease(self.client, name).held() as lease:
            was, base = self._before(anew=anew)
            folder = self._claimed(was)
            top = was if base else None  # is added to; without it a new generation is filled
            number, index = self._prepared(was, top)
            loader = Loader(self.client, self.address, index, lease.check)
            kept = list(base.kept(ledger.DOCUMENT, ledger.PROBLEM)) if base else []
            begun = self._taken_up(loader, top, kept)
            changed = not top or bool(begun)
            writer = ClusterWriter(loader, [*kept, *begun], number, changed=changed)
            yield writer
            loader.show()
            if writer.changed or (top and top.state.folder != folder):
                if not top:
                    health.await_copies(self.client, index, lease.index)
                lease.check()
                if top:
                    generations.commit(self.client, top, writer.state(folder))
                else:
                    generations.publish(self.client, name, index, writer.state(folder))
            self._looked = -FRESH

    def warnings(self) -> list[Finding]:
        """What keeps nobody from asking and should be mended all the same."""
        with translated(self.address):
            return list(health.findings(self.client, self.address, self._current().index))

    def examine(self) -> list[Finding]:
        """What is wrong with the index; nothing where it is sound. Raises `IndexMissing`."""
        with translated(self.address), Lease(self.client, self.address.name).held():
            try:
                found = self._current()
                return list(doctor.findings(self.client, self.address, found, self._open(found)))
            except IndexDamaged as error:
                return [Finding(str(self.address), str(error), REBUILD)]

    def _current(self) -> Current:
        found = generations.current(self.client, self.address.name)
        if found is None:
            raise IndexMissing(f"no index in {self.address} yet: run 'quoth index'")
        return found

    def _newest(self) -> ClusterSnapshot:
        found = self._current()
        health.check(self.client, self.address, found.index)
        opened = found.index, found.state.generation
        if self._snapshot is None or opened != self._opened:
            self._snapshot, self._opened = self._open(found), opened
        return self._snapshot

    def _before(self, *, anew: bool) -> tuple[Current | None, ClusterSnapshot | None]:
        """The current state, and a snapshot of it unless everything is to be written anew."""
        was = base = None
        with suppress(IndexDamaged):
            was = generations.current(self.client, self.address.name)
            base = None if anew or was is None else self._open(was)
        return was, base

    def _claimed(self, was: Current | None) -> str:
        """The folder that the index is of from now on: the first one that is indexed."""
        claimed = was.state.folder if was else ""
        own = self._folder() if self._folder else claimed
        if claimed and own != claimed:
            raise AnothersIndex(
                f"{self.address} is the index of another folder, whose documents would be lost: "
                "choose another name, or only answer from it (quoth serve --read-only); if this "
                f"folder has taken the other's place, write {claimed} into its .quoth/{mark.FILE}"
            )
        return own

    def _prepared(self, was: Current | None, top: Current | None) -> tuple[int, str]:
        """The number of the next generation, and the index that it is written into."""
        name = self.address.name
        begun = None if top else generations.begun(self.client, self.address, was)
        generations.sweep(self.client, name, was, keep=begun)
        number = generations.following(self.client, name, was)
        if top:
            return number, top.index
        return number, begun or generations.create(self.client, self.address, number)

    def _taken_up(self, loader: Loader, top: Current | None, kept: list[Row | Kept]) -> list[Row]:
        """The documents that a killed writer has sent; what else it and earlier ones left goes."""
        generation = top.state.generation if top else 0
        if not top:
            loader.delete(generations.STATE)  # of one that was killed before the alias moved
        known = {each.id for each in kept if isinstance(each, Row)}
        begun = remains.take_up(self.client, loader, generation, known)
        if top and top.settled:
            remains.clear(self.client, loader, generation)
        return begun

    def _open(self, found: Current) -> ClusterSnapshot:
        if found.state.recipe != recipe.fingerprint():
            raise IndexDamaged(
                f"another version of Quoth made the index in {self.address}: run 'quoth index'"
            )
        view = View(self.client, self.address, found.index, found.state.generation)
        snapshot = ClusterSnapshot(view, found.state, major=self._major)
        if not snapshot.is_whole():  # maybe a copy that has come since the commit
            generations.refresh(self.client, self.address, found.index)
            if not snapshot.is_whole():
                raise IndexDamaged(
                    f"{self.address} holds other passages than were indexed: {REBUILD}"
                )
        return snapshot

    @cached_property
    def _major(self) -> int:
        """The version of the cluster."""
        return int(self.client.info()["version"]["number"].partition(".")[0])
