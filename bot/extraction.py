"""Choose the quotations: the sentences that answer a question, and no more than answer it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bot import features, linear
from bot.answertype import AnswerType
from index.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.evidence import Evidence, Statement
    from bot.features import Found
    from bot.question import Question

MOST_QUOTES = 3
_ENOUGH = 0.9  # of the probability: what is quoted by then answers
_WORTHWHILE = 0.07  # of the first sentence's probability: a sentence below adds nothing
_LONGEST = 700  # characters that several quotations together may have
_BRIEF = 60  # characters: less is seldom an answer on its own
_LONGEST_TOGETHER = 400  # characters of a sentence and the one that it needs
_LONGEST_LIST = 2_000  # characters of an introduction and its items


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A sentence of a passage, with the probability that it is the one that answers."""

    found: Found
    place: int  # among the statements of the passage
    score: float
    probability: float
    features: Mapping[str, float]

    @property
    def statement(self) -> Statement:
        """The sentence."""
        return self.found.evidence.statements[self.place]


@dataclass(frozen=True, slots=True, eq=False)
class Quote:
    """Sentences in a row, from `first` to `last` among the statements of a passage."""

    evidence: Evidence
    first: int
    last: int
    score: float

    @property
    def start(self) -> int:
        """Where it begins in its document."""
        return self.evidence.statements[self.first].sentence.start

    @property
    def end(self) -> int:
        """Where it ends in its document."""
        return self.evidence.statements[self.last].sentence.end


def rank(question: Question, found: Sequence[Found]) -> list[Candidate]:
    """Every sentence of the passages found as an answer to `question`, the best first."""
    if not found or not question.terms:
        return []
    columns = features.table(question, found)
    scores = model().scores(columns)
    chances = _softmax(scores)
    places = [(each, place) for each in found for place in range(len(each.evidence.statements))]
    candidates = [
        Candidate(
            each,
            place,
            float(scores[row]),
            float(chances[row]),
            {name: float(column[row]) for name, column in columns.items()},
        )
        for row, (each, place) in enumerate(places)
    ]
    return sorted(candidates, key=lambda c: (-c.score, c.found.rank, c.place))


def quotes(question: Question, candidates: Sequence[Candidate], *, limit: int) -> list[Quote]:
    """One to three quotations from ranked candidates: as few as are likely to answer."""
    chosen: list[Quote] = []
    told = 0.0
    for candidate in candidates:
        worthwhile = candidate.probability >= _WORTHWHILE * candidates[0].probability
        if chosen and (told >= _ENOUGH or not worthwhile):
            break
        told += candidate.probability
        grown = _with(chosen, _whole(question, candidate))
        if len(grown) <= min(limit, MOST_QUOTES) and (not chosen or _length(grown) <= _LONGEST):
            chosen = grown
    return chosen


@cache
def model() -> linear.Linear:
    """The fitted weights of the features."""
    return linear.check(linear.load("ranking"), features.NAMES, script="ranking")


def _whole(question: Question, candidate: Candidate) -> Quote:
    """The candidate with what it cannot be read without.

    An introduction brings the items that follow it, and an item the rest of its list where a
    list is asked for. "It was so." brings the sentence before it, a mere few words the one after.
    """
    evidence, place = candidate.found.evidence, candidate.place
    statements = evidence.statements
    quote = Quote(evidence, place, place, candidate.score)
    here = statements[place]
    wants_list = question.asked.type is AnswerType.LIST
    if here.text.endswith(":") or (_is_item(here) and wants_list):
        return _list_around(quote)
    grown = quote
    if here.leans and place > 0 and not _is_item(statements[place - 1]):
        grown = replace(grown, first=place - 1)
    if len(here.text) < _BRIEF and place + 1 < len(statements) and not _is_item(here):
        grown = replace(grown, last=place + 1)
    return grown if grown.end - grown.start <= _LONGEST_TOGETHER else quote


def _list_around(quote: Quote) -> Quote:
    """The introduction of a list and its items, for a quote of either."""
    statements, first, last = quote.evidence.statements, quote.first, quote.last
    while first > 0 and _is_item(statements[first]):
        first -= 1
    while last + 1 < len(statements) and _is_item(statements[last + 1]):
        last += 1
    whole = replace(quote, first=first, last=last)
    return whole if whole.end - whole.start <= _LONGEST_LIST else quote


def _is_item(statement: Statement) -> bool:
    return statement.sentence.kind is BlockKind.ITEM


def _with(chosen: Sequence[Quote], quote: Quote) -> list[Quote]:
    """The quotes with one more, which is joined to one that it touches or lies in."""
    for at, other in enumerate(chosen):
        same = other.evidence is quote.evidence
        if same and quote.first <= other.last + 1 and other.first <= quote.last + 1:
            joined = replace(
                other, first=min(other.first, quote.first), last=max(other.last, quote.last)
            )
            return [*chosen[:at], joined, *chosen[at + 1 :]]
    return [*chosen, quote]


def _length(chosen: Sequence[Quote]) -> int:
    return sum(quote.end - quote.start for quote in chosen)


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    exponents = np.exp(scores - scores.max())
    chances: NDArray[np.float64] = exponents / exponents.sum()
    return chances
