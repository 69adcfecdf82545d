"""Describe the API in OpenAPI 3.1, from the schemas that validate it and the values it sends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.answers import Answer, FoundPassage
from bot.verification import Verification
from index.catalogue import Entry
from index.retriever import IndexState
from web.reindexing import Reindex
from web.schemas import AskRequest, FeedbackRequest, SearchRequest, VerifyRequest

if TYPE_CHECKING:
    from flask import Flask

    Schema = dict[str, Any]

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
SCHEMA_PLACE = "#/components/schemas/{model}"


class Response(BaseModel):
    """A body that the API sends; it has these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class Problem(Response):
    """What went wrong, and in `detail` what to do next (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class SearchResponse(Response):
    """Passages, best first."""

    query: str
    passages: list[FoundPassage]


class DocumentsResponse(Response):
    """The ledger."""

    documents: list[Entry]


class UploadResponse(Response):
    """The documents that were added, and why others were refused, by file name."""

    documents: list[Entry]
    refused: dict[str, str]


class DocumentResponse(Response):
    """A document; every citation of it is a slice of `text`."""

    id: str
    source: str
    title: str
    date: str | None
    sha256: str
    characters: int
    text: str


class VerifyResponse(Response):
    """The state of every citation."""

    citations: list[Verification]


class FeedbackResponse(Response):
    """The feedback is on disk."""

    kept: bool


class ConversationResponse(Response):
    """The answers of a conversation, oldest first."""

    conversation_id: str
    answers: list[Answer]


class HealthResponse(Response):
    """The process is alive."""

    status: str


class ReadyResponse(Response):
    """Questions can be asked of this index."""

    status: str
    index: IndexState


@dataclass(frozen=True, slots=True)
class Operation:
    """What a route takes and sends; its summary is the view's docstring."""

    sends: type | str  # a schema, or a media type
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    upload: bool = False
    success: HTTPStatus = HTTPStatus.OK
    problems: tuple[HTTPStatus, ...] = field(default=())
    example: dict[str, Any] | None = None


ASKED = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
SENT = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, *ASKED)
NAMED = (HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)
JSON_SENT = (*SENT, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
QUESTION = {"question": "When were the Bogor Goals adopted?"}

OPERATIONS: dict[str, Operation] = {
    "api.ask": Operation(Answer, body=AskRequest, problems=JSON_SENT, example=QUESTION),
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
    "api.reindex_progress": Operation(Reindex),
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
    "api.healthz": Operation(HealthResponse),
    "api.readyz": Operation(ReadyResponse, problems=(HTTPStatus.SERVICE_UNAVAILABLE,)),
    "api.metrics": Operation("text/plain"),
    "api.openapi": Operation("application/json"),
}
"""Every route of the API by its endpoint; a test finds those that are missing."""


def describe(app: Flask) -> Schema:
    """The OpenAPI 3.1 description of `app`'s API."""
    schemas = _Schemas()
    paths: dict[str, Schema] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        operation = OPERATIONS.get(rule.endpoint)
        if operation is None:
            continue
        view = app.view_functions[rule.endpoint]
        path = PARAMETER.sub(r"{\1}", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            paths.setdefault(path, {})[method.lower()] = {
                "operationId": rule.endpoint.removeprefix("api."),
                "summary": (view.__doc__ or "").strip().split("\n")[0],
                **_operation(operation, sorted(rule.arguments), schemas),
            }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Quoth",
            "version": version("quoth"),
            "description": "Ask your documents. Get quotes, not guesses.",
        },
        "paths": paths,
        "components": {"schemas": schemas.definitions},
    }


class _Schemas:
    """Collects JSON schemas under ``components`` and gives references to them."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def reference(self, kind: type) -> Schema:
        schema = TypeAdapter(kind).json_schema(
            ref_template=SCHEMA_PLACE,
            mode="validation" if self._is_request(kind) else "serialization",
        )
        self.definitions.update(schema.pop("$defs", {}))
        self.definitions[kind.__name__] = schema
        return {"$ref": SCHEMA_PLACE.format(model=kind.__name__)}

    def properties(self, kind: type[BaseModel]) -> tuple[dict[str, Schema], list[str]]:
        """The fields of a request that comes in the query string, and which it needs."""
        schema = kind.model_json_schema(ref_template=SCHEMA_PLACE)
        self.definitions.update(schema.pop("$defs", {}))
        return schema["properties"], schema.get("required", [])

    @staticmethod
    def _is_request(kind: type) -> bool:
        return issubclass(kind, BaseModel) and not issubclass(kind, Response)


def _operation(operation: Operation, in_path: list[str], schemas: _Schemas) -> Schema:
    described: Schema = {}
    parameters: list[Schema] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in in_path
    ]
    if operation.query:
        properties, required = schemas.properties(operation.query)
        parameters += [
            _query_parameter(name, schema, required, operation.example or {})
            for name, schema in properties.items()
            if name != "history"  # a list of turns has no place in an address
        ]
    if parameters:
        described["parameters"] = parameters
    if operation.body:
        content: Schema = {"schema": schemas.reference(operation.body)}
        if operation.example:
            content["example"] = operation.example
        described["requestBody"] = {"required": True, "content": {"application/json": content}}
    if operation.upload:
        described["requestBody"] = {"required": True, "content": {"multipart/form-data": _FILES}}
    described["responses"] = _responses(operation, schemas)
    return described


_FILES = {
    "schema": {
        "type": "object",
        "properties": {
            "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
        },
        "required": ["file"],
    }
}


def _query_parameter(
    name: str, schema: Schema, required: list[str], example: dict[str, Any]
) -> Schema:
    parameter = {"name": name, "in": "query", "required": name in required, "schema": schema}
    if name in example:
        parameter["example"] = example[name]
    return parameter


def _responses(operation: Operation, schemas: _Schemas) -> Schema:
    success: Schema = {"description": operation.success.phrase}
    if isinstance(operation.sends, type):
        content = {"schema": schemas.reference(operation.sends)}
        success["content"] = {"application/json": content}
    elif operation.sends:
        success["content"] = {operation.sends: {}}
    problem = {"schema": schemas.reference(Problem)}
    return {str(operation.success.value): success} | {
        str(status.value): {
            "description": status.phrase,
            "content": {"application/problem+json": problem},
        }
        for status in operation.problems
    }
