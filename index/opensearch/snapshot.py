"""One state of an index in a cluster, held still: this engine's `Retriever`."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from index.documents import Hit
from index.errors import DocumentMissing, IndexDamaged
from index.opensearch import ledger, records
from index.opensearch.connection import incomplete, translated
from index.opensearch.ledger import Kept, Row
from index.opensearch.scoring import Candidate, Scoring
from index.opensearch.tokens import token
from index.retriever import IndexState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from opensearchpy import OpenSearch

    from index.catalogue import Entry
    from index.documents import Document, Passage
    from index.opensearch.address import Address
    from index.opensearch.generations import State
    from index.scan import Problem
    from index.writer import IndexedFile

CACHED_DOCUMENTS = 256
CACHED_FREQUENCIES = 1 << 16
LONGEST_QUERY = 1_000  # different terms; Lucene takes 1,024 clauses
POOL = 4  # times as many passages are scored as are wanted
SMALLEST_POOL = 40
MORE = 5  # times as many, where the pool may lack one of the best
LARGEST_POOL = 1_000  # beyond it, passages with one and the same score come as Lucene has them
PAGE = 2_000  # rows of the ledger at a time
WHOLE_PAGE = 100  # passages at a time
SEARCH_SECONDS = 5  # for one try
SEARCH = {"search_type": "dfs_query_then_fetch", "allow_partial_search_results": "false"}


class ClusterSnapshot:
    """A `Retriever` over one commit; safe to use from several threads.

    A document that came or went later stays as it was here for `generations.GRACE` seconds after
    the next commit.
    """

    def __init__(
        self, client: OpenSearch, address: Address, index: str, state: State, *, major: int
    ) -> None:
        self._client = client
        self._address = address
        self._index = index
        self._facts = state
        self._major = major
        self._known: dict[str, int] = {}  # frequencies by token
        self._document = lru_cache(CACHED_DOCUMENTS)(self._fetch)

    @property
    def state(self) -> IndexState:
        """Which commit this is, and how much it holds."""
        facts = self._facts
        return IndexState(facts.generation, facts.fingerprint, facts.documents, facts.passages)

    def search(
        self, terms: Sequence[str], *, limit: int = 10, documents: Collection[str] = ()
    ) -> list[Hit]:
        """The best passages for `terms`, best first; ties by source, then by place in it.

        Of more than `LONGEST_QUERY` different terms the first ones count.
        """
        counts = dict(list(Counter(map(token, terms)).items())[:LONGEST_QUERY])
        frequencies = self._frequencies(counts)
        asked = {each: count for each, count in counts.items() if frequencies[each]}
        if limit < 1 or not asked:
            return []
        scoring = Scoring.of(asked, frequencies, self._facts, self._major)
        found = self._best(asked, scoring, documents, limit)
        return [Hit(records.passage(each.source), score) for score, each in found[:limit]]

    def frequency(self, term: str) -> int:
        """In how many passages `term` occurs."""
        name = token(term)
        return self._frequencies([name])[name]

    def document(self, document_id: str) -> Document:
        """The document, text and all. Raises `DocumentMissing`."""
        return self._document(document_id)

    def passages(self, document_id: str) -> list[Passage]:
        """The passages of a document in order. Raises `DocumentMissing`."""
        with translated(self._address):
            row = self._row(document_id)
            keys = [row.passage_key(number) for number in range(row.passages)]
            found = [
                each
                for at in range(0, len(keys), WHOLE_PAGE)
                for each in self._client.mget(
                    index=self._index, body={"ids": keys[at : at + WHOLE_PAGE]}
                )["docs"]
            ]
        if missing := sum(not each["found"] for each in found):
            raise IndexDamaged(f"{missing} passages of {row.source} are gone: {records.REBUILD}")
        return [records.passage(each["_source"]) for each in found]

    def entries(self) -> list[Entry]:
        """The ledger: every file of the corpus by name, in the index or not, and why not."""
        return [each.entry for each in self.kept()]

    def files(self) -> dict[str, IndexedFile]:
        """The indexed files by source, in its order."""
        return {row.source: row.file for row in self.rows()}

    def problems(self) -> list[Problem]:
        """The files that are not in the index, by source."""
        return [each.problem for each in self.kept(ledger.PROBLEM) if isinstance(each, Kept)]

    def rows(self) -> list[Row]:
        """The indexed documents by source."""
        return [each for each in self.kept(ledger.DOCUMENT) if isinstance(each, Row)]

    def kept(self, *kinds: str) -> Iterator[Row | Kept]:
        """Documents and problems, or only one of them, by source."""
        query = self._visible({"terms": {"kind": kinds or (ledger.DOCUMENT, ledger.PROBLEM)}})
        body: dict[str, Any] = {
            "query": query,
            "size": PAGE,
            "sort": ["source", "kind"],
            "_source": ["kind", "born", "row"],
        }
        with translated(self._address):
            while found := self._hits(body):
                for each in found:
                    yield ledger.from_source(each["_source"])
                if len(found) < PAGE:
                    return
                body["search_after"] = found[-1]["sort"]

    def count(self, kind: str) -> int:
        """How many there are of a kind."""
        with translated(self._address):
            return self._total(self._visible({"term": {"kind": kind}}))

    def _best(
        self,
        asked: Mapping[str, int],
        scoring: Scoring,
        documents: Collection[str],
        limit: int,
    ) -> list[tuple[float, Candidate]]:
        """The pool in the right order, large enough to hold the best `limit` passages."""
        wanted = min(max(limit * POOL, SMALLEST_POOL), LARGEST_POOL)
        while True:
            pool = self._pool(asked, documents, wanted)
            ranked = [(scoring.exact(each), each) for each in pool]
            ranked.sort(key=lambda pair: (-pair[0], pair[1].place))
            whole = len(pool) < wanted or wanted >= LARGEST_POOL
            if whole or ranked[limit - 1][0] > scoring.bound(pool[-1]):
                return ranked
            wanted = min(wanted * MORE, LARGEST_POOL)

    def _pool(
        self, asked: Mapping[str, int], documents: Collection[str], size: int
    ) -> list[Candidate]:
        """The passages that Lucene ranks highest."""
        scored = [{"term": {"terms": {"value": t, "boost": n}}} for t, n in asked.items()]
        among = [{"terms": {"document": sorted(documents)}}] if documents else []
        query = self._visible(*among)
        query["bool"] |= {"should": scored, "minimum_should_match": 1}
        body = {"query": query, "size": size, "track_total_hits": False}
        with translated(self._address):
            return [Candidate(each["_score"], each["_source"]) for each in self._hits(body)]

    def _frequencies(self, names: Collection[str]) -> dict[str, int]:
        """In how many passages each token occurs; each is looked up once while remembered."""
        unknown = [name for name in names if name not in self._known]
        if len(self._known) + len(unknown) > CACHED_FREQUENCIES:
            self._known, unknown = {}, list(names)
        known = self._known
        if unknown:
            bodies: list[dict[str, Any]] = []
            for name in unknown:
                query = self._visible({"term": {"terms": name}})
                bodies += [
                    {"allow_partial_search_results": False},
                    {"query": query, "size": 0, "track_total_hits": True},
                ]
            with translated(self._address):
                answers = self._client.msearch(
                    index=self._index, body=bodies, params={"request_timeout": SEARCH_SECONDS}
                )["responses"]
            for name, answer in zip(unknown, answers, strict=True):
                known[name] = self._complete(answer)["hits"]["total"]["value"]
        return {name: known[name] for name in names}

    def _fetch(self, document_id: str) -> Document:
        with translated(self._address):
            found = self._only(document_id, source=True)
        return records.document(found)

    def _row(self, document_id: str) -> Row:
        return Row(**self._only(document_id, source=["row"])["row"])

    def _only(self, document_id: str, *, source: bool | list[str]) -> dict[str, Any]:
        query = self._visible(
            {"term": {"kind": ledger.DOCUMENT}}, {"term": {"document": document_id}}
        )
        found = self._hits({"query": query, "size": 1, "_source": source})
        if not found:
            raise DocumentMissing(
                f"no document {document_id!r}: it may have been removed; "
                "'quoth documents list' shows those there are"
            )
        only: dict[str, Any] = found[0]["_source"]
        return only

    def _visible(self, *filters: dict[str, Any]) -> dict[str, Any]:
        """A query for what counts in this generation."""
        generation = self._facts.generation
        return {
            "bool": {
                "filter": [{"range": {"born": {"lte": generation}}}, *filters],
                "must_not": [{"range": {"died": {"lte": generation}}}],
            }
        }

    def _total(self, query: dict[str, Any]) -> int:
        body = {"query": query, "size": 0, "track_total_hits": True}
        return int(self._answer(body)["hits"]["total"]["value"])

    def _hits(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        hits: list[dict[str, Any]] = self._answer(body)["hits"]["hits"]
        return hits

    def _answer(self, body: dict[str, Any]) -> dict[str, Any]:
        params = {**SEARCH, "request_timeout": SEARCH_SECONDS}
        return self._complete(self._client.search(index=self._index, body=body, params=params))

    def _complete(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The answer, unless a part of the index is missing from it."""
        if "error" in answer or answer["timed_out"] or answer["_shards"]["failed"]:
            raise incomplete(self._address)
        return answer
