"""What counts in one generation of an index, and how to ask the cluster for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.opensearch.connection import incomplete, refusal, translated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opensearchpy import OpenSearch

    from index.opensearch.address import Address

    Query = dict[str, Any]

SECONDS = 5  # for one try
SEARCH = {"search_type": "dfs_query_then_fetch", "allow_partial_search_results": "false"}
AT_A_TIME = 100  # counts that are asked for in one request
OBJECTS = 1_000  # that are asked for in one request


class View:
    """Asks for what was there at the commit of `generation`, whole or not at all.

    Raises `EngineUnavailable` where any part of the index does not answer.
    """

    def __init__(self, client: OpenSearch, address: Address, index: str, generation: int) -> None:
        self._client = client
        self._address = address
        self._index = index
        self._generation = generation

    def query(self, *filters: Query) -> Query:
        """A query for what passes the filters."""
        return {
            "bool": {
                "filter": [{"range": {"born": {"lte": self._generation}}}, *filters],
                "must_not": [{"range": {"died": {"lte": self._generation}}}],
            }
        }

    def hits(self, query: Query, *, size: int, **options: Any) -> list[dict[str, Any]]:
        """The first `size` objects."""
        body = {"query": query, "size": size, "track_total_hits": False, **options}
        params = {**SEARCH, "request_timeout": SECONDS}
        with translated(self._address):
            answer = self._client.search(index=self._index, body=body, params=params)
        hits: list[dict[str, Any]] = self._whole(answer)["hits"]["hits"]
        return hits

    def counts(self, filters: Sequence[Query]) -> list[int]:
        """How many objects pass each of the filters."""
        found: list[int] = []
        for at in range(0, len(filters), AT_A_TIME):
            bodies: list[dict[str, Any]] = []
            for each in filters[at : at + AT_A_TIME]:
                bodies.append({"allow_partial_search_results": False})
                bodies.append({"query": self.query(each), "size": 0, "track_total_hits": True})
            params = {"request_timeout": SECONDS}
            with translated(self._address):
                answers = self._client.msearch(index=self._index, body=bodies, params=params)
            found += [self._whole(each)["hits"]["total"]["value"] for each in answers["responses"]]
        return found

    def sources(self, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The objects with these keys that are there, by key, without their terms."""
        found: dict[str, dict[str, Any]] = {}
        for at in range(0, len(keys), OBJECTS):
            body = {"ids": keys[at : at + OBJECTS]}
            params = {"_source_excludes": "terms"}
            with translated(self._address):
                answer = self._client.mget(index=self._index, body=body, params=params)
            if any("error" in each for each in answer["docs"]):
                raise incomplete(self._address)
            found |= {each["_id"]: each["_source"] for each in answer["docs"] if each["found"]}
        return found

    def _whole(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The answer, unless a part of the index is missing from it."""
        if "error" in answer:
            raise refusal(answer["status"], str(answer["error"]), self._address)
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise incomplete(self._address)
        return answer
