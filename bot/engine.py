"""Answer a question with quotations: the path of a question, from asking to reply."""

from __future__ import annotations

import hashlib
import json
import time
from typing import TYPE_CHECKING, Any, Protocol

from bot import citations, confidence, extraction, features
from bot.answers import Answer, Status
from bot.conversation import Turn, interpret
from bot.evidence import Library
from bot.question import analyse
from index.errors import InvalidQuestion

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.answers import Citation
    from bot.extraction import Candidate, Quote
    from bot.features import Found
    from bot.question import Question
    from index.retriever import Retriever

LONGEST_QUESTION = 10_000  # characters
_READ = 8  # passages whose sentences are considered


class Snapshots(Protocol):
    """Where the newest state of the index comes from."""

    def snapshot(self) -> Retriever:
        """The documents as they are now."""


class Conversations(Protocol):
    """Where kept conversations live."""

    def turns(self, conversation_id: str) -> Sequence[Turn]:
        """What was asked and answered so far, oldest first; none for a new id."""

    def append(self, conversation_id: str, answer: Answer) -> None:
        """Keep an answer."""


class Bot:
    """Answers questions about the documents of `library`; safe to use from several threads."""

    def __init__(self, library: Snapshots, *, conversations: Conversations | None = None) -> None:
        self._library = library
        self._conversations = conversations
        self._evidence = Library()

    def ask(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        history: Sequence[Turn] = (),
        limit: int = 5,
        documents: Collection[str] = (),
        explain: bool = False,
    ) -> Answer:
        """Answer `question`, with at most `limit` passages and min(limit, 3) quotations.

        It is read with the turns of the kept conversation and `history`. `documents` restricts
        to those ids. Raises `InvalidQuestion`, and what a snapshot raises.
        """
        began = time.perf_counter()
        _check(question)
        retriever = self._library.snapshot()
        turns = [*self._turns(conversation_id), *history]
        meant = analyse(interpret(question, turns), retriever)
        found = features.search(
            meant, retriever, self._evidence, limit=max(limit, _READ), documents=documents
        )
        candidates = extraction.rank(meant, found[:_READ])
        sure = confidence.confidence(meant, candidates)
        chosen = _chosen(meant, candidates, sure, limit=limit)
        cited = citations.cite(chosen)
        answer = Answer(
            answer_id=_identity(question, meant, cited, retriever),
            question=question,
            interpreted_as=meant.text,
            conversation_id=conversation_id,
            status=_status(meant, cited),
            answer=citations.reply(cited),
            short_answer=citations.outright(meant.text, chosen),
            confidence=round(sure, 4),
            citations=cited,
            passages=tuple(map(citations.passage, _by_evidence(found, candidates)[:limit])),
            missing_terms=meant.missing,
            conflicts=(),
            unanswered=(),
            index=retriever.state,
            took_ms=round((time.perf_counter() - began) * 1000, 3),
            explanation=_explanation(meant, candidates) if explain else None,
        )
        if conversation_id is not None and self._conversations is not None:
            self._conversations.append(conversation_id, answer)
        return answer

    def _turns(self, conversation_id: str | None) -> Sequence[Turn]:
        if conversation_id is None or self._conversations is None:
            return ()
        return self._conversations.turns(conversation_id)


def _check(question: str) -> None:
    if not any(character.isalnum() for character in question):
        raise InvalidQuestion("the question has no word in it: ask something")
    if len(question) > LONGEST_QUESTION:
        raise InvalidQuestion(
            f"the question has {len(question):,} characters: ask with at most {LONGEST_QUESTION:,}"
        )


def _chosen(
    question: Question, candidates: Sequence[Candidate], sure: float, *, limit: int
) -> list[Quote]:
    if sure < confidence.THRESHOLD:
        return []
    return extraction.quotes(question, candidates, limit=limit)


def _status(question: Question, cited: Sequence[Citation]) -> Status:
    if not cited:
        return Status.NOT_FOUND
    return Status.PARTIAL if question.lacks_a_key_term else Status.ANSWERED


def _by_evidence(found: Sequence[Found], candidates: Sequence[Candidate]) -> list[Found]:
    """The passages, first those with the best sentences."""
    best: dict[int, float] = {}
    for candidate in candidates:
        best.setdefault(candidate.found.rank, candidate.score)
    last = min(best.values(), default=0.0) - 1
    return sorted(found, key=lambda each: (-best.get(each.rank, last), each.rank))


def _identity(
    question: str, meant: Question, cited: Sequence[Citation], retriever: Retriever
) -> str:
    """The same for the same question, read in the same way, over the same index."""
    fingerprint = retriever.state.fingerprint
    parts = [question, meant.text, fingerprint, *(each.permalink for each in cited)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _explanation(question: Question, candidates: Sequence[Candidate]) -> dict[str, Any]:
    """What decided: the weight of each term, and the features of the best two sentences."""
    weights = extraction.model().weights
    return {
        "asks_for": question.asked.type.value,
        "terms": dict(zip(question.terms, question.weights, strict=True)),
        "confidence": dict(confidence.evidence(question, candidates)) if candidates else {},
        "sentences": [
            {
                "text": candidate.statement.text,
                "score": candidate.score,
                "adds": {
                    name: value * weights[name]
                    for name, value in candidate.features.items()
                    if value
                },
            }
            for candidate in candidates[:2]
        ],
    }
