"""Answer a question with quotations: the path of a question, from asking to reply."""

from __future__ import annotations

import hashlib
import json
import time
from typing import TYPE_CHECKING, Protocol

from bot import (
    citations,
    compound,
    confidence,
    conflicts,
    extraction,
    holdings,
    replies,
    reranking,
    retrieval,
    spelling,
)
from bot.answers import Answer
from bot.conversation import Turn, interpret
from bot.evidence import Library
from bot.explanation import explain_choice
from bot.question import analyse
from bot.replies import Reply
from bot.stages import Stage, stage
from index.errors import InvalidQuestion

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.answers import Citation
    from bot.extraction import Candidate, Quote
    from bot.matching import Found
    from bot.question import Question
    from bot.reader import Reader
    from index.retriever import Retriever

LONGEST_QUESTION = 10_000  # characters
READING_MS = 200.0
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

    def __init__(
        self,
        library: Snapshots,
        *,
        conversations: Conversations | None = None,
        reader: Reader | None = None,
        budget_ms: float = READING_MS,
    ) -> None:
        """Without a `reader`, the words alone choose the sentences.

        It has `budget_ms` of work for a question; what it can't read by then keeps its place.
        """
        self._library = library
        self._conversations = conversations
        self._reader = reader
        self._budget_ms = budget_ms
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
        answered = self._replies(question, turns, retriever, limit=limit, documents=documents)
        chosen = replies.quotes(answered, limit=min(limit, extraction.MOST_QUOTES))
        cited = citations.cite(chosen)
        interpreted_as = replies.interpreted(answered)
        with stage(Stage.SHORT_ANSWER):
            whole = len(answered) == 1 and not answered[0].about_documents
            outright = citations.outright(interpreted_as, chosen) if whole else None
        answer = Answer(
            answer_id=_identity(question, interpreted_as, cited, retriever),
            question=question,
            interpreted_as=interpreted_as,
            conversation_id=conversation_id,
            status=replies.status(answered),
            answer=citations.reply(cited),
            short_answer=outright,
            confidence=round(replies.confidence(answered), 4),
            citations=cited,
            passages=tuple(map(citations.passage, replies.passages(answered, limit=limit))),
            missing_terms=replies.missing_terms(answered),
            conflicts=conflicts.conflicts(chosen),
            unanswered=replies.unanswered(answered),
            index=retriever.state,
            unread=self._unread(answered),
            took_ms=round((time.perf_counter() - began) * 1000, 3),
            explanation=explain_choice(answered) if explain else None,
        )
        if conversation_id is not None and self._conversations is not None:
            self._conversations.append(conversation_id, answer)
        return answer

    def _replies(
        self,
        question: str,
        turns: Sequence[Turn],
        retriever: Retriever,
        *,
        limit: int,
        documents: Collection[str],
    ) -> list[Reply]:
        """A reply to each part of the question, which is read with the parts before it."""
        said = list(turns)
        answered = []
        for part in compound.parts(question):
            with stage(Stage.UNDERSTAND):
                whole = interpret(part, said)
            about = holdings.reply(
                whole, retriever, self._evidence, limit=limit, documents=documents
            )
            reply = about or self._reply(whole, retriever, limit=limit, documents=documents)
            answered.append(reply)
            told = citations.reply(citations.cite(reply.quotes))
            said.append(Turn(part, reply.meant.text, told))
        return answered

    def _reply(
        self, text: str, retriever: Retriever, *, limit: int, documents: Collection[str]
    ) -> Reply:
        """The reply to one question, or to what it says without its slips of the keyboard."""

        def reply(asked: str) -> Reply:
            with stage(Stage.UNDERSTAND):
                meant = analyse(asked, retriever)
            with stage(Stage.RETRIEVE):
                found = retrieval.search(
                    meant,
                    retriever,
                    self._evidence,
                    limit=_READ,
                    more=max(0, limit - _READ),
                    documents=documents,
                )
            candidates = self._rank(meant, found[:_READ])
            with stage(Stage.QUOTE):
                return _choose(meant, found, candidates, limit=limit)

        typed = reply(text)
        if not typed.meant.missing or (typed.quotes and not typed.meant.lacks_a_key_term):
            return typed
        corrected = spelling.corrected(text, retriever)
        if corrected == text:
            return typed
        meant = reply(corrected)
        return meant if meant.quotes and meant.confidence > typed.confidence else typed

    def _rank(self, question: Question, found: Sequence[Found]) -> list[Candidate]:
        with stage(Stage.CHOOSE):
            candidates = extraction.rank(question, found)
        if self._reader is None:
            return candidates
        with stage(Stage.READ):
            return reranking.rerank(
                question.text, candidates, self._reader, budget_ms=self._budget_ms
            )

    def _unread(self, answered: Sequence[Reply]) -> int:
        if self._reader is None:
            return 0
        return sum(reranking.unread(reply.candidates) for reply in answered)

    def _turns(self, conversation_id: str | None) -> Sequence[Turn]:
        if conversation_id is None or self._conversations is None:
            return ()
        return self._conversations.turns(conversation_id)


def _choose(
    meant: Question, found: Sequence[Found], candidates: Sequence[Candidate], *, limit: int
) -> Reply:
    sure = confidence.confidence(meant, candidates)
    chosen: list[Quote] = []
    if sure >= confidence.least(candidates):
        chosen = extraction.quotes(meant, candidates, limit=limit)
        if other := conflicts.contradicting(chosen, candidates, meant.asked.type):
            chosen = extraction.joined(chosen, extraction.whole(meant, other))
    return Reply(meant, found, candidates, sure, chosen)


def _check(question: str) -> None:
    if not any(character.isalnum() for character in question):
        raise InvalidQuestion("the question has no word in it: ask something")
    if len(question) > LONGEST_QUESTION:
        raise InvalidQuestion(
            f"the question has {len(question):,} characters: ask with at most {LONGEST_QUESTION:,}"
        )


def _identity(
    question: str, interpreted_as: str, cited: Sequence[Citation], retriever: Retriever
) -> str:
    """The same for the same question, read in the same way, over the same index."""
    fingerprint = retriever.state.fingerprint
    parts = [question, interpreted_as, fingerprint, *(each.permalink for each in cited)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
