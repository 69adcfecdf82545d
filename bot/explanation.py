"""Explain an answer: what each term weighed, and what decided between the best two sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot import confidence, extraction, reranking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.extraction import Candidate
    from bot.question import Question
    from bot.replies import Reply

_SHOWN = 2  # sentences: the winner and the runner-up


def explain_choice(replies: Sequence[Reply]) -> dict[str, Any]:
    """The `explanation` of an answer; for a question of several parts, the others beside it."""
    first, *others = (_explained(reply.meant, reply.candidates) for reply in replies)
    return {**first, "other_parts": others} if others else first


def _explained(question: Question, candidates: Sequence[Candidate]) -> dict[str, Any]:
    """What a name adds to a score is its value times its weight."""
    read = confidence.was_read(candidates)
    reader = _reader(candidates) if read else [None] * _SHOWN
    weights = extraction.model().weights
    return {
        "asks_for": question.asked.type.value,
        "terms": dict(zip(question.terms, question.weights, strict=True)),
        "confidence": dict(confidence.evidence(question, candidates)) if candidates else {},
        "sentences": [
            {
                "text": candidate.statement.text,
                "score": candidate.score,
                "adds": _adds(candidate.features, weights),
                "reader": seen,
            }
            for candidate, seen in zip(candidates[:_SHOWN], reader, strict=False)
        ],
    }


def _reader(candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    """Where the reader points in each of the best, and what that adds to what the words add."""
    columns, weights = reranking.table(candidates), reranking.model().weights
    return [
        {
            "points_at": candidate.pointed_at,
            "adds": _adds({name: float(c[row]) for name, c in columns.items()}, weights),
        }
        for row, candidate in enumerate(candidates[:_SHOWN])
    ]


def _adds(values: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    return {name: value * weights[name] for name, value in values.items() if value}
