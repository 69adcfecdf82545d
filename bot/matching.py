"""Where a sentence of a passage that was found has the words of a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.question import FAMILY, relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evidence import Evidence, Statement
    from bot.question import Question

_INITIALS = 0.9  # what the initials of a name count for, beside the name


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A passage that the search found: its evidence, its rank from 0, and its score."""

    evidence: Evidence
    rank: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """How strongly a statement holds each term of a question, and at which places."""

    strengths: Sequence[float]
    places: Sequence[int]

    @property
    def span(self) -> int:
        """How many words there are from the first place to the last."""
        return self.places[-1] - self.places[0] + 1 if self.places else 1


def match(question: Question, statement: Statement) -> Match:
    """Find the terms of `question` in `statement`: as they are, as initials, or derived."""
    strengths: list[float] = []
    places: list[int] = []
    for term in question.terms:
        strength = 0.0
        if term in statement.places:
            strength = 1.0
            places += statement.places[term]
        elif term in statement.initials:
            strength = _INITIALS
            places.append(statement.initials[term])
        elif family := statement.families.get(term[:FAMILY]):
            strength, other = max((relation(term, other), other) for other in family)
            places += statement.places[other] if strength else ()
        strengths.append(strength)
    return Match(strengths, sorted(places))
