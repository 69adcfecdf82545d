"""Find the passages that may answer: BM25's best, and for "What is …" those that define it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from bot.answertype import AnswerType
from bot.matching import Found
from bot.wordings import defines
from index import analysis

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bot.evidence import Library
    from bot.question import Question
    from index.documents import Hit
    from index.retriever import Retriever

_DEPTH = 40  # passages among which definitions are looked for
_DEFINITIONS = 2  # of them are kept, in the place of BM25's last


def search(
    question: Question,
    retriever: Retriever,
    library: Library,
    *,
    limit: int,
    more: int = 0,
    documents: Collection[str] = (),
) -> list[Found]:
    """At most `limit` passages with their evidence, best first, and then at most `more`.

    In a law or a manual one passage says what a "covered work" is, and fifty others use the word
    more often. So passages that define what is asked about come up among the first `limit`.
    """
    defining = question.asked.type is AnswerType.DEFINITION
    depth = max(limit + more, _DEPTH) if defining else limit + more
    hits = list(enumerate(retriever.search(question.terms, limit=depth, documents=documents)))

    def found(ranked: tuple[int, Hit]) -> Found:
        rank, hit = ranked
        return Found(library.evidence(hit.passage, retriever), rank, hit.score)

    further = _promising(question, hits[limit:], retriever) if defining else ()
    definitions = (each for each in map(found, further) if _defines(question, each))
    kept = list(islice(definitions, _DEFINITIONS))
    first, others = hits[: limit - len(kept)], hits[limit - len(kept) :]
    up = {each.rank for each in kept}
    rest = [ranked for ranked in others if ranked[0] not in up]
    room = limit + more - len(first) - len(kept)
    return [*map(found, first), *kept, *map(found, rest[:room])]


def _promising(
    question: Question, hits: Sequence[tuple[int, Hit]], retriever: Retriever
) -> Iterator[tuple[int, Hit]]:
    """The passages with the last word of what is asked about before "is", "means" and the like."""
    words = [word for word in analysis.words(question.text) if word.term in question.terms]
    if not words:
        return
    last = question.text[words[-1].start : words[-1].end].removesuffix("s")
    pattern = re.compile(
        rf"\b{re.escape(last)}\w{{0,2}}\W{{1,3}}(?:is|are|was|were|means?|refers? to|denotes?)\s",
        re.IGNORECASE,
    )
    for rank, hit in hits:
        text = retriever.document(hit.passage.document_id).text
        if pattern.search(text, hit.passage.start, hit.passage.end):
            yield rank, hit


def _defines(question: Question, found: Found) -> bool:
    return any(defines(question, statement) == 1 for statement in found.evidence.statements)
