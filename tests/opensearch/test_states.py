"""What people see of a cluster that is slow, busy, closed, yellow, red or full."""

from __future__ import annotations

import socket
import time
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from bot.engine import Bot
from index.errors import EngineUnavailable
from index.library import Library
from index.opensearch import generations, loader
from index.opensearch.address import Address
from index.opensearch.connection import connect
from index.opensearch.loader import Loader
from index.opensearch.store import ClusterStore
from tests.opensearch.standin import refusing, saying
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

    from bot.records import Records

    Served = Callable[[Address], FlaskClient]

PATIENCE = 120  # seconds
ROUTES = ["/readyz", "/ask?question=When+were+the+Bogor+Goals+adopted", "/search?query=goals"]


@pytest.fixture
def served(corpus: Path, records: Records) -> Served:
    """A client of a server whose index is at an address."""

    def at(address: Address) -> FlaskClient:
        library = Library(corpus, address)
        return create_app(Bot(library), library, records).test_client()

    return at


@pytest.fixture
def indexed(corpus: Path, address: Address) -> ClusterStore:
    """The small corpus in a cluster."""
    Library(corpus, address).update()
    return ClusterStore(address)


def blocked(store: ClusterStore, *, full: bool) -> None:
    """Do as a node does when its disk passes the flood stage, or is emptied again."""
    block = {"index.blocks.read_only_allow_delete": full or None}
    store.client.indices.put_settings(index=f"{store.address.name}-*", body=block)


def wait_until_red(store: ClusterStore) -> None:
    until = time.monotonic() + PATIENCE
    while store.client.cluster.health(index=f"{store.address.name}-*")["status"] != "red":
        assert time.monotonic() < until, "the index is not red"
        time.sleep(0.1)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    ("status", "kind", "remedy"),
    [
        (401, "security_exception", "QUOTH_OPENSEARCH_PASSWORD"),
        (403, "security_exception", "give the user the right"),
        (429, "rejected_execution_exception", "try again in a moment, or add nodes"),
        (503, "no_shard_available_action_exception", "bring its nodes back"),
    ],
)
def test_a_cluster_that_says_no_is_a_503_with_the_remedy(
    served: Served, route: str, status: int, kind: str, remedy: str
) -> None:
    with saying(refusing(status, kind)) as host:
        response = served(Address((host,), "news", secure=False)).get(route)

    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert remedy in response.get_json()["detail"]


@pytest.mark.parametrize("route", ROUTES)
def test_a_cluster_that_says_nothing_is_not_waited_for(
    served: Served, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "POLL_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = Address((f"127.0.0.1:{silent.getsockname()[1]}",), "news", secure=False)
        response = served(address).get(route)

    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "does not answer" in response.get_json()["detail"]


def test_bulk_loading_waits_for_a_cluster_that_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "FIRST_PAUSE", 0)
    busy = {"type": "rejected_execution_exception", "reason": "the queue is full"}
    replies: list[tuple[int, dict[str, Any]]] = [
        (429, {"error": busy, "status": 429}),
        (200, bulk({"_id": "a", "status": 429, "error": busy}, {"_id": "b", "status": 201})),
        (200, bulk({"_id": "a", "status": 201})),
    ]

    with saying(lambda _method, _path: replies.pop(0)) as host:
        loading(host).flush()

    assert replies == []


def test_bulk_loading_gives_up_on_a_cluster_that_stays_busy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loader, "FIRST_PAUSE", 0)

    with (
        saying(refusing(429, "rejected_execution_exception")) as host,
        pytest.raises(EngineUnavailable, match="too much to do"),
    ):
        loading(host).flush()


def loading(host: str) -> Loader:
    """Two objects on their way to a cluster."""
    address = Address((host,), "news", secure=False)
    found = Loader(connect(address), address, "news-g1", lambda: None)
    found.put("a", {"kind": "passage"})
    found.put("b", {"kind": "passage"})
    return found


def bulk(*items: dict[str, Any]) -> dict[str, Any]:
    """What a cluster says to a bulk request."""
    return {"errors": True, "items": [{"index": item} for item in items]}


def test_a_yellow_index_is_ready_and_says_what_is_missing(
    served: Served, indexed: ClusterStore
) -> None:
    copies = {"index": {"auto_expand_replicas": "false", "number_of_replicas": 1}}
    indexed.client.indices.put_settings(index=indexed.address.name, body=copies)

    response = served(indexed.address).get("/readyz")

    assert response.status_code == HTTPStatus.OK
    (warning,) = response.get_json()["warnings"]
    assert "health is yellow" in warning
    assert "add a node" in warning


def test_a_red_index_is_a_503_and_answers_come_from_no_part_of_it(
    served: Served, indexed: ClusterStore
) -> None:
    (index,) = indexed.client.indices.get_alias(name=indexed.address.name)
    nowhere = {"index.routing.allocation.require._name": "no such node"}
    indexed.client.indices.close(index=index)
    indexed.client.indices.put_settings(index=index, body=nowhere)
    indexed.client.indices.open(index=index, params={"wait_for_active_shards": "0"})
    wait_until_red(indexed)  # it is yellow until a place was looked for in vain
    client = served(indexed.address)

    for route in ROUTES:
        response = client.get(route)
        assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert "health is red" in response.get_json()["detail"]


def test_a_full_cluster_answers_and_refuses_documents(
    served: Served, indexed: ClusterStore
) -> None:
    client = served(indexed.address)
    blocked(indexed, full=True)

    asked = client.get(ROUTES[1])
    (warning,) = client.get("/readyz").get_json()["warnings"]
    refused = client.post("/documents", data={"file": (BytesIO(b"Rice."), "rice.txt")})

    assert asked.get_json()["status"] == "answered"
    assert "takes no more writes: free space" in warning
    assert refused.status_code == HTTPStatus.INSUFFICIENT_STORAGE
    assert "free space on its disks" in refused.get_json()["detail"]
    blocked(indexed, full=False)
    assert client.get("/readyz").get_json()["warnings"] == []
    taken = client.post("/documents", data={"file": (BytesIO(b"Maize."), "maize.txt")})
    assert taken.status_code == HTTPStatus.CREATED
