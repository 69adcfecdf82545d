"""Turn chosen quotations into citations, and citations into the text of an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot import apportioned, cells, lives
from bot.answers import Citation, FoundPassage, ShortAnswer, permalink
from bot.answertype import AnswerType, asked, expected
from bot.choices import choices, chosen, compares
from bot.namedso import named_so
from bot.nounphrase import looks_plural
from bot.shapes import AMOUNTS, SUITING, ShapeKind, is_time_unit, shapes
from bot.shortanswer import short_answer, supported, whole
from index.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.asked import Asked
    from bot.choices import Choices
    from bot.evidence import Statement
    from bot.extraction import Quote
    from bot.finding import Sight
    from bot.matching import Found

_LEAST_OVER_NULL = -8.0  # logits: a span further below "no answer" is seldom right
_NEARLY = 6.0  # logits: a span further below the reader's best is none that it might mean
_NEGATED = re.compile(  # "not 1994", "not in 1994"
    r"(?:\b(?:not|never|cannot|no longer)|n['’]t)\s+(?:(?:in|on|at|by|the|an?)\s+)?$", re.IGNORECASE
)
_IN_WORDS = frozenset({AnswerType.PERSON, AnswerType.PLACE, AnswerType.REASON, AnswerType.MANNER})
_TIMES = frozenset({ShapeKind.DURATION, ShapeKind.DATE})
_NEVER = {  # what is no answer by itself to what is asked for
    **dict.fromkeys(_IN_WORDS, frozenset(ShapeKind) - SUITING[AnswerType.NAME]),
    AnswerType.DATE: AMOUNTS | {ShapeKind.NUMBER},
    AnswerType.YEAR: AMOUNTS | {ShapeKind.NUMBER},
    AnswerType.LIST: frozenset({ShapeKind.NUMBER}),
    AnswerType.DURATION: AMOUNTS,
    AnswerType.MONEY: _TIMES,
}
_CONSEQUENCE = re.compile(r"\s*what\s+(?:\w+\s+)?happens?\s+(?:if|when)\b", re.IGNORECASE)
_PLAIN_IN_A_ROW = frozenset(  # whatever its column is called; a number may count anything
    {
        AnswerType.PERSON,
        AnswerType.NAME,
        AnswerType.PLACE,
        AnswerType.DATE,
        AnswerType.YEAR,
        AnswerType.LIST,
        AnswerType.CONTACT,
    }
)
_MOST_READ = 3  # sentences of a quotation, in which its short answer may stand


def cite(quotes: Iterable[Quote]) -> tuple[Citation, ...]:
    """A citation for each quote, numbered from 1, exact to the character."""
    return tuple(_citation(number, quote) for number, quote in enumerate(quotes, 1))


def reply(citations: Sequence[Citation]) -> str:
    """The text of an answer: what is cited, each followed by its number.

    Quotations of one line follow each other; others stand in paragraphs of their own.
    """
    separator = "\n\n" if any("\n" in citation.cited_text for citation in citations) else " "
    return separator.join(f"{citation.cited_text} [{citation.id}]" for citation in citations)


def outright(question: str, quotes: Sequence[Quote]) -> ShortAnswer | None:
    """The words inside a quotation that answer `question` outright, if there are such words.

    In a row of a table, the cell that is asked for; where several things are and several rows are
    quoted, none. Where the reader points at them, these; else they are looked for in the sentences
    that are quoted for their own sake before the others.
    """
    if not quotes or _CONSEQUENCE.match(question):  # of "what happens if" a part would mislead
        return None
    kind, first = expected(question), quotes[0]
    if first.statements[0].sentence.kind is BlockKind.ROW:
        short = _in_a_cell(question, first)
        rows = sum(quote.statements[0].sentence.kind is BlockKind.ROW for quote in quotes)
        several = len(first.statements) > 1 or rows > 1
        if short or kind not in _PLAIN_IN_A_ROW or (several and _several(asked(question))):
            return short
    if short := _named_so(question, first):
        return short
    if first.sight and (offered := choices(question)):
        short = _chosen(question, offered, first, first.sight)
    elif first.sight and kind is not AnswerType.YES_NO:
        short = _pointed_at(question, first, first.sight)
    else:
        return _in_words(question, quotes)
    return _settled(question, short, first) if short else None


def _in_words(question: str, quotes: Sequence[Quote]) -> ShortAnswer | None:
    """What the words alone say is the answer."""
    numbered = [(number, each) for number, quote in enumerate(quotes, 1) for each in _read(quote)]
    span = short_answer(question, [statement.text for _, statement in numbered])
    if span is None:
        return None
    number, statement = numbered[span.quote]
    start, end = statement.sentence.start + span.start, statement.sentence.start + span.end
    short = ShortAnswer(statement.text[span.start : span.end], number, start, end)
    return _settled(question, short, quotes[number - 1])


def _named_so(question: str, quote: Quote) -> ShortAnswer | None:
    """The full name of what a contract calls the tenant, say, where that is asked for."""
    core = quote.statements[0]
    span = named_so(question, core.text)
    if span is None:
        return None
    start, end = (core.sentence.start + place for place in span)
    return ShortAnswer(core.text[slice(*span)], 1, start, end)


def _in_a_cell(question: str, quote: Quote) -> ShortAnswer | None:
    """The cell that is asked for; None where several rows are quoted, each of which has one."""
    row = quote.statements[0]
    cell = cells.answering(question, row.text) if len(quote.statements) == 1 else None
    if cell is None:
        return None
    start = row.sentence.start + cell.start
    return ShortAnswer(cell.value, 1, start, start + len(cell.value))


def _several(sought: Asked) -> bool:
    return sought.type is AnswerType.LIST or (sought.word == "which" and looks_plural(sought.focus))


def _may_be(sought: Asked, text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` can be what is asked for.

    No figure is a person, a place or a reason, no number a date or several things, no percentage a
    length of time, and no name a way to call somebody. Of "ten days" the ten counts no meetings.
    """
    kind = sought.type
    if sought.word == "how many" and not is_time_unit(sought.focus):
        return not any(
            shape.kind in _TIMES and shape.start < end and start < shape.end
            for shape in shapes(text)
        )
    if kind is AnswerType.CONTACT:
        return any(shape.kind in SUITING[kind] for shape in shapes(text[start:end]))
    never = _NEVER.get(AnswerType.LIST if kind not in _IN_WORDS and _several(sought) else kind)
    if never is None:
        return True
    parts = shapes(text[start:end])
    alone = {shape.kind for shape in parts if (shape.start, shape.end) == (0, end - start)}
    around = (shape for shape in shapes(text) if shape.start <= start and end <= shape.end)
    alone |= {shape.kind for shape in around if shape.kind in AMOUNTS}  # the 15 of "15 %", too
    return alone.isdisjoint(never)


def _settled(question: str, short: ShortAnswer, quote: Quote) -> ShortAnswer | None:
    """The short answer; of the dates of a life or the amounts around it, the one asked for.

    None where a "not" stands before it: alone it would say the opposite.
    """
    quoted = quote.evidence.document.text[quote.start : quote.end]
    first, last = short.start_char_index - quote.start, short.end_char_index - quote.start
    start, end = apportioned.amount(question, quoted, *lives.date(question, quoted, first, last))
    if _NEGATED.search(quoted[:start]):
        return None
    return ShortAnswer(quoted[start:end], short.citation, start + quote.start, end + quote.start)


def _chosen(question: str, offered: Choices, quote: Quote, sight: Sight) -> ShortAnswer | None:
    """The one of the answers that the question offers at which the reader points."""
    text, core = quote.evidence.document.text, quote.statements[0]
    if not compares(question, core.text):
        return None
    for span in sight.spans:
        if place := chosen(offered, text, span.start, span.end):
            return ShortAnswer(text[slice(*place)], 1, *place)
    return None


def _pointed_at(question: str, quote: Quote, sight: Sight) -> ShortAnswer | None:
    """What the reader and the words point at; None where neither sees what can be meant."""
    if sight.closest.over_null < _LEAST_OVER_NULL:
        return None
    text, core = quote.evidence.document.text, quote.statements[0]
    sought, at, seen = asked(question), core.sentence.start, sight.spans
    spans = [
        span
        for span in seen
        if span.score >= seen[0].score - _NEARLY
        and _may_be(sought, core.text, *whole(sought, core.text, span.start - at, span.end - at))
    ]
    if not spans:
        return None
    span = supported(question, core.text, spans, at=at)
    start, end = (at + place for place in whole(sought, core.text, span.start - at, span.end - at))
    if core.sentence.kind is BlockKind.ROW:
        start, end = (at + place for place in cells.within(core.text, start - at, end - at))
    return ShortAnswer(text[start:end], 1, start, end) if start < end else None


def _read(quote: Quote) -> list[Statement]:
    return quote.statements[:_MOST_READ]


def passage(found: Found) -> FoundPassage:
    """A passage as the answer shows it."""
    return FoundPassage.of(found.evidence.passage, found.evidence.document, found.score)


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
