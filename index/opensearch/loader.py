"""Send changes to a cluster in bulk, no faster than it takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opensearchpy.helpers import streaming_bulk

from index.opensearch import generations
from index.opensearch.connection import refusal, translated

if TYPE_CHECKING:
    from collections.abc import Callable

    from opensearchpy import OpenSearch

    from index.opensearch.address import Address

ACTIONS = 1_000  # in one request
CHARACTERS = 4_000_000  # in one request
SECONDS = 60  # for one try
TRIES_MORE = 6  # where the cluster says 429, after 1, 2, 4, … seconds
FIRST_PAUSE = 1  # second
GONE = 404


class Loader:
    """Changes one index; `before` each request it asks whether it still may."""

    def __init__(
        self, client: OpenSearch, address: Address, index: str, before: Callable[[], None]
    ) -> None:
        self.index = index
        self._client = client
        self._address = address
        self._before = before
        self._waiting: list[dict[str, Any]] = []
        self._characters = 0

    def put(self, key: str, source: dict[str, Any], *, characters: int = 0) -> None:
        """Add an object, or replace it; `characters` tells about how large it is."""
        self._enqueue({"_op_type": "index", "_id": key, "_source": source}, characters)

    def change(self, key: str, part: dict[str, Any]) -> None:
        """Change some fields of an object."""
        self._enqueue({"_op_type": "update", "_id": key, "doc": part})

    def delete(self, key: str) -> None:
        """Delete an object, if it is there."""
        self._enqueue({"_op_type": "delete", "_id": key})

    def flush(self) -> None:
        """Send what is waiting. Raises `EngineUnavailable`, `NotWritable` and `IndexBusy`."""
        if not self._waiting:
            return
        self._before()
        waiting, self._waiting, self._characters = self._waiting, [], 0
        outcomes = streaming_bulk(
            self._client,
            waiting,
            chunk_size=len(waiting),
            max_chunk_bytes=10 * CHARACTERS,
            index=self.index,
            max_retries=TRIES_MORE,
            initial_backoff=FIRST_PAUSE,
            max_backoff=30,
            raise_on_error=False,
            yield_ok=False,
            request_timeout=SECONDS,
        )
        with translated(self._address):
            for _, outcome in outcomes:
                ((action, about),) = outcome.items()
                if action != "delete" or about["status"] != GONE:
                    raise refusal(about["status"], str(about.get("error")), self._address)

    def show(self) -> None:
        """Send what is waiting, and let all of it be found."""
        self.flush()
        generations.refresh(self._client, self._address, self.index)

    def _enqueue(self, action: dict[str, Any], characters: int = 0) -> None:
        self._waiting.append(action)
        self._characters += characters
        if len(self._waiting) >= ACTIONS or self._characters >= CHARACTERS:
            self.flush()
