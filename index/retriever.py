"""The seam between answering and searching: what the bot asks of an index, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from index.documents import Document, Hit


@dataclass(frozen=True, slots=True)
class IndexState:
    """Which state of the index an answer was given from."""

    generation: int
    fingerprint: str
    documents: int
    passages: int


class Retriever(Protocol):
    """One snapshot of an index: what it returns never changes."""

    @property
    def state(self) -> IndexState:
        """Which snapshot this is, and how much it holds."""

    def search(
        self, terms: Sequence[str], *, limit: int = 10, documents: Collection[str] = ()
    ) -> list[Hit]:
        """The best passages for analysed `terms`, best first; ties by position in the corpus.

        Only passages that share a term are returned. `documents` restricts to those ids.
        """

    def frequency(self, term: str) -> int:
        """In how many passages `term` occurs."""

    def document(self, document_id: str) -> Document:
        """The document, text and all. Raises `DocumentMissing`."""
