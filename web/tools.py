"""What assistants can do with the documents over MCP: ask, search, read."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field, RootModel

from bot.answers import Answer
from index.errors import QuothError
from web.asking import find
from web.responses import ExtractResponse, SearchResponse
from web.schemas import MOST_CHARACTERS, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.engine import Bot
    from index.library import Library

MOST_READ = 20_000  # characters of a document at a time: what an assistant can take in

INSTRUCTIONS = """Answers about one folder of documents, as exact quotations with citations.
Ask first. Where the status is not_found, the documents do not say: search for other words, or tell
so. Read around a citation with its document_id and offsets before relying on it."""

Words = Annotated[Text, Field(min_length=1, max_length=MOST_CHARACTERS)]


class AnswerResult(RootModel[Answer]):
    """The object that /ask sends."""


def make_server(bot: Bot, library: Library) -> MCPServer[None]:
    """An MCP server over a bot and its library; it changes nothing."""
    server: MCPServer[None] = MCPServer(
        "quoth", instructions=INSTRUCTIONS, version=version("quoth"), log_level="WARNING"
    )
    reading = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    tool = server.tool(annotations=reading, structured_output=True)

    @tool
    def ask(question: Words) -> AnswerResult:
        """Answer a question with quotations from the documents, or say that they don't."""
        with _remedies():
            return AnswerResult(bot.ask(question))

    @tool
    def search(query: Words, limit: Annotated[int, Field(ge=1, le=100)] = 5) -> SearchResponse:
        """Find the passages that are closest to some words, best first."""
        with _remedies():
            passages = find(query, library.snapshot(), limit=limit)
        return SearchResponse(query=query, passages=passages)

    @tool
    def read(
        document_id: Text,
        start: Annotated[int, Field(ge=0)] = 0,
        length: Annotated[int, Field(ge=1, le=MOST_READ)] = MOST_READ,
    ) -> ExtractResponse:
        """Read a document, or from `start` on what stands there; offsets are those of citations."""
        with _remedies():
            document = library.snapshot().document(document_id)
        return ExtractResponse(
            id=document.id,
            source=document.source,
            title=document.title,
            date=document.date,
            characters=len(document.text),
            start=start,
            text=document.text[start : start + length],
        )

    return server


@contextmanager
def _remedies() -> Iterator[None]:
    """Tell the assistant what went wrong and what to do, as everybody is told."""
    try:
        yield
    except QuothError as error:
        raise ToolError(str(error)) from error
