"""A cluster that does not answer, or refuses, is one sentence with its remedy: never a hang."""

from __future__ import annotations

import socket
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from opensearchpy import exceptions

from bot.engine import Bot
from index.errors import EngineUnavailable, IndexBusy, NotWritable, QuothError
from index.library import Library
from index.opensearch.address import Address
from index.opensearch.connection import FULL, described
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from bot.records import Records


@pytest.fixture
def gone() -> Iterator[Address]:
    """An address where nobody listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield Address((f"127.0.0.1:{bound.getsockname()[1]}",), "news", secure=False)


@pytest.fixture
def client(corpus: Path, records: Records, gone: Address) -> FlaskClient:
    library = Library(corpus, gone)
    return create_app(Bot(library), library, records).test_client()


@pytest.mark.parametrize("route", ["/readyz", "/ask?question=Who+leads", "/search?query=goals"])
def test_a_cluster_that_is_gone_is_a_503_with_the_remedy(client: FlaskClient, route: str) -> None:
    response = client.get(route, headers={"Accept": "application/json"})

    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "start the cluster" in response.get_json()["detail"]


def test_neither_reading_nor_writing_hangs(corpus: Path, gone: Address) -> None:
    library = Library(corpus, gone)

    with pytest.raises(EngineUnavailable, match="does not answer"):
        library.snapshot()
    with pytest.raises(EngineUnavailable, match="does not answer"):
        library.update()
    with pytest.raises(EngineUnavailable, match="does not answer"):
        library.examine()


@pytest.mark.parametrize(
    ("error", "kind", "remedy"),
    [
        (exceptions.ConnectionTimeout("TIMEOUT", "", Exception()), EngineUnavailable, "in time"),
        (exceptions.ConnectionError("N/A", "", Exception()), EngineUnavailable, "start"),
        (exceptions.SSLError("N/A", "", Exception()), EngineUnavailable, "ca=FILE"),
        (exceptions.AuthenticationException(401, ""), EngineUnavailable, "PASSWORD"),
        (exceptions.AuthorizationException(403, "security"), EngineUnavailable, "the right"),
        (exceptions.AuthorizationException(403, FULL), NotWritable, "free space"),
        (exceptions.TransportError(429, FULL), NotWritable, "free space"),
        (exceptions.TransportError(429, "rejected"), EngineUnavailable, "too much to do"),
        (exceptions.TransportError(503, "no shard"), EngineUnavailable, "health is red"),
        (exceptions.ConflictError(409, "version"), IndexBusy, "try again"),
        (exceptions.TransportError(500, "a bug"), EngineUnavailable, "a bug"),
        (exceptions.SerializationError("what?"), EngineUnavailable, "what"),
    ],
)
def test_what_a_cluster_says_becomes_an_error_of_ours(
    gone: Address, error: exceptions.OpenSearchException, kind: type[QuothError], remedy: str
) -> None:
    said = described(error, gone)

    assert type(said) is kind
    assert remedy in str(said)
