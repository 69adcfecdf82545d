"""One state of the index, held still: the embedded engine's `Retriever`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from index.bm25 import Bm25
from index.documents import Hit
from index.retriever import IndexState
from index.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.catalogue import Entry, Reader
    from index.documents import Document

CACHED_DOCUMENTS = 256
CACHED_PASSAGES = 4096


class Snapshot:
    """A `Retriever` over one commit; safe to use from several threads."""

    def __init__(self, reader: Reader, folder: Path, *, k1: float, b: float) -> None:
        rows = reader.rows("SELECT file, passage_ids FROM segments ORDER BY number")
        ids = [np.frombuffer(row["passage_ids"], "<i8") for row in rows]
        segments = [Segment.open(folder / row["file"]) for row in rows]
        self._bm25 = Bm25(segments, _dead(reader, ids), k1=k1, b=b)
        self._ids = np.concatenate([np.empty(0, np.int64), *ids])
        self._reader = reader
        self._document = lru_cache(CACHED_DOCUMENTS)(reader.document)
        self._passage = lru_cache(CACHED_PASSAGES)(reader.passage)
        self._state = IndexState(
            generation=int(reader.facts["generation"]),
            fingerprint=reader.facts["fingerprint"],
            documents=reader.count_documents(),
            passages=self._bm25.passages,
        )

    @property
    def state(self) -> IndexState:
        """Which commit this is, and how much it holds."""
        return self._state

    def search(
        self, terms: Sequence[str], *, limit: int = 10, documents: Collection[str] = ()
    ) -> list[Hit]:
        """The best passages for `terms`, best first; ties by position in the corpus."""
        among = self._positions(documents) if documents else None
        positions, scores = self._bm25.top(terms, limit, among=among)
        found = zip(self._ids[positions].tolist(), scores.tolist(), strict=True)
        return [Hit(self._passage(passage_id), score) for passage_id, score in found]

    def frequency(self, term: str) -> int:
        """In how many passages `term` occurs."""
        return self._bm25.frequency(term)

    def document(self, document_id: str) -> Document:
        """The document, text and all. Raises `DocumentMissing`."""
        return self._document(document_id)

    def entries(self) -> list[Entry]:
        """The ledger: every file of the corpus by name, in the index or not, and why not."""
        return self._reader.entries()

    def _positions(self, documents: Collection[str]) -> NDArray[np.int64]:
        ids = [each for document in documents for each in self._reader.passage_ids(document)]
        return np.searchsorted(self._ids, np.unique(np.array(ids, dtype=np.int64)))


def _dead(reader: Reader, ids: Sequence[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
    """For each segment, the positions whose passages no document has any more."""
    gone = np.array([row["passage_id"] for row in reader.rows("SELECT * FROM dead")], np.int64)
    return [np.flatnonzero(np.isin(of_segment, gone)) for of_segment in ids]
