"""Chat completions as OpenAI's clients call them, so that they can be pointed at Quoth."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

from flask import Blueprint, jsonify, request

from web.asking import replied
from web.bodies import json_body
from web.chatreply import compose
from web.chatschemas import (
    MODEL,
    AssistantMessage,
    ChatCompletion,
    ChatError,
    ChatProblem,
    ChatRequest,
    Choice,
    Model,
    ModelsResponse,
    Usage,
)
from web.events import event, stream
from web.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from flask import Response
    from flask.typing import ResponseReturnValue

    from web.chatreply import Reply

completions = Blueprint("completions", __name__, url_prefix="/v1")


@completions.post("/chat/completions")
def complete() -> ResponseReturnValue:
    """Answer the last message of a chat, as OpenAI's chat completions do."""
    asked = ChatRequest.model_validate_json(json_body(), strict=True)
    answer = replied(asked)
    reply = compose(answer, site=request.host_url.rstrip("/"))
    completion = ChatCompletion(
        id=f"chatcmpl-{answer.answer_id}",
        created=int(time.time()),
        model=MODEL,
        choices=[
            Choice(
                message=AssistantMessage(content=reply.content, annotations=list(reply.annotations))
            )
        ],
        usage=_usage(asked, reply),
    )
    if not asked.stream:
        return jsonify(completion.model_dump())
    options = asked.stream_options
    return stream(_chunks(completion, reply, with_usage=bool(options and options.include_usage)))


@completions.get("/models")
def models() -> ResponseReturnValue:
    """The one model that chat clients can choose."""
    only = Model(id=MODEL, created=0, owned_by="quoth")
    return jsonify(ModelsResponse(data=[only]).model_dump())


@completions.after_request
def add_error(response: Response) -> Response:
    """Say what is wrong once more, where OpenAI's clients look for it."""
    if response.mimetype == MEDIA_TYPE:
        problem = response.get_json(force=True)
        bad = response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        kind: Literal["invalid_request_error", "server_error"]
        kind = "invalid_request_error" if bad else "server_error"
        error = ChatError(message=problem["detail"], type=kind)
        response.set_data(ChatProblem(**problem, error=error).model_dump_json())
    return response


def _usage(asked: ChatRequest, reply: Reply) -> Usage:
    read = sum(len(message.text.split()) for message in asked.messages)
    said = len(reply.content.split())
    return Usage(prompt_tokens=read, completion_tokens=said, total_tokens=read + said)


def _chunks(completion: ChatCompletion, reply: Reply, *, with_usage: bool) -> Iterator[str]:
    """The completion as OpenAI's clients take it piece by piece."""
    same = completion.model_dump(include={"id", "created", "model"})
    same["object"] = "chat.completion.chunk"

    def chunk(delta: dict[str, Any], finish_reason: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        return event({**same, "choices": [choice]})

    yield chunk({"role": "assistant", "content": ""})
    for piece in reply.pieces:
        yield chunk({"content": piece})
    annotations = [each.model_dump() for each in reply.annotations]
    yield chunk({"annotations": annotations} if annotations else {}, "stop")
    if with_usage:
        yield event({**same, "choices": [], "usage": completion.usage.model_dump()})
    yield "data: [DONE]\n\n"
