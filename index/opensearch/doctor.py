"""Examine an index in a cluster: is it what was written, and does it all fit together?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from index.doctor import Finding, about_document
from index.errors import IndexDamaged
from index.fingerprint import fingerprint
from index.opensearch import generations, remains
from index.opensearch.records import REBUILD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opensearchpy import OpenSearch

    from index.opensearch.address import Address
    from index.opensearch.generations import Current
    from index.opensearch.ledger import Row
    from index.opensearch.snapshot import ClusterSnapshot

SWEEP = "run 'quoth index' in a minute, which deletes it"


def findings(
    client: OpenSearch, address: Address, was: Current, snapshot: ClusterSnapshot
) -> Iterator[Finding]:
    """What is wrong with the index, whose counts are right; leftovers do no harm."""
    file = str(address)
    if generations.check_health(client, address, was.index) == "yellow":
        problem = "not every part of it has the copies that it should have (its health is yellow)"
        yield Finding(file, problem, "add a node, or bring one back", harm=False)
    rows = snapshot.rows()
    for row in rows:
        for problem in _about(row, snapshot):
            yield Finding(file, problem, REBUILD)
    for problem in _about_state(rows, was):
        yield Finding(file, problem, REBUILD)
    for index in generations.leftovers(client, address.name):
        yield Finding(index, "the alias does not name this generation", SWEEP, harm=False)
    if left := remains.unfinished(client, was):
        yield Finding(file, f"a writer was stopped and left {left} objects", SWEEP, harm=False)


def _about(row: Row, snapshot: ClusterSnapshot) -> Iterator[str]:
    try:
        document, passages = snapshot.document(row.id), snapshot.passages(row.id)
    except IndexDamaged as error:
        yield str(error)
        return
    yield from about_document(document, passages, asdict(row))


def _about_state(rows: list[Row], was: Current) -> Iterator[str]:
    if fingerprint(row.named for row in rows) != was.state.fingerprint:
        yield "its fingerprint is not that of its documents"
    if sum(row.tokens for row in rows) != was.state.tokens:
        yield f"its documents do not have the {was.state.tokens} terms that it says"
