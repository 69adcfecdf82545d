"""One state of an index in a cluster, held still: this engine's `Retriever`."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from index.documents import Hit
from index.errors import DocumentMissing, IndexDamaged
from index.opensearch import ledger, pool, records
from index.opensearch.ledger import Kept, Row
from index.opensearch.scoring import Scoring
from index.opensearch.tokens import token
from index.opensearch.view import OBJECTS
from index.retriever import IndexState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from index.catalogue import Entry
    from index.documents import Document, Passage
    from index.opensearch.generations import State
    from index.opensearch.view import View
    from index.scan import Problem
    from index.writer import IndexedFile

CACHED_DOCUMENTS = 256
CACHED_FREQUENCIES = 1 << 16
LONGEST_QUERY = 500  # different terms; Lucene takes 1,024 clauses
PAGE = 2_000  # rows of the ledger at a time
CHARACTERS = 4_000_000  # of documents at a time


class ClusterSnapshot:
    """A `Retriever` over one commit; safe to use from several threads.

    What came or went later stays as it was here for `generations.GRACE` seconds after the next
    commit. `major` is the version of the cluster.
    """

    def __init__(self, view: View, state: State, *, major: int) -> None:
        self._view = view
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
        found = pool.best(self._view, asked, scoring, documents=documents, limit=limit)
        return [Hit(records.passage(each.source), score) for score, each in found]

    def frequency(self, term: str) -> int:
        """In how many passages `term` occurs."""
        return self.frequencies([term])[term]

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many passages each of `terms` occurs."""
        names = {term: token(term) for term in terms}
        known = self._frequencies(set(names.values()))
        return {term: known[name] for term, name in names.items()}

    def document(self, document_id: str) -> Document:
        """The document, text and all. Raises `DocumentMissing`."""
        return self._document(document_id)

    def passages(self, document_id: str) -> list[Passage]:
        """The passages of a document in order. Raises `DocumentMissing`."""
        row = Row(**self._only(document_id, source=["row"])["row"])
        return _passages(row, self._view.sources(row.keys[1:]))

    def read(
        self, files: Iterable[IndexedFile]
    ) -> Iterator[tuple[IndexedFile, Document, list[Passage]]]:
        """The documents of indexed files with their passages, one by one, in this order."""
        rows = {row.id: row for row in self.rows()}
        for batch in _batches(rows[file.document_id] for file in files):
            found = self._view.sources([key for row in batch for key in row.keys])
            for row in batch:
                passages = _passages(row, found)
                if row.key not in found:
                    raise IndexDamaged(f"the text of {row.source} is gone: {records.REBUILD}")
                yield row.file, records.document(found[row.key]), passages

    def sample(self, limit: int) -> list[str]:
        """The ids of at most `limit` documents by source: the lowest ids, which are random."""
        query = self._view.query({"term": {"kind": ledger.DOCUMENT}})
        found = self._view.hits(
            query, size=limit, sort=["document"], _source=["document", "source"]
        )
        sources = [each["_source"] for each in found]
        return [each["document"] for each in sorted(sources, key=lambda one: one["source"])]

    def entries(self) -> list[Entry]:
        """The ledger: every file of the corpus by name, in the index or not, and why not."""
        return [each.entry for each in self.kept(ledger.DOCUMENT, ledger.PROBLEM)]

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
        """Documents or problems or both, by source."""
        query = self._view.query({"terms": {"kind": kinds}})
        options: dict[str, Any] = {"sort": ["source", "kind"], "_source": ["kind", "born", "row"]}
        while found := self._view.hits(query, size=PAGE, **options):
            for each in found:
                yield ledger.from_source(each["_source"])
            options["search_after"] = found[-1]["sort"]

    def is_whole(self) -> bool:
        """Whether it has as many documents and passages as its state says."""
        kinds = [{"term": {"kind": kind}} for kind in (ledger.DOCUMENT, ledger.PASSAGE)]
        return self._view.counts(kinds) == [self._facts.documents, self._facts.passages]

    def _frequencies(self, names: Collection[str]) -> dict[str, int]:
        """In how many passages each token occurs; each is looked up once while remembered."""
        known = self._known
        unknown = [name for name in names if name not in known]
        if len(known) + len(unknown) > CACHED_FREQUENCIES:
            known, unknown = {}, list(names)
            self._known = known
        counts = self._view.counts([{"term": {"terms": name}} for name in unknown])
        known |= dict(zip(unknown, counts, strict=True))
        return {name: known[name] for name in names}

    def _fetch(self, document_id: str) -> Document:
        return records.document(self._only(document_id, source=["row", "body"]))

    def _only(self, document_id: str, *, source: list[str]) -> dict[str, Any]:
        query = self._view.query(
            {"term": {"kind": ledger.DOCUMENT}}, {"term": {"document": document_id}}
        )
        found = self._view.hits(query, size=1, _source=source)
        if not found:
            raise DocumentMissing(
                f"no document {document_id!r}: it may have been removed; "
                "'quoth documents list' shows those there are"
            )
        only: dict[str, Any] = found[0]["_source"]
        return only


def _passages(row: Row, found: Mapping[str, dict[str, Any]]) -> list[Passage]:
    """The passages of a document among the objects that were found."""
    sources = [found[key] for key in row.keys[1:] if key in found]
    if len(sources) < row.passages:
        missing = row.passages - len(sources)
        raise IndexDamaged(f"{missing} passages of {row.source} are gone: {records.REBUILD}")
    return list(map(records.passage, sources))


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """So many documents at a time as can be held and sent at once."""
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        full = sum(each.passages for each in batch) >= OBJECTS
        if full or sum(each.characters for each in batch) >= CHARACTERS:
            yield batch
            batch = []
    if batch:
        yield batch
