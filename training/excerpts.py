"""Cut documents into excerpts: a folder of three short files is what people try first."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from index.reading import read
from training.collection import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.documents import Document
    from training.collection import GoldQuestion

LENGTH = 4_000  # characters of an excerpt at least, but for a document's last
TOGETHER = 3  # excerpts in a collection, each of another document
_BETWEEN = "\n\n"  # paragraphs


class Excerpts:
    """Small collections, and the questions as they are asked of them."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._starts: dict[str, list[int]] = {d.id: list(_cuts(d.text)) for d in documents}
        self._of = {
            document.id: _pieces(document, self._starts[document.id]) for document in documents
        }
        groups = [documents[at : at + TOGETHER] for at in range(0, len(documents), TOGETHER)]
        most = max(map(len, self._of.values()))
        parts = [
            [self._of[document.id][k] for document in group if k < len(self._of[document.id])]
            for k in range(most)
            for group in groups
        ]  # neighbours are of different documents, so that the part before a question's is foreign
        self.places = Places([part for part in parts if part], name="excerpts")

    def moved(self, question: GoldQuestion) -> GoldQuestion | None:
        """The question with its place in an excerpt; None where a cut parts its paragraph."""
        starts = self._starts[question.document_id]
        number = max(k for k, start in enumerate(starts) if start <= question.start)
        excerpt = self._of[question.document_id][number]
        start = question.start - starts[number]
        end = question.end - starts[number]
        if end > len(excerpt.text):
            return None
        return replace(question, document_id=excerpt.id, start=start, end=end)


def _cuts(text: str) -> Iterator[int]:
    at = 0
    while at < len(text):
        yield at
        cut = text.find(_BETWEEN, at + LENGTH)
        at = cut + len(_BETWEEN) if cut >= 0 else len(text)


def _pieces(document: Document, starts: Sequence[int]) -> list[Document]:
    ends = [start - len(_BETWEEN) for start in starts[1:]] + [len(document.text)]
    return [
        _excerpt(document, number, document.text[start:end])
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def _excerpt(document: Document, number: int, text: str) -> Document:
    reading = read(text.encode(), document.source)
    return replace(
        document,
        id=f"{document.id}-{number}",
        text=reading.text,
        sha256=hashlib.sha256(reading.text.encode()).hexdigest(),
        blocks=reading.blocks,
    )
