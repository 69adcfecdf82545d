"""Take up what a killed writer left in an index, and clear away what nobody reads any more."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from opensearchpy.helpers import scan

from index.opensearch.generations import PATIENT
from index.opensearch.ledger import DOCUMENT, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from opensearchpy import OpenSearch

    from index.opensearch.loader import Loader

    Query = dict[str, Any]
    Found = dict[str, Any]

AT_A_TIME = 5_000
WHOLE = {"allow_partial_search_results": "false", **PATIENT}


def take_up(
    client: OpenSearch, loader: Loader, generation: int, known: Collection[str]
) -> list[Row]:
    """The documents that were sent whole after `generation`, but for new states of `known` ones.

    All else that a killed writer did is undone.
    """
    loader.show()
    later = _later(generation)
    revived = {"bool": {"filter": [{"range": {"died": {"gt": generation}}}], "must_not": [later]}}
    _each(client, loader, revived, lambda key: loader.change(key, {"died": None}))
    whole = []
    for found in _by_document(client, loader.index, later):
        row = _whole(found)
        if row and row.id not in known:
            whole.append(row)
            continue
        for each in found:
            loader.delete(each["_id"])
    loader.flush()
    return whole


def clear(client: OpenSearch, loader: Loader, generation: int) -> None:
    """Delete what went with `generation` or before, once nobody reads an older state any more."""
    _each(client, loader, {"range": {"died": {"lte": generation}}}, loader.delete)


def unfinished(client: OpenSearch, index: str, generation: int) -> int:
    """How many objects a killed writer left."""
    body = {"query": _later(generation), "size": 0, "track_total_hits": True}
    return int(client.search(index=index, body=body)["hits"]["total"]["value"])


def _later(generation: int) -> Query:
    return {"range": {"born": {"gt": generation}}}


def _by_document(client: OpenSearch, index: str, query: Query) -> Iterator[list[Found]]:
    """What matches, without its text: all of one document, then of the next; a row comes first."""
    body = {
        "query": query,
        "sort": ["document", "kind"],
        "_source": ["kind", "document", "died", "row"],
    }
    found = scan(
        client,
        body,
        index=index,
        size=AT_A_TIME,
        preserve_order=True,
        request_timeout=PATIENT["request_timeout"],
        scroll_kwargs=PATIENT,
    )
    for _, objects in groupby(found, lambda each: each["_source"].get("document")):
        yield list(objects)


def _whole(found: Sequence[Found]) -> Row | None:
    """The row of a document if this is all of it, once, and none of it was removed."""
    first = found[0]["_source"]
    if first["kind"] != DOCUMENT or any(each["_source"].get("died") for each in found):
        return None
    row = Row(**first["row"])
    return row if {each["_id"] for each in found} == set(row.keys) else None


def _each(client: OpenSearch, loader: Loader, query: Query, change: Callable[[str], None]) -> None:
    """Change everything that matches, so that it matches no more."""
    body = {"query": query, "size": AT_A_TIME, "_source": False}
    while found := client.search(index=loader.index, body=body, params=WHOLE)["hits"]["hits"]:
        for each in found:
            change(each["_id"])
        loader.show()
