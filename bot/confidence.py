"""Say how likely an answer is right, and refuse where it is not likely enough."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot import linear
from bot.shapes import SUITING

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
    "best_passage_cover",
    "matched",
    "missing",
    "terms",
    "rarest",
    "phrases",
    "longest_run",
    "suits",
    "wants_figure",
    "passage_of_possible",
    "lead",
    "agreement",
)
_MUCH = 30.0  # of matched weight: five rare words among ten thousand passages


def confidence(question: Question, candidates: Sequence[Candidate]) -> float:
    """The probability that the best candidates answer `question`; 0 where there are none."""
    if not candidates:
        return 0.0
    return model().probability(evidence(question, candidates))


def evidence(question: Question, candidates: Sequence[Candidate]) -> Mapping[str, float]:
    """The features of an answer as a whole: how well the best sentence does, and beside others."""
    best, others = candidates[0], candidates[1:]
    of_best = best.features
    found = sorted({id(c.found): c.found for c in candidates}.values(), key=lambda f: f.rank)
    together = max(candidate.features["passage_cover"] for candidate in candidates)
    absent = sum(
        weight
        for term, weight in zip(question.terms, question.weights, strict=True)
        if not question.frequencies[term]
    )
    suits = [value for name, value in of_best.items() if name.startswith("suits_")]
    same = sum(f.evidence.document is found[0].evidence.document for f in found)
    return {
        "certainty": best.probability,
        "margin": min(1.0, (best.score - others[0].score) / 4) if others else 1.0,
        "cover": of_best["cover"],
        "passage_cover": of_best["passage_cover"],
        "best_passage_cover": together,
        "matched": min(1.0, together * question.weight / _MUCH),
        "missing": absent,
        "terms": min(1.0, len(question.terms) / 10),
        "rarest": of_best["rarest"],
        "phrases": of_best["phrases"],
        "longest_run": of_best["longest_run"],
        "suits": max(suits),
        "wants_figure": float(question.asked.type in SUITING),
        "passage_of_possible": of_best["passage_of_possible"],
        "lead": 1 - found[-1].score / found[0].score if len(found) > 1 else 1.0,
        "agreement": same / len(found),
    }


@cache
def model() -> linear.Linear:
    """The fitted weights."""
    return linear.check(linear.load("confidence"), NAMES, name="confidence")
