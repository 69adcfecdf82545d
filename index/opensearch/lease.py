"""One writer at a time, across machines: a lease that is renewed while its holder lives."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from secrets import token_hex
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from opensearchpy.exceptions import ConflictError, NotFoundError, OpenSearchException, RequestError

from index.errors import IndexBusy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opensearchpy import OpenSearch

SECONDS = 60  # without renewal, after which others may take the lease
RENEWAL = 15  # seconds
PATIENCE = 10  # seconds to wait for another writer to finish
PAUSE = 0.25  # seconds between two looks
WRITER = "writer"


class Lease:
    """The right to write to the index `name`. The clocks of all writers agree to half a minute."""

    def __init__(self, client: OpenSearch, name: str) -> None:
        self._client = client
        self._name = name
        self.index = f"{name}-lease"
        self._owner = token_hex(8)
        self._version: dict[str, int] = {}
        self._renewed = 0.0
        self._lost = False

    @contextmanager
    def held(self) -> Iterator[Lease]:
        """Keep others from writing meanwhile. Raises `IndexBusy` where another does for long."""
        self._prepare()
        self._take()
        done = Event()
        renewal = Thread(target=self._keep, args=(done,), name="lease", daemon=True)
        renewal.start()
        try:
            yield self
        finally:
            done.set()
            renewal.join()
            self._give_back()

    def check(self) -> None:
        """Raise `IndexBusy` unless the lease is certainly still held."""
        if self._lost or time.monotonic() - self._renewed > SECONDS / 2:
            raise IndexBusy(
                f"this process was held up, and another may be writing to {self._name}: try again"
            )

    def _prepare(self) -> None:
        if self._client.indices.exists(index=self.index):
            return
        settings = {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}}
        with suppress(RequestError):  # another process was faster
            self._client.indices.create(index=self.index, body={"settings": settings})

    def _take(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self._taken():
            if time.monotonic() > until:
                raise IndexBusy(
                    f"another process is writing to {self._name}: wait until it is done; "
                    f"one that was killed is out of the way after {SECONDS} seconds"
                )
            time.sleep(PAUSE)

    def _taken(self) -> bool:
        """Whether there was no lease, or one that its holder has let expire."""
        try:
            found = self._client.get(index=self.index, id=WRITER)
            last = found["_source"]  # ours, where an answer to us was lost
            if last["owner"] != self._owner and time.time() - last["renewed"] < SECONDS:
                return False
            version = _version(found)
        except NotFoundError:
            version = {}
        try:
            self._write(version)
        except ConflictError:
            return False
        return True

    def _keep(self, done: Event) -> None:
        while not done.wait(RENEWAL):
            try:
                self._renew()
            except (ConflictError, NotFoundError):
                self._lost = True
                return
            except OpenSearchException:
                continue  # the cluster may be back in time; `check` watches the clock

    def _renew(self) -> None:
        try:
            self._write(self._version)
        except ConflictError:
            found = self._client.get(index=self.index, id=WRITER)
            if found["_source"]["owner"] != self._owner:
                raise
            self._write(_version(found))  # ours: the answer to a first try was lost

    def _write(self, version: dict[str, int]) -> None:
        began = time.monotonic()
        params: dict[str, Any] = {**version} or {"op_type": "create"}
        written = self._client.index(
            index=self.index,
            id=WRITER,
            body={"owner": self._owner, "renewed": time.time()},
            params=params,
        )
        self._version = _version(written)
        self._renewed = began

    def _give_back(self) -> None:
        with suppress(OpenSearchException):  # it expires by itself
            self._client.delete(index=self.index, id=WRITER, params=self._version)


def _version(of: dict[str, Any]) -> dict[str, int]:
    """What a write has to name so that it replaces this state of an object and no other."""
    return {"if_seq_no": of["_seq_no"], "if_primary_term": of["_primary_term"]}
