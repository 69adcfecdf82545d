"""Turn chosen quotations into citations, and citations into the text of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers import Citation, FoundPassage, ShortAnswer, permalink
from bot.shortanswer import short_answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.extraction import Quote
    from bot.features import Found


def cite(quotes: Iterable[Quote]) -> tuple[Citation, ...]:
    """A citation for each quote, numbered from 1, exact to the character."""
    return tuple(_citation(number, quote) for number, quote in enumerate(quotes, 1))


def reply(citations: Sequence[Citation]) -> str:
    """The text of an answer: what is cited, each followed by its number.

    Quotations of one line follow each other; others stand in paragraphs of their own.
    """
    separator = "\n\n" if any("\n" in citation.cited_text for citation in citations) else " "
    return separator.join(f"{citation.cited_text} [{citation.id}]" for citation in citations)


def outright(question: str, citations: Sequence[Citation]) -> ShortAnswer | None:
    """The words inside a citation that answer `question` outright, if there are such words."""
    span = short_answer(question, [citation.cited_text for citation in citations])
    if span is None:
        return None
    cited = citations[span.quote]
    return ShortAnswer(
        text=cited.cited_text[span.start : span.end],
        citation=cited.id,
        start_char_index=cited.start_char_index + span.start,
        end_char_index=cited.start_char_index + span.end,
    )


def passage(found: Found) -> FoundPassage:
    """A passage as the answer shows it."""
    held, document = found.evidence.passage, found.evidence.document
    return FoundPassage(
        document_id=document.id,
        source=document.source,
        document_title=document.title,
        start_char_index=held.start,
        end_char_index=held.end,
        text=document.text[held.start : held.end],
        score=round(found.score, 4),
    )


def _citation(number: int, quote: Quote) -> Citation:
    document, held = quote.evidence.document, quote.evidence.passage
    return Citation(
        id=number,
        cited_text=document.text[quote.start : quote.end],
        document_id=document.id,
        document_title=document.title,
        source=document.source,
        section=" › ".join(held.section) or None,
        page=held.page,
        start_char_index=quote.start,
        end_char_index=quote.end,
        document_sha256=document.sha256,
        score=round(quote.score, 4),
        permalink=permalink(document.id, quote.start, quote.end),
    )
