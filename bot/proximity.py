"""Features of how near the words of a question stand to each other in a sentence."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.evidence import Statement
    from bot.question import Question

    Column = NDArray[np.float64]


def proximity(question: Question, statements: Sequence[Statement]) -> dict[str, Column]:
    """Whether the question's terms stand together in a sentence as they do there."""
    phrases = list(pairwise(question.order))
    among = frozenset(phrases)
    shared = [
        [] if among.isdisjoint(each.phrases) else [phrase in each.phrases for phrase in phrases]
        for each in statements
    ]
    return {
        "pairs": _pairs(question, statements),
        "phrases": np.array([sum(each) for each in shared]) / max(1, len(phrases)),
        "longest_run": np.array([_longest_run(each) for each in shared]) / max(1, len(phrases)),
    }


def _pairs(question: Question, statements: Sequence[Statement]) -> Column:
    """How near each other neighbouring terms of the question stand, the weightier the more."""
    neighbours = [
        (first, second, min(first_weight, second_weight))
        for (first, first_weight), (second, second_weight) in pairwise(
            zip(question.terms, question.weights, strict=True)
        )
    ]
    possible = sum(weight for *_, weight in neighbours)
    near = [
        sum(
            weight / _distance(places[first], places[second])
            for first, second, weight in neighbours
            if first in places and second in places
        )
        for places in (statement.places for statement in statements)
    ]
    return np.array(near) / (possible or 1.0)


def _distance(first: Sequence[int], second: Sequence[int]) -> int:
    """How many words apart two different terms stand at the nearest."""
    if len(first) == len(second) == 1:
        return abs(first[0] - second[0])
    return min(abs(a - b) for a in first for b in second)


def _longest_run(phrases: Sequence[bool]) -> int:
    longest = run = 0
    for shared in phrases:
        run = run + 1 if shared else 0
        longest = max(longest, run)
    return longest
