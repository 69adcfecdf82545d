"""Choose the quotations: the sentences that answer a question, and no more than answer it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from bot import features, linear
from bot.quotation import reach
from index.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from bot.evidence import Evidence, Statement
    from bot.finding import Sight
    from bot.matching import Found
    from bot.question import Question

MOST_QUOTES = 3
_ENOUGH = 0.9  # of the probability: what is quoted by then answers
_WORTHWHILE = 0.05  # of the first sentence's probability: a sentence below adds nothing
_ENOUGH_READ, _WORTHWHILE_READ = 0.975, 0.02  # the reader's first choices are fewer and shorter
_LONGEST = 800  # characters that several quotations together may have


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A sentence of a passage, with the probability that it is the one that answers."""

    found: Found
    place: int  # among the statements of the passage
    words: float  # its score by its words
    score: float  # the same, or what words and reader say together
    probability: float
    table: Mapping[str, NDArray[np.float64]]  # a column for each feature
    row: int  # of this candidate
    sight: Sight | None = None  # what the reader saw in it, if it has read it

    @property
    def features(self) -> dict[str, float]:
        """What the ranking saw of it, by name."""
        return {name: float(column[self.row]) for name, column in self.table.items()}

    def feature(self, name: str) -> float:
        """One of them."""
        return float(self.table[name][self.row])

    @property
    def statement(self) -> Statement:
        """The sentence."""
        return self.found.evidence.statements[self.place]

    @property
    def pointed_at(self) -> str | None:
        """The words that the reader points at."""
        if self.sight is None:
            return None
        span = self.sight.closest.span
        return self.found.evidence.document.text[span.start : span.end]


@dataclass(frozen=True, slots=True, eq=False)
class Quote:
    """Sentences in a row, from `first` to `last` among the statements of a passage.

    The one at `core` is why they are quoted; the others only belong to it.
    """

    evidence: Evidence
    first: int
    last: int
    core: int
    score: float
    sight: Sight | None  # what the reader saw in the core

    @property
    def statements(self) -> list[Statement]:
        """The quoted sentences, `core` first, then those around it."""
        places = sorted(range(self.first, self.last + 1), key=lambda at: (abs(at - self.core), at))
        return [self.evidence.statements[place] for place in places]

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
    chances = linear.softmax(scores)
    places = [(each, place) for each in found for place in range(len(each.evidence.statements))]
    candidates = [
        Candidate(
            each,
            place,
            words=float(scores[row]),
            score=float(scores[row]),
            probability=float(chances[row]),
            table=columns,
            row=row,
        )
        for row, (each, place) in enumerate(places)
    ]
    return sorted(candidates, key=lambda c: (-c.score, c.found.rank, c.place))


def quotes(question: Question, candidates: Sequence[Candidate], *, limit: int) -> list[Quote]:
    """One to three quotations from ranked candidates: as few as are likely to answer."""
    chosen: list[Quote] = []
    told = 0.0
    enough, least = _ENOUGH, _WORTHWHILE
    if was_read(candidates):
        enough, least = _ENOUGH_READ, _WORTHWHILE_READ
    for candidate in candidates:
        worthwhile = candidate.probability >= least * candidates[0].probability
        if chosen and (told >= enough or not worthwhile):
            break
        if _of_another_row(question, candidates[0], candidate):
            continue
        told += candidate.probability
        grown = joined(chosen, whole(question, candidate))
        if len(grown) <= min(limit, MOST_QUOTES) and (not chosen or _length(grown) <= _LONGEST):
            chosen = grown
    return chosen


def _of_another_row(question: Question, best: Candidate, candidate: Candidate) -> bool:
    """Whether a row is not what is asked for, beside the best one of its table."""
    rows = all(each.statement.sentence.kind is BlockKind.ROW for each in (best, candidate))
    if not rows or best.found.evidence.document is not candidate.found.evidence.document:
        return False
    asked = set(question.terms)
    less = asked.intersection(candidate.statement.places) < asked.intersection(
        best.statement.places
    )
    return less or candidate.feature("denies") > best.feature("denies")


def was_read(candidates: Sequence[Candidate]) -> bool:
    """Whether the reader has seen any of the candidates."""
    return any(candidate.sight for candidate in candidates)


@cache
def model() -> linear.Linear:
    """The fitted weights of the features."""
    return linear.check(linear.load("ranking"), features.NAMES, script="ranking")


def whole(question: Question, candidate: Candidate) -> Quote:
    """The candidate with what belongs to it."""
    evidence = candidate.found.evidence
    first, last = reach(question, evidence.statements, candidate.place)
    return Quote(evidence, first, last, candidate.place, candidate.score, candidate.sight)


def joined(chosen: Sequence[Quote], quote: Quote) -> list[Quote]:
    """The quotes with one more, which is joined to one that it goes on from or lies in."""
    for at, other in enumerate(chosen):
        if other.evidence is quote.evidence and _connected(other, quote):
            grown = replace(
                other, first=min(other.first, quote.first), last=max(other.last, quote.last)
            )
            return [*chosen[:at], grown, *chosen[at + 1 :]]
    return [*chosen, quote]


def _connected(one: Quote, other: Quote) -> bool:
    """Whether two quotes of a passage overlap, or touch and are about one thing.

    Where the second begins with a question, as in lists of questions and answers, it is about
    another.
    """
    before, after = sorted((one, other), key=lambda quote: quote.first)
    asks = "question" in after.evidence.statements[after.first].cues
    return after.first <= before.last + (not asks)


def _length(chosen: Sequence[Quote]) -> int:
    return sum(quote.end - quote.start for quote in chosen)
