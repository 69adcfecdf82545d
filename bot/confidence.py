"""Say how likely an answer is right, and refuse where it is not likely enough."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot import linear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.extraction import Candidate
    from bot.question import Question

THRESHOLD = 0.3  # below it the documents are taken not to say

NAMES = (
    "certainty",
    "margin",
    "cover",
    "passage_cover",
    "passage_of_possible",
    "missing",
    "rarest",
    "pairs",
    "longest_run",
    "suits",
    "terms",
)


def confidence(question: Question, candidates: Sequence[Candidate]) -> float:
    """The probability that the best candidates answer `question`; 0 where there are none."""
    if not candidates:
        return 0.0
    return model().probability(evidence(question, candidates))


def evidence(question: Question, candidates: Sequence[Candidate]) -> Mapping[str, float]:
    """The features of an answer as a whole: how well the best sentence does, and beside others."""
    best, others = candidates[0], candidates[1:]
    of_best = best.features
    absent = sum(
        weight
        for term, weight in zip(question.terms, question.weights, strict=True)
        if not question.frequencies[term]
    )
    return {
        "certainty": best.probability,
        "margin": best.score - others[0].score if others else 1.0,
        "cover": of_best["cover"],
        "passage_cover": of_best["passage_cover"],
        "passage_of_possible": of_best["passage_of_possible"],
        "missing": absent,
        "rarest": of_best["rarest"],
        "pairs": of_best["pairs"],
        "longest_run": of_best["longest_run"],
        "suits": max(value for name, value in of_best.items() if name.startswith("suits_")),
        "terms": min(1.0, len(question.terms) / 10),
    }


@cache
def model() -> linear.Linear:
    """The fitted weights."""
    return linear.check(linear.load("confidence"), NAMES, name="confidence")
