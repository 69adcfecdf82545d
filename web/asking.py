"""Ask the bot what a request asks, and note what became of it and how long it took."""

from __future__ import annotations

import os
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, cast

from flask import current_app

from bot.answers import FoundPassage
from bot.conversation import replay
from bot.stages import watched
from index import analysis
from web.schemas import MOST_TURNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answers import Answer
    from index.retriever import Retriever
    from web.app import Quoth
    from web.chatschemas import ChatRequest
    from web.schemas import AskRequest

AT_ONCE = os.cpu_count() or 1
"""Questions that are worked on at a time: more would only make each other wait, and all longer
where an update of the index wants its share of the interpreter, too."""

_places = BoundedSemaphore(AT_ONCE)


def answered(asked: AskRequest) -> Answer:
    """The answer to a request of /ask."""
    return _noted(
        lambda: _quoth().bot.ask(
            asked.question,
            conversation_id=asked.conversation_id,
            history=replay((turn.question, turn.answer) for turn in asked.history),
            limit=asked.limit,
            documents=asked.documents,
            explain=asked.explain,
        )
    )


def continued(question: str, conversation_id: str) -> Answer:
    """The answer to a question on the page, kept in a conversation."""
    return _noted(lambda: _quoth().bot.ask(question, conversation_id=conversation_id))


def replied(asked: ChatRequest) -> Answer:
    """The answer to the last user message of a chat, read with those before it."""
    *earlier, (question, _) = asked.turns
    return _noted(lambda: _quoth().bot.ask(question, history=replay(earlier[-MOST_TURNS:])))


def find(query: str, retriever: Retriever, *, limit: int) -> list[FoundPassage]:
    """The passages that BM25 ranks highest."""
    hits = retriever.search(analysis.content_terms(query), limit=limit)
    return [
        FoundPassage.of(hit.passage, retriever.document(hit.passage.document_id), hit.score)
        for hit in hits
    ]


def _noted(ask: Callable[[], Answer]) -> Answer:
    with _places, watched() as seconds:
        answer = ask()
    _quoth().metrics.note_answer(answer.status, seconds)
    return answer


def _quoth() -> Quoth:
    return cast("Quoth", current_app.extensions["quoth"])
