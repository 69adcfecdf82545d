"""Explain an answer: what each term weighed, and what decided between the best two sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot import confidence, extraction, reranking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.extraction import Candidate
    from bot.replies import Reply

_SHOWN = 2  # sentences: the winner and the runner-up


def explain_choice(replies: Sequence[Reply]) -> dict[str, Any]:
    """The `explanation` of an answer; for a question of several parts, the others beside it.

    What the names of a sentence's `adds` stand for adds up to its score, and those of the
    confidence to its log-odds; below what is `needed` no answer is given.
    """
    first, *others = map(_explained, replies)
    return {**first, "other_parts": others} if others else first


def _explained(reply: Reply) -> dict[str, Any]:
    question, candidates = reply.meant, reply.candidates
    adds = _by_words(candidates)
    if extraction.was_read(candidates):
        adds = _by_both(candidates, adds)
    return {
        "asks_for": question.asked.type.value,
        "terms": dict(zip(question.terms, question.weights, strict=True)),
        "confidence": {
            "probability": reply.confidence,
            "needed": confidence.least(candidates),
            "adds": confidence.reasons(question, candidates) if reply.fitted else {},
        },
        "sentences": [
            {
                "text": candidate.statement.text,
                "score": candidate.score,
                "adds": {name: value for name, value in added.items() if value},
                "reader_points_at": candidate.pointed_at,
            }
            for candidate, added in zip(candidates, adds, strict=False)
        ],
    }


def _by_words(candidates: Sequence[Candidate]) -> list[dict[str, float]]:
    """What each feature of the words adds to the score of the best sentences."""
    weights = extraction.model().weights
    return [
        {name: value * weights[name] for name, value in candidate.features.items()}
        for candidate in candidates[:_SHOWN]
    ]


def _by_both(
    candidates: Sequence[Candidate], words: Sequence[Mapping[str, float]]
) -> list[dict[str, float]]:
    """The same where the reader has its say: the words weigh less, what it saw stands beside."""
    columns, weights = reranking.table(candidates), reranking.model().weights
    return [
        {name: value * weights["words"] for name, value in added.items()}
        | {
            f"reader_{name}": float(columns[name][row]) * weight
            for name, weight in weights.items()
            if name != "words"
        }
        for row, added in enumerate(words)
    ]
