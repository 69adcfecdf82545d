"""Gold questions and their documents, indexed in memory: what the models are fitted on."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index import analysis, passages
from index.bm25 import Bm25
from index.documents import Document, Hit
from index.errors import DocumentMissing
from index.reading import read
from index.retriever import IndexState

if TYPE_CHECKING:
    from collections.abc import Collection as Several
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from index.documents import Passage

K1, B = 1.2, 0.5


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with the words that answer it and where they stand: ``text[start:end]``."""

    text: str
    answers: tuple[str, ...]
    document_id: str
    start: int
    end: int


class Collection:
    """A `Retriever` over a few documents, in memory."""

    def __init__(self, documents: Iterable[Document], *, name: str = "training") -> None:
        self.documents = {document.id: document for document in documents}
        self.passages = [p for d in self.documents.values() for p in passages.split(d)]
        self._bm25 = Bm25.build(
            [passages.terms(self.documents[p.document_id], p) for p in self.passages], k1=K1, b=B
        )
        self._name = name

    @property
    def state(self) -> IndexState:
        """How much it holds."""
        return IndexState(1, self._name, len(self.documents), len(self.passages))

    def search(
        self, terms: Sequence[str], *, limit: int = 10, documents: Several[str] = ()
    ) -> list[Hit]:
        """The best passages for `terms`, best first."""
        positions, scores = self._bm25.top(terms, len(self.passages) if documents else limit)
        hits = [
            Hit(self.passages[position], score)
            for position, score in zip(positions.tolist(), scores.tolist(), strict=True)
        ]
        return [h for h in hits if not documents or h.passage.document_id in documents][:limit]

    def frequency(self, term: str) -> int:
        """In how many passages `term` occurs."""
        return self._bm25.frequency(term)

    def document(self, document_id: str) -> Document:
        """The document. Raises `DocumentMissing`."""
        if document_id not in self.documents:
            raise DocumentMissing(f"no document {document_id!r} in this collection")
        return self.documents[document_id]

    def sample(self, limit: int) -> list[str]:
        """The ids of the first documents."""
        return list(self.documents)[:limit]


class Without:
    """A `Retriever` that has lost what it says between `start` and `end` of a document."""

    def __init__(self, whole: Collection, document_id: str, start: int, end: int) -> None:
        self._whole = whole
        self._lost = (document_id, start, end)
        self.frequency = whole.frequency
        self.document = whole.document
        self.sample = whole.sample

    @property
    def state(self) -> IndexState:
        """How much the whole holds."""
        return self._whole.state

    def search(
        self, terms: Sequence[str], *, limit: int = 10, documents: Several[str] = ()
    ) -> list[Hit]:
        """The best passages that do not touch what is lost."""
        hits = self._whole.search(terms, limit=limit + 5, documents=documents)
        return [hit for hit in hits if not self._touches(hit.passage)][:limit]

    def _touches(self, passage: Passage) -> bool:
        document_id, start, end = self._lost
        return passage.document_id == document_id and passage.start < end and start < passage.end


class Places:
    """Where questions are asked: in the part of the documents that answers, or in another."""

    def __init__(self, parts: Sequence[Sequence[Document]], *, name: str) -> None:
        self._parts = [
            Collection(part, name=f"{name}, {number}") for number, part in enumerate(parts)
        ]

    def home(self, question: GoldQuestion) -> Collection:
        """The part that holds the document asked about."""
        return self._parts[self._home(question)]

    def away(self, question: GoldQuestion) -> Collection:
        """A part that does not."""
        return self._parts[self._home(question) - 1]

    def near(self, question: GoldQuestion) -> Without:
        """The part that does, without the paragraph asked about."""
        return Without(self.home(question), question.document_id, question.start, question.end)

    def _home(self, question: GoldQuestion) -> int:
        return next(n for n, p in enumerate(self._parts) if question.document_id in p.documents)


def places_of(documents: Sequence[Document]) -> list[Places]:
    """Collections of many documents, of half of them, and of one alone."""
    return [
        Places([documents[part::parts] for part in range(parts)], name=f"1 of {parts}")
        for parts in (2, 4, len(documents))
    ]


def load(folder: Path) -> tuple[list[Document], list[GoldQuestion]]:
    """Read `documents.jsonl.gz` and `questions.jsonl.gz`."""
    documents = [_document(json.loads(line)) for line in _lines(folder / "documents.jsonl.gz")]
    by_source = {document.source: document for document in documents}
    questions = []
    for line in _lines(folder / "questions.jsonl.gz"):
        gold = json.loads(line)
        document = by_source[gold["document"]]
        start = document.text.find(gold["context"])
        if start >= 0:
            end = start + len(gold["context"])
            questions.append(
                GoldQuestion(gold["question"], tuple(gold["answers"]), document.id, start, end)
            )
    return documents, questions


def varied(question: GoldQuestion, number: int) -> GoldQuestion:
    """The question as others would type it: in every third case all in lower case, in every
    third as keywords.
    """
    match number % 3:
        case 1:
            return replace(question, text=question.text.lower().rstrip("?"))
        case 2:
            return replace(question, text=" ".join(_keywords(question)) or question.text)
        case _:
            return question


def brief(question: GoldQuestion, words: int) -> GoldQuestion:
    """The question in its last `words` keywords, which mostly say what is asked about."""
    return replace(question, text=" ".join(_keywords(question)[-words:]) or question.text)


def _keywords(question: GoldQuestion) -> list[str]:
    return [
        question.text[word.start : word.end].lower()
        for word in analysis.words(question.text)
        if not analysis.is_function(word.term)
    ]


def _lines(path: Path) -> Iterable[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from file


def _document(row: dict[str, str]) -> Document:
    reading = read(row["text"].encode(), row["file"])
    return Document(
        hashlib.sha256(row["file"].encode()).hexdigest()[:12],
        row["file"],
        reading.title,
        reading.text,
        hashlib.sha256(reading.text.encode()).hexdigest(),
        reading.blocks,
        reading.date,
    )
