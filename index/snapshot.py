"""One state of the index, held still: the embedded engine's `Retriever`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from index.bm25 import Bm25
from index.catalogue import DEAD, FILES, PLACES, PROBLEMS, REMEDY
from index.documents import Hit
from index.errors import IndexDamaged
from index.retriever import IndexState
from index.writer import indexed_files, unread_files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from index.catalogue import Entry, Reader
    from index.documents import Document, Passage
    from index.scan import Problem
    from index.segment import Segment
    from index.writer import IndexedFile

    Ids = NDArray[np.int64]

CACHED_DOCUMENTS = 256
CACHED_PASSAGES = 4096
MORE = 8  # times as many hits are looked at until a tie across the limit is decided


class Snapshot:
    """A `Retriever` over one commit; safe to use from several threads.

    `ids` are the passages at the positions of `segments`, ascending.
    """

    def __init__(
        self,
        reader: Reader,
        segments: Sequence[Segment],
        ids: Sequence[Ids],
        *,
        k1: float,
        b: float,
    ) -> None:
        self._reader = reader
        self._ids = np.concatenate([np.empty(0, np.int64), *ids])
        self._bm25 = Bm25(segments, _dead(reader, ids), k1=k1, b=b)
        self._places = _places(reader)
        self._ranks = _ranks(self._ids, self._places.values(), self._bm25.passages)
        self._document = lru_cache(CACHED_DOCUMENTS)(reader.document)
        self._passage = lru_cache(CACHED_PASSAGES)(reader.passage)
        self._state = IndexState(
            generation=reader.facts.generation,
            fingerprint=reader.facts.fingerprint,
            documents=len(self._places),
            passages=self._bm25.passages,
        )

    @property
    def state(self) -> IndexState:
        """Which commit this is, and how much it holds."""
        return self._state

    def search(
        self, terms: Sequence[str], *, limit: int = 10, documents: Collection[str] = ()
    ) -> list[Hit]:
        """The best passages for `terms`, best first; ties by source, then by place in it.

        The same documents give the same hits, in whatever order they came into the index.
        """
        if limit < 1:
            return []
        among = self._positions(documents) if documents else None
        positions, scores = self._bm25.top(terms, wanted := limit * MORE, among=among)
        while len(positions) == wanted and scores[limit - 1] == scores[-1]:
            positions, scores = self._bm25.top(terms, wanted := wanted * MORE, among=among)
        order = np.lexsort((self._ranks[positions], -scores))[:limit]
        found = zip(self._ids[positions[order]].tolist(), scores[order].tolist(), strict=True)
        return [Hit(self._passage(passage_id), score) for passage_id, score in found]

    def frequency(self, term: str) -> int:
        """In how many passages `term` occurs."""
        return self._bm25.frequency(term)

    def document(self, document_id: str) -> Document:
        """The document, text and all. Raises `DocumentMissing`."""
        return self._document(document_id)

    def sample(self, limit: int) -> list[str]:
        """The ids of at most `limit` documents from all over the corpus, by source."""
        ids = list(self._places)
        return ids[:: max(1, -(-len(ids) // limit))]

    def entries(self) -> list[Entry]:
        """The ledger: every file of the corpus by name, in the index or not, and why not."""
        return self._reader.entries()

    def files(self) -> dict[str, IndexedFile]:
        """The indexed files by source, in its order."""
        return indexed_files(self._reader.tuples(FILES))

    def problems(self) -> list[Problem]:
        """The files that are not in the index, by source."""
        return unread_files(self._reader.tuples(PROBLEMS))

    def passages(self, document_id: str) -> list[Passage]:
        """The passages of a document in order. Raises `DocumentMissing`."""
        self.document(document_id)
        return [self._passage(each) for each in self._places[document_id]]

    def read(
        self, files: Iterable[IndexedFile]
    ) -> Iterator[tuple[IndexedFile, Document, list[Passage]]]:
        """The documents of indexed files with their passages, one by one, in this order."""
        for file in files:
            yield file, self.document(file.document_id), self.passages(file.document_id)

    def _positions(self, documents: Collection[str]) -> Ids:
        """Where the passages of `documents` stand, ascending; unknown ids have none."""
        places = [self._places[each] for each in documents if each in self._places]
        ids = [each for place in places for each in place]
        return np.searchsorted(self._ids, np.unique(np.array(ids, dtype=np.int64)))


def _places(reader: Reader) -> dict[str, range]:
    """The passage ids of every document by its id, in the order of their sources."""
    return {id_: range(first, first + count) for id_, first, count in reader.tuples(PLACES)}


def _dead(reader: Reader, ids: Sequence[Ids]) -> list[Ids]:
    """For each segment, the positions whose passages no document has any more."""
    gone = np.array(reader.tuples(DEAD), np.int64).ravel()
    return [np.flatnonzero(np.isin(of_segment, gone)) for of_segment in ids]


def _ranks(ids: Ids, places: Collection[range], live: int) -> Ids:
    """For each position, where its passage stands in the corpus. Raises `IndexDamaged`."""
    starts = np.array([place.start for place in places], np.int64)
    counts = np.array([len(place) for place in places], np.int64)
    before = np.cumsum(counts) - counts
    in_order = np.arange(counts.sum()) + np.repeat(starts - before, counts)
    if len(in_order) != live or not np.isin(in_order, ids).all():
        raise IndexDamaged(f"the segments hold other passages than the documents: {REMEDY}")
    positions = np.searchsorted(ids, in_order)
    ranks = np.zeros(len(ids), np.int64)
    ranks[positions] = np.arange(len(positions))
    return ranks
