"""A cluster on this machine, for the whole run, and an index of its own for every test."""

from __future__ import annotations

import logging
from secrets import token_hex
from typing import TYPE_CHECKING

import pytest

from index.opensearch import connection, generations, health, view
from index.opensearch.address import Address
from tests.opensearch import cluster

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = [
    (connection, "SECONDS"),
    (generations, "POLL_SECONDS"),
    (health, "SECONDS"),
    (view, "SECONDS"),
]


@pytest.fixture(scope="session")
def host() -> Iterator[str]:
    """A node of OpenSearch; without it tests are skipped, except in CI, where they fail."""
    newest = cluster.require()[0]
    logging.getLogger("opensearch").setLevel(logging.ERROR)
    with cluster.running(newest) as nodes:
        yield nodes[0].host


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a busy machine does late is no failure here."""
    for module, limit in LIMITS:
        monkeypatch.setattr(module, limit, 60)


@pytest.fixture
def address(host: str) -> Address:
    """An index that is not there yet."""
    return Address((host,), f"test-{token_hex(4)}", secure=False)
