"""Which state of an index is the current one: an alias, and in what it names a state document.

`name` is an alias of one index, a generation built from nothing; the document "state" in it says
up to which change what is there counts. A change of either is one atomic step: readers see what
was before it or what is after it.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from opensearchpy.exceptions import ConflictError, NotFoundError, RequestError

from index.errors import IndexDamaged
from index.opensearch.connection import incomplete
from index.opensearch.mapping import OURS, about_index, index_body
from index.opensearch.records import REBUILD

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

    from index.opensearch.address import Address

STATE = "state"
GRACE = 60  # seconds for which those who hold an older state can still read it
POLL_SECONDS = 3  # for one try of a reader
PATIENT = {"request_timeout": 60}  # for one try of a writer


@dataclass(frozen=True, slots=True)
class State:
    """What is said of the whole index."""

    recipe: str
    generation: int
    fingerprint: str
    documents: int
    passages: int
    tokens: int
    committed_at: float  # seconds since 1970
    folder: str = ""  # whose documents these are; "" until one is indexed


@dataclass(frozen=True, slots=True)
class Current:
    """The state, where it was found, and which write of it this is."""

    index: str
    state: State
    seq_no: int
    primary_term: int

    @property
    def settled(self) -> bool:
        """Whether nobody can be reading the state before this one any more."""
        return time.time() - self.state.committed_at > GRACE


def current(client: OpenSearch, name: str) -> Current | None:
    """The newest committed state; None before the first. Raises `IndexDamaged`."""
    try:
        found = client.get(index=name, id=STATE, params={"request_timeout": POLL_SECONDS})
    except NotFoundError:
        return None
    try:
        state = State(**found["_source"]["row"])
    except (KeyError, TypeError) as error:
        raise IndexDamaged(f"another version of Quoth wrote {name}: {REBUILD}") from error
    return Current(found["_index"], state, found["_seq_no"], found["_primary_term"])


def create(client: OpenSearch, address: Address, generation: int) -> str:
    """A new, empty index that nobody sees yet; its name."""
    index = f"{address.name}-g{generation}"
    try:
        client.indices.create(index=index, body=index_body(address), params=PATIENT)
    except RequestError as error:
        if error.error != "resource_already_exists_exception":
            raise
        # ours: nobody else may make one, and the answer to a first try was lost
    return index


def commit(client: OpenSearch, was: Current, state: State) -> None:
    """Let what was written into the current index count.

    A `ConflictError` means that another process has committed since `was`.
    """
    on_top = {"if_seq_no": was.seq_no, "if_primary_term": was.primary_term}
    _write(client, was.index, state, on_top)


def publish(client: OpenSearch, name: str, index: str, state: State) -> None:
    """Let the alias move to a new `index`."""
    _write(client, index, state, {"op_type": "create"})
    actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": name}}]
    if client.indices.exists_alias(name=name):
        actions.insert(0, {"remove": {"index": f"{name}-g*", "alias": name}})
    client.indices.update_aliases(body={"actions": actions}, params=PATIENT)


def refresh(client: OpenSearch, address: Address, index: str) -> None:
    """Let what was written be found. Raises `EngineUnavailable`."""
    if client.indices.refresh(index=index, params=PATIENT)["_shards"]["failed"]:
        raise incomplete(address)


def following(client: OpenSearch, name: str, was: Current | None) -> int:
    """The number of the next generation, which none of those that are there bears."""
    numbers = map(_number, _ours(client, name))
    return max([was.state.generation if was else 0, *numbers]) + 1


def leftovers(client: OpenSearch, name: str) -> list[str]:
    """Generations of ours that the alias does not name: older ones, or never finished."""
    return sorted(_unnamed(client, name))


def begun(client: OpenSearch, address: Address, was: Current | None) -> str | None:
    """The newest generation that a killed writer left unfinished, if this one would begin alike."""
    last, alike = _number(was.index) if was else 0, about_index(address)
    found = [
        index
        for index, about in _unnamed(client, address.name).items()
        if _number(index) > last and about["mappings"]["_meta"] == alike
    ]
    return max(found, key=_number, default=None)


def sweep(client: OpenSearch, name: str, was: Current | None, *, keep: str | None) -> None:
    """Delete the generations that nobody reads: unfinished ones, and older ones after a while."""
    for index in leftovers(client, name):
        older = was is not None and _number(index) < _number(was.index)
        if index != keep and (not older or (was and was.settled)):
            client.indices.delete(index=index, params={"ignore_unavailable": "true", **PATIENT})


def _unnamed(client: OpenSearch, name: str) -> dict[str, Any]:
    return {
        index: about for index, about in _ours(client, name).items() if name not in about["aliases"]
    }


def _ours(client: OpenSearch, name: str) -> dict[str, Any]:
    found = client.indices.get(index=f"{name}-g*")
    return {
        index: about
        for index, about in found.items()
        if about["mappings"].get("_meta", {}).get(OURS) == name
    }


def _number(index: str) -> int:
    return int(index.rpartition("-g")[2])


def _write(client: OpenSearch, index: str, state: State, condition: dict[str, Any]) -> None:
    body = {"kind": STATE, "row": asdict(state)}
    try:
        client.index(index=index, id=STATE, body=body, params={**PATIENT, **condition})
    except ConflictError:
        if client.get(index=index, id=STATE)["_source"] != body:
            raise
        # ours: the answer to a first try was lost
