"""Clear away, within an index, what a killed writer left and what nobody reads any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.opensearch.generations import PATIENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from opensearchpy import OpenSearch

    from index.opensearch.generations import Current
    from index.opensearch.loader import Loader

AT_A_TIME = 5_000


def clear(client: OpenSearch, loader: Loader, was: Current) -> None:
    """Undo what was written after `was`, and delete what went with it or before.

    The latter only once nobody can be reading the state before `was` any more.
    """
    generation = was.state.generation
    later = {"range": {"born": {"gt": generation}}}
    revived = {"bool": {"filter": [{"range": {"died": {"gt": generation}}}], "must_not": [later]}}
    client.indices.refresh(index=was.index, params=PATIENT)
    _each(client, was.index, later, loader, loader.delete)
    _each(client, was.index, revived, loader, lambda key: loader.change(key, {"died": None}))
    if was.settled:
        gone = {"range": {"died": {"lte": generation}}}
        _each(client, was.index, gone, loader, loader.delete)


def unfinished(client: OpenSearch, was: Current) -> int:
    """How many objects a killed writer left."""
    query = {"range": {"born": {"gt": was.state.generation}}}
    body = {"query": query, "size": 0, "track_total_hits": True}
    return int(client.search(index=was.index, body=body)["hits"]["total"]["value"])


def _each(
    client: OpenSearch,
    index: str,
    query: dict[str, Any],
    loader: Loader,
    change: Callable[[str], None],
) -> None:
    """Change everything that matches, so that it matches no more."""
    body = {"query": query, "size": AT_A_TIME, "_source": False}
    while found := client.search(index=index, body=body)["hits"]["hits"]:
        for each in found:
            change(each["_id"])
        loader.flush()
        client.indices.refresh(index=index, params=PATIENT)
