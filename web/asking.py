"""Ask the bot what a request asks, and count what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app

from bot.conversation import replay
from web.schemas import MOST_TURNS

if TYPE_CHECKING:
    from bot.answers import Answer
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


def _quoth() -> Quoth:
    return cast("Quoth", current_app.extensions["quoth"])
