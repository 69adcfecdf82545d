"""Examine an index in a cluster: is it what was written, and does it all fit together?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from index.doctor import Finding, about_document
from index.errors import IndexDamaged
from index.fingerprint import fingerprint
from index.opensearch import generations, health, remains
from index.opensearch.records import REBUILD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opensearchpy import OpenSearch

    from index.opensearch.address import Address
    from index.opensearch.generations import Current
    from index.opensearch.ledger import Row
    from index.opensearch.snapshot import ClusterSnapshot

SWEEP = "run 'quoth index' in a minute, which goes on with it or deletes it"


def findings(
    client: OpenSearch, address: Address, was: Current, snapshot: ClusterSnapshot
) -> Iterator[Finding]:
    """What is wrong with the index, whose counts are right; leftovers do no harm."""
    file = str(address)
    yield from health.findings(client, address, was.index)
    rows = snapshot.rows()
    for problem in [*_about_documents(rows, snapshot), *_about_state(rows, was)]:
        yield Finding(file, problem, REBUILD)
    for index in generations.leftovers(client, address.name):
        yield Finding(index, "the alias does not name this generation", SWEEP, harm=False)
    if left := remains.unfinished(client, was.index, was.state.generation):
        yield Finding(file, f"a writer was stopped and left {left} objects", SWEEP, harm=False)


def _about_documents(rows: list[Row], snapshot: ClusterSnapshot) -> Iterator[str]:
    checked = 0
    while checked < len(rows):
        try:
            for _, document, passages in snapshot.read(row.file for row in rows[checked:]):
                yield from about_document(document, passages, asdict(rows[checked]))
                checked += 1
        except IndexDamaged as error:
            yield str(error)
            checked += 1


def _about_state(rows: list[Row], was: Current) -> Iterator[str]:
    if fingerprint(row.named for row in rows) != was.state.fingerprint:
        yield "its fingerprint is not that of its documents"
    if sum(row.tokens for row in rows) != was.state.tokens:
        yield f"its documents do not have the {was.state.tokens} terms that it says"
