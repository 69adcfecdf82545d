"""Ask the bot what a request asks, and count what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app

from bot.answers import FoundPassage
from bot.conversation import replay
from index import analysis
from web.schemas import MOST_TURNS

if TYPE_CHECKING:
    from bot.answers import Answer
    from index.retriever import Retriever
    from web.app import Quoth
    from web.chatschemas import ChatRequest
    from web.schemas import AskRequest


def answered(asked: AskRequest) -> Answer:
    """The answer to a request of /ask."""
    answer = _quoth().bot.ask(
        asked.question,
        conversation_id=asked.conversation_id,
        history=replay((turn.question, turn.answer) for turn in asked.history),
        limit=asked.limit,
        documents=asked.documents,
        explain=asked.explain,
    )
    _quoth().metrics.count(answer.status)
    return answer


def replied(asked: ChatRequest) -> Answer:
    """The answer to the last user message of a chat, read with those before it."""
    *earlier, (question, _) = asked.turns
    answer = _quoth().bot.ask(question, history=replay(earlier[-MOST_TURNS:]))
    _quoth().metrics.count(answer.status)
    return answer


def find(query: str, retriever: Retriever, *, limit: int) -> list[FoundPassage]:
    """The passages that BM25 ranks highest."""
    hits = retriever.search(analysis.content(analysis.terms(query)), limit=limit)
    return [
        FoundPassage.of(hit.passage, retriever.document(hit.passage.document_id), hit.score)
        for hit in hits
    ]


def _quoth() -> Quoth:
    return cast("Quoth", current_app.extensions["quoth"])
