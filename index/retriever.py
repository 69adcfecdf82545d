"""The seam between answering and searching: what the bot asks of an index, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

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

    def sample(self, limit: int) -> list[str]:
        """The ids of at most `limit` documents from all over the corpus, by source.

        All of them where there are no more; always the same ones of one state.
        """


@runtime_checkable
class Counting(Protocol):
    """A retriever that counts many terms in about the time of one: one that is far away."""

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many passages each of `terms` occurs."""


def counted(retriever: Retriever, terms: Iterable[str]) -> dict[str, int]:
    """In how many passages each of `terms` occurs."""
    if isinstance(retriever, Counting):
        return retriever.frequencies(terms)
    return {term: retriever.frequency(term) for term in terms}
