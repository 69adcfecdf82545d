"""How an index is: whole, without all of its copies, or on disks that take no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.doctor import Finding
from index.opensearch.connection import MORE_SPACE, incomplete

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opensearchpy import OpenSearch

    from index.opensearch.address import Address

SECONDS = 3  # for one try
COPYING = 30  # seconds in which the copies of a new index are made, if there are nodes for them
BLOCKS = "index.blocks.*"  # a node sets one on what it holds when its disk is full


def check(client: OpenSearch, address: Address, index: str) -> str:
    """The health of `index`, "green" or "yellow". Raises `EngineUnavailable` where it is red."""
    params = {"local": "true", "request_timeout": SECONDS}  # asks no node for another's word
    status = str(client.cluster.health(index=index, params=params)["status"])
    if status == "red":
        raise incomplete(address)
    return status


def await_copies(client: OpenSearch, *indices: str) -> None:
    """Wait until new indices have their copies: until then a single node holds what they hold.

    Where there are too few nodes they never have them, so after `COPYING` seconds that has to do.
    """
    limits = {"timeout": f"{COPYING}s", "request_timeout": COPYING + SECONDS, "ignore": 408}
    client.cluster.health(index=indices, params={"wait_for_status": "green", **limits})


def findings(client: OpenSearch, address: Address, index: str) -> Iterator[Finding]:
    """What keeps nobody from asking and should be mended all the same."""
    if check(client, address, index) == "yellow":
        problem = "not every part of it has the copies that it should have (its health is yellow)"
        yield Finding(str(address), problem, "add a node, or bring one back", harm=False)
    if _is_blocked(client, index):
        yield Finding(str(address), "it takes no more writes", MORE_SPACE, harm=False)


def _is_blocked(client: OpenSearch, index: str) -> bool:
    params = {"flat_settings": "true", "request_timeout": SECONDS}
    found = client.indices.get_settings(index=index, name=BLOCKS, params=params)
    return any("true" in about["settings"].values() for about in found.values())
