"""Answer questions about the documents themselves, as a librarian does who knows what is held.

Which documents mention something is told by a sentence of each that does; what they are about, by
the sentence that introduces each. Nothing here is fitted: whether a sentence holds the words asked
for is plain to see, and what introduces a document stands at its beginning.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from bot import background, extraction, spelling
from bot.aboutdocuments import Wanted, about_documents
from bot.evidence import examine
from bot.extraction import Quote
from bot.matching import Found
from bot.question import analyse
from bot.replies import Reply
from index import analysis
from index.documents import BlockKind
from index.errors import DocumentMissing
from index.passages import split
from index.retriever import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bot.evidence import Evidence, Library
    from bot.extraction import Candidate
    from index.documents import Document
    from index.retriever import Retriever

SURE = 0.95  # that a document mentions what stands in its sentence
FAIRLY_SURE = 0.75  # that a document is about what its introduction says
UNSURE = 0.05  # that another word for it is mentioned
_DEPTH = 100  # passages among which documents are looked for
_SAMPLE = 24  # documents, for what a library is about, or that may be called something
_BEGINNING = 30  # blocks of a document, in which its introduction stands
_SHORTEST = 8  # words: less is a line of a title page
_LOOKED_AT = 8  # sentences of a document, one of which introduces it
_TITLED, _LEANING, _LATER = 1.0, -1.0, -0.3  # what speaks for one of them, and against it


def reply(
    question: str,
    retriever: Retriever,
    library: Library,
    *,
    limit: int,
    documents: Collection[str] = (),
) -> Reply | None:
    """The reply to a question about documents.

    None for any other, and where no document is called what is asked about, or has all its words:
    then it is a question like others.
    """
    asked = about_documents(question)
    if asked is None:
        return None
    if asked.wanted is not Wanted.GIST:
        said = _mentions(question, asked.of, retriever, library, limit=limit, documents=documents)
        return said if said.quotes or asked.wanted is Wanted.MENTIONS else None
    if asked.of:
        named = _named(asked.of, retriever, documents)
        return _gist(question, [named], retriever) if named else None
    return _gist(question, _held(retriever, documents), retriever)


def _held(retriever: Retriever, documents: Collection[str]) -> Iterator[Document]:
    """Those of the chosen `documents` that are there, or some from all over; not many of them."""
    for each in islice(documents or retriever.sample(_SAMPLE), _SAMPLE):
        with suppress(DocumentMissing):
            yield retriever.document(each)


def _mentions(
    question: str,
    topic: str,
    retriever: Retriever,
    library: Library,
    *,
    limit: int,
    documents: Collection[str],
) -> Reply:
    """For each document that has all the words of `topic` in a passage, its best sentence.

    Where none has, the passages that come closest, and a refusal.
    """
    meant = analyse(topic, retriever)
    if meant.missing:
        meant = analyse(spelling.corrected(topic, retriever), retriever)
    found: dict[str, Found] = {}
    near: list[Found] = []
    hits = retriever.search(meant.terms, limit=_DEPTH, documents=documents)
    for rank, hit in enumerate(hits):
        if len(found) < limit and hit.passage.document_id not in found:
            each = Found(library.evidence(hit.passage, retriever), rank, hit.score)
            if all(map(each.evidence.holds, meant.terms)):
                found[hit.passage.document_id] = each
            elif len(near) < limit:
                near.append(each)
    whole = replace(meant, text=question)
    if not found:
        return Reply(whole, near, [], UNSURE, [], about_documents=True)
    candidates = extraction.rank(meant, list(found.values()))
    best: dict[int, Candidate] = {}
    for candidate in candidates:
        best.setdefault(candidate.found.rank, candidate)
    first = islice(best.values(), extraction.MOST_QUOTES)
    quotes = [extraction.whole(meant, candidate) for candidate in first]
    return Reply(whole, [*found.values()], candidates, SURE, quotes, about_documents=True)


def _named(name: str, retriever: Retriever, documents: Collection[str]) -> Document | None:
    """The document whose title or file name has all the words of `name`; the best by BM25."""
    terms = analysis.content_terms(name)
    if not terms:
        return None
    hits = retriever.search(terms, limit=_SAMPLE, documents=documents)
    found = dict.fromkeys(hit.passage.document_id for hit in hits)
    for document in chain(map(retriever.document, found), _held(retriever, documents)):
        stem = re.sub(r"[\W_]+", " ", PurePosixPath(document.source).stem)
        called = analysis.terms(f"{document.title} \n{stem} \n{document.source}")
        if set(terms) <= set(called):
            return document
    return None


def _gist(question: str, held: Iterable[Document], retriever: Retriever) -> Reply | None:
    """The introductions of those documents that together say most of what all are about."""
    introductions = [said for document in held if (said := _introduction(document))]
    if not introductions:
        return None
    quotes = _representative(introductions, retriever)
    found = [Found(quote.evidence, rank, quote.score) for rank, quote in enumerate(quotes)]
    meant = replace(analyse("", retriever), text=question)
    return Reply(meant, found, [], FAIRLY_SURE, quotes, about_documents=True)


def _representative(introductions: Sequence[Quote], retriever: Retriever) -> list[Quote]:
    """The quotations whose words tell most of the corpus, each beside those before it."""
    words = {id(quote): _content(quote) for quote in introductions}
    untold = set().union(*words.values())
    frequencies, passages = counted(retriever, sorted(untold)), retriever.state.passages
    telling = {
        term: background.telling(term, count / passages) for term, count in frequencies.items()
    }

    def adds(quote: Quote) -> float:
        return sum(telling[term] for term in sorted(words[id(quote)] & untold))

    chosen: list[Quote] = []
    left = list(introductions)
    while left and len(chosen) < extraction.MOST_QUOTES:
        best = max(left, key=adds)
        left.remove(best)
        chosen.append(best)
        untold -= words[id(best)]
    return chosen


def _introduction(document: Document) -> Quote | None:
    """The sentence near the beginning that says what a document is about; None without prose."""
    beginning = split(replace(document, blocks=document.blocks[:_BEGINNING]))
    sentences = (
        (held, place)
        for held in (examine(passage, document) for passage in beginning)
        for place, statement in enumerate(held.statements)
        if statement.sentence.kind is BlockKind.PARAGRAPH and len(statement.terms) >= _SHORTEST
    )
    quotes = [
        Quote(held, place, place, place, _introduces(held, place) + _LATER * number, None)
        for number, (held, place) in enumerate(islice(sentences, _LOOKED_AT))
    ]
    return max(quotes, key=lambda quote: quote.score, default=None)


def _introduces(held: Evidence, place: int) -> float:
    """How far a sentence names what its document is called, and stands on its own."""
    statement = held.statements[place]
    titled = len(held.title.intersection(statement.places)) / max(1, len(held.title))
    return _TITLED * titled + _LEANING * statement.leans


def _content(quote: Quote) -> set[str]:
    """The content terms of the quoted sentence."""
    return set(analysis.content(quote.evidence.statements[quote.core].terms))
