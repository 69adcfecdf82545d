"""What a passage offers a question: its sentences, analysed once and kept.

Nothing here depends on the question, so a busy passage is analysed when it is first found and
never again while it stays as it is.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, replace
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING

from bot.question import FAMILY
from bot.shapes import Shape, ShapeKind, shapes
from index import analysis, passages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.analysis import Word
    from index.documents import Document, Passage, Sentence
    from index.retriever import Retriever

_KEPT = 4_096  # passages
_ANAPHORS = frozenset("it its he his she her they their this these such that those".split())
_CUES = {  # in small letters
    "reason": re.compile(
        r"\b(?:because|since|due to|so that|in order to|as a result|caus\w+|reason\w*|therefore"
        r"|thus|to (?:avoid|prevent|ensure|protect|allow)|led to|result\w* (?:in|from))\b"
    ),
    "manner": re.compile(r"\b(?:by \w+ing|using|through|via|by means of|with the help)\b"),
    "definition": re.compile(
        r"\b(?:is|are|was|were) (?:an?|the|one)\b|\b(?:means|refers to|stands for)\b"
    ),
    "negation": re.compile(r"\b(?:not|no|never|none|without|neither|nor|cannot)\b|n['’]t\b"),
    "question": re.compile(r"\?[\"”’)]*$"),
    "enumeration": re.compile(r"[,;][^,;]*[,;]|:$"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A shape in a sentence and the places of its first and last word among the terms."""

    kind: ShapeKind
    first: int
    last: int
    terms: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A sentence as the ranking sees it: its terms in order and where each of them stands."""

    sentence: Sentence
    text: str
    terms: tuple[str, ...]
    places: Mapping[str, Sequence[int]]
    families: Mapping[str, Sequence[str]]  # content terms by their first letters
    content: int  # how many different content terms
    phrases: frozenset[tuple[str, str]]  # neighbouring terms
    figures: tuple[Figure, ...]
    initials: Mapping[str, int]  # of its names, and where the name begins
    cues: frozenset[str]
    leans: bool  # it begins with "It", "They", …, and so is about what stands before it


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A passage, its statements, and the terms of the title and headings above it."""

    passage: Passage
    document: Document
    statements: tuple[Statement, ...]
    title: frozenset[str]
    section: frozenset[str]

    def holds(self, term: str) -> bool:
        """Whether the passage, or what stands above it, speaks of `term`."""
        return (
            term in self.title
            or term in self.section
            or any(term in each.places or term in each.initials for each in self.statements)
        )


class Library:
    """Keeps the evidence of recently used passages; safe to use from several threads.

    A commit that leaves a passage as it is leaves its evidence as it is. There is one evidence for
    one place in a document, so that of former states does not fill the memory.
    """

    def __init__(self, *, size: int = _KEPT) -> None:
        self._size = size
        self._kept: OrderedDict[tuple[str, int], tuple[str, Evidence]] = OrderedDict()
        self._lock = Lock()

    def evidence(self, passage: Passage, retriever: Retriever) -> Evidence:
        """The evidence in `passage`, as it stands in this state of the index."""
        key, state = (passage.document_id, passage.start), retriever.state.fingerprint
        with self._lock:
            of_state, kept = self._kept.get(key, ("", None))
            if kept and of_state == state:
                self._kept.move_to_end(key)
                return kept
        document = retriever.document(passage.document_id)
        found = (kept and _unchanged(kept, passage, document)) or examine(passage, document)
        with self._lock:
            self._kept[key] = state, found
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return found


def _unchanged(kept: Evidence, passage: Passage, document: Document) -> Evidence | None:
    """The evidence of another state of the index, for this one; None where its words differ."""
    same = (
        passage == kept.passage
        and document.sha256 == kept.document.sha256
        and passages.subject(document) == passages.subject(kept.document)
    )
    return replace(kept, passage=passage, document=document) if same else None


def examine(passage: Passage, document: Document) -> Evidence:
    """Analyse a passage of `document`."""
    return Evidence(
        passage,
        document,
        tuple(_statement(sentence, document.text) for sentence in passage.sentences),
        frozenset(analysis.content_terms(passages.subject(document))),
        frozenset(analysis.content_terms(" \n".join(passage.section))),
    )


def _statement(sentence: Sentence, text: str) -> Statement:
    quote = text[sentence.start : sentence.end]
    words = analysis.words(quote)
    terms = tuple(word.term for word in words)
    places: dict[str, list[int]] = {}
    for place, term in enumerate(terms):
        places.setdefault(term, []).append(place)
    content = [term for term in places if not analysis.is_function(term)]
    families: dict[str, list[str]] = {}
    for term in content:
        families.setdefault(term[:FAMILY], []).append(term)
    figures = _figures(shapes(quote), words, terms)
    return Statement(
        sentence=sentence,
        text=quote,
        terms=terms,
        places=places,
        families=families,
        content=len(content),
        phrases=frozenset(pairwise(terms)),
        figures=figures,
        initials=_initials(figures, quote, words),
        cues=cues(quote),
        leans=bool(words) and quote[words[0].start : words[0].end].lower() in _ANAPHORS,
    )


def cues(text: str) -> frozenset[str]:
    """What the wording of `text` hints at.

    >>> sorted(cues("It was not adopted because of rain."))
    ['negation', 'reason']
    """
    lowered = text.lower()
    return frozenset(name for name, pattern in _CUES.items() if pattern.search(lowered))


def _figures(
    found: Sequence[Shape], words: Sequence[Word], terms: Sequence[str]
) -> tuple[Figure, ...]:
    figures = []
    first = 0
    for shape in found:  # from left to right
        while first < len(words) and words[first].end <= shape.start:
            first += 1
        end = first
        while end < len(words) and words[end].start < shape.end:
            end += 1
        if first < end:
            figures.append(Figure(shape.kind, first, end - 1, frozenset(terms[first:end])))
    return tuple(figures)


def _initials(figures: Sequence[Figure], quote: str, words: Sequence[Word]) -> dict[str, int]:
    """The initials of names of several words: "eu" for "European Union"."""
    found: dict[str, int] = {}
    for figure in figures:
        if figure.kind is ShapeKind.NAME and figure.last > figure.first:
            letters = (quote[words[at].start] for at in range(figure.first, figure.last + 1))
            found["".join(letter for letter in letters if letter.isupper()).lower()] = figure.first
    return found
