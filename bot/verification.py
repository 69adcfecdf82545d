"""Check a saved answer against the documents as they are now, citation by citation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import combinations_with_replacement, islice, takewhile
from operator import eq
from typing import TYPE_CHECKING, Any

from bot.answers import permalink
from index import analysis
from index.errors import DocumentMissing, InvalidAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from index.documents import Document, Sentence
    from index.retriever import Retriever

ALIKE = 0.6  # share of the words in common, above which a sentence is an edit of another
OFTEN = 100  # times that a sentence stands in a document, of which the likeliest is taken
AROUND = 60  # characters on either side of a quotation that tell it from others like it
NEAR = 5  # passages that are looked through for a sentence that is not where it was


class State(StrEnum):
    """What became of a quotation."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    EDITED = "edited"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is checked: words, where they stood, and what stood `before` and `after` them."""

    id: int
    cited_text: str
    document_id: str
    start_char_index: int
    end_char_index: int
    before: str = ""
    after: str = ""


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
        passages = answer.get("passages", [])
        return [quotation(citation, passages) for citation in answer["citations"]]
    except (AttributeError, KeyError, TypeError) as error:
        raise InvalidAnswer(
            f"this isn't a saved answer ({error}): give the object that 'quoth ask --json' printed"
        ) from error


def quotation(citation: Mapping[str, Any], passages: Iterable[Mapping[str, Any]] = ()) -> Quotation:
    """A citation of an answer with what stood around it in the `passages` of that answer."""
    start, end = citation["start_char_index"], citation["end_char_index"]
    before = after = ""
    for passage in passages:
        first = passage["start_char_index"]
        if passage["document_id"] == citation["document_id"] and first <= start:
            text = passage["text"]
            if text[start - first : end - first] == citation["cited_text"]:
                before, after = text[: start - first][-AROUND:], text[end - first :][:AROUND]
    return Quotation(
        id=citation["id"],
        cited_text=citation["cited_text"],
        document_id=citation["document_id"],
        start_char_index=start,
        end_char_index=end,
        before=before,
        after=after,
    )


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
        yield from _occurrences(quotation, document)
    terms = analysis.content_terms(quotation.cited_text)
    for hit in retriever.search(terms, limit=NEAR):
        document = retriever.document(hit.passage.document_id)
        yield from _occurrences(quotation, document)
        for start, end in _runs(hit.passage.sentences, length):
            yield document, start, end


def _runs(sentences: Sequence[Sentence], length: int) -> Iterator[tuple[int, int]]:
    """Sentences in a row that are about as long as a quotation may be after an edit."""
    for first, last in combinations_with_replacement(sentences, 2):
        if length / 2 <= last.end - first.start <= 2 * length:
            yield first.start, last.end


def _occurrences(quotation: Quotation, document: Document) -> Iterator[tuple[Document, int, int]]:
    """Where the document says the same words, the place that is likeliest meant first."""

    def likelihood(found: re.Match[str]) -> tuple[int, int]:
        before = document.text[max(0, found.start() - AROUND) : found.start()]
        after = document.text[found.end() : found.end() + AROUND]
        alike = _shared(reversed(quotation.before), reversed(before))
        alike += _shared(quotation.after, after)
        return -alike, abs(found.start() - quotation.start_char_index)

    matches = re.finditer(re.escape(quotation.cited_text), document.text)
    for found in sorted(islice(matches, OFTEN), key=likelihood):
        yield document, found.start(), found.end()


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters two texts share, from where they begin."""
    return sum(takewhile(bool, map(eq, one, other)))


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
