"""What each route of the API takes and sends, for its description."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from types import UnionType  # noqa: TC003 unions of types are values here
from typing import TYPE_CHECKING, Any

from bot.answers import Answer
from web.chatschemas import ChatCompletion, ChatProblem, ChatRequest, ModelsResponse
from web.reindexing import Reindex
from web.responses import (
    ConversationResponse,
    DocumentResponse,
    DocumentsResponse,
    FeedbackResponse,
    HealthResponse,
    Problem,
    ReadyResponse,
    SearchResponse,
    UploadResponse,
    VerifyResponse,
)
from web.schemas import AskRequest, AskRequests, FeedbackRequest, SearchRequest, VerifyRequest

if TYPE_CHECKING:
    from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Operation:
    """What a route takes and sends; its summary is the view's docstring."""

    sends: type | UnionType | str  # a schema, several, or a media type
    body: type[BaseModel] | UnionType | None = None
    query: type[BaseModel] | None = None
    upload: bool = False
    streams: bool = False  # event by event, where that is asked for
    success: HTTPStatus = HTTPStatus.OK
    problems: tuple[HTTPStatus, ...] = ()
    problem: type = Problem
    example: dict[str, Any] | None = None


ANY = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.MISDIRECTED_REQUEST,
    HTTPStatus.TOO_MANY_REQUESTS,
)
"""What any route may send: to those without a token, from elsewhere, in a hurry."""
ASKED = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
SENT = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, *ASKED)
NAMED = (HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)
JSON_SENT = (*SENT, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
QUESTION = {"question": "When were the Bogor Goals adopted?"}

OPERATIONS: dict[str, Operation] = {
    "api.ask": Operation(
        Answer | list[Answer],
        body=AskRequest | AskRequests,
        problems=JSON_SENT,
        example=QUESTION,
    ),
    "api.ask_by_address": Operation(Answer, query=AskRequest, problems=ASKED, example=QUESTION),
    "api.search": Operation(
        SearchResponse, query=SearchRequest, problems=ASKED, example={"query": "bogor goals"}
    ),
    "api.documents": Operation(DocumentsResponse),
    "api.add_documents": Operation(
        UploadResponse, upload=True, success=HTTPStatus.CREATED, problems=SENT
    ),
    "api.document": Operation(DocumentResponse, problems=NAMED),
    "api.remove_document": Operation(
        "", success=HTTPStatus.NO_CONTENT, problems=(*NAMED, HTTPStatus.CONFLICT)
    ),
    "api.reindex": Operation(Reindex, success=HTTPStatus.ACCEPTED),
    "api.reindex_progress": Operation(
        Reindex, streams=True, problems=(HTTPStatus.SERVICE_UNAVAILABLE,)
    ),
    "api.verify_answer": Operation(VerifyResponse, body=VerifyRequest, problems=JSON_SENT),
    "api.feedback": Operation(
        FeedbackResponse,
        body=FeedbackRequest,
        success=HTTPStatus.CREATED,
        problems=JSON_SENT,
        example={"answer_id": "b3c1", "helpful": True},
    ),
    "api.conversation": Operation(ConversationResponse, problems=(HTTPStatus.NOT_FOUND,)),
    "api.conversation_as_markdown": Operation("text/markdown", problems=(HTTPStatus.NOT_FOUND,)),
    "api.conversation_as_file": Operation("text/html", problems=(HTTPStatus.NOT_FOUND,)),
    "api.openapi": Operation("application/json"),
    "completions.complete": Operation(
        ChatCompletion,
        body=ChatRequest,
        streams=True,
        problems=JSON_SENT,
        problem=ChatProblem,
        example={"model": "quoth", "messages": [{"role": "user", "content": QUESTION["question"]}]},
    ),
    "completions.models": Operation(ModelsResponse, problem=ChatProblem),
    "health.healthz": Operation(HealthResponse),
    "health.readyz": Operation(ReadyResponse, problems=(HTTPStatus.SERVICE_UNAVAILABLE,)),
    "health.metrics": Operation("text/plain"),
}
"""Every route of the API by its endpoint; a test finds those that are missing."""
