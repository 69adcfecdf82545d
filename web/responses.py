"""What the API sends: every body as a schema, which its description is made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from bot.answers import Answer, FoundPassage
from bot.verification import Verification
from index.catalogue import Entry
from index.documents import DateOrigin
from index.retriever import IndexState


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
    date_origin: DateOrigin | None
    sha256: str
    characters: int
    text: str


class ExtractResponse(Response):
    """A document from `start` on, as far as it was asked for."""

    id: str
    source: str
    title: str
    date: str | None
    characters: int
    start: int
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
    """Questions can be asked of this index; whether the reader takes part, or why not.

    `warnings` are for those who keep the index: a copy is missing, a disk is full.
    """

    status: str
    index: IndexState
    reader: str
    warnings: list[str]
