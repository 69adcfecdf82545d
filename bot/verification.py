"""Check a saved answer against the documents as they are now, citation by citation."""

from __future__ import annotations

from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any

from bot.answers import permalink
from index import analysis
from index.errors import DocumentMissing, InvalidAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.documents import Document, Sentence
    from index.retriever import Retriever

ALIKE = 0.6  # share of the words in common, above which a sentence is an edit of another
NEAR = 5  # passages that are looked through for a sentence that is not where it was


class State(StrEnum):
    """What became of a quotation."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    EDITED = "edited"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is checked: words, and where they stood."""

    id: int
    cited_text: str
    document_id: str
    start_char_index: int
    end_char_index: int


@dataclass(frozen=True, slots=True)
class Verification:
    """The state of a citation; where it stands now and what stands there, unless it is gone."""

    id: int
    state: State
    document_id: str | None = None
    start_char_index: int | None = None
    end_char_index: int | None = None
    current_text: str | None = None
    permalink: str | None = None


def quotations(answer: Any) -> list[Quotation]:
    """The quotations of a saved answer object. Raises `InvalidAnswer` where it isn't one."""
    try:
        names = [field.name for field in fields(Quotation)]
        return [
            Quotation(**{name: citation[name] for name in names})
            for citation in answer["citations"]
        ]
    except (KeyError, TypeError) as error:
        raise InvalidAnswer(
            f"this isn't a saved answer ({error}): give the object that 'quoth ask --json' printed"
        ) from error


def verify(quotations: Iterable[Quotation], retriever: Retriever) -> list[Verification]:
    """The state of every quotation, in their order."""
    return [_verify(quotation, retriever) for quotation in quotations]


def _verify(quotation: Quotation, retriever: Retriever) -> Verification:
    places = list(_places(quotation, retriever))
    for document, start, end in places:
        if document.text[start:end] == quotation.cited_text:
            same = document.id == quotation.document_id and start == quotation.start_char_index
            return _found(quotation, State.UNCHANGED if same else State.MOVED, document, start, end)
    edited = max(places, key=lambda place: _likeness(quotation, place), default=None)
    if edited and _likeness(quotation, edited) >= ALIKE:
        return _found(quotation, State.EDITED, *edited)
    return Verification(quotation.id, State.GONE)


def _places(quotation: Quotation, retriever: Retriever) -> Iterator[tuple[Document, int, int]]:
    """Where the quotation may stand now: its place, elsewhere in its document, elsewhere."""
    length = len(quotation.cited_text)
    try:
        document = retriever.document(quotation.document_id)
    except DocumentMissing:
        pass
    else:
        start = quotation.start_char_index
        if document.text[start : start + length] == quotation.cited_text:
            yield document, start, start + length
        yield from _occurrences(quotation.cited_text, document)
    terms = analysis.content(analysis.terms(quotation.cited_text))
    for hit in retriever.search(terms, limit=NEAR):
        document = retriever.document(hit.passage.document_id)
        yield from _occurrences(quotation.cited_text, document)
        for start, end in _runs(hit.passage.sentences, length):
            yield document, start, end


def _runs(sentences: Sequence[Sentence], length: int) -> Iterator[tuple[int, int]]:
    """Sentences in a row that are about as long as a quotation may be after an edit."""
    for first, last in combinations_with_replacement(sentences, 2):
        if length / 2 <= last.end - first.start <= 2 * length:
            yield first.start, last.end


def _occurrences(text: str, document: Document) -> Iterator[tuple[Document, int, int]]:
    start = document.text.find(text)
    if start >= 0:
        yield document, start, start + len(text)


def _likeness(quotation: Quotation, place: tuple[Document, int, int]) -> float:
    document, start, end = place
    words = document.text[start:end].split()
    return SequenceMatcher(None, quotation.cited_text.split(), words, autojunk=False).ratio()


def _found(
    quotation: Quotation, state: State, document: Document, start: int, end: int
) -> Verification:
    return Verification(
        quotation.id,
        state,
        document.id,
        start,
        end,
        document.text[start:end],
        permalink(document.id, start, end),
    )
