"""Assistants ask, search and read over MCP, and are told what is wrong."""

from __future__ import annotations

import builtins
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters

from web.command import quoth
from web.tools import MOST_READ, make_server

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from mcp.server import MCPServer
    from mcp.types import CallToolResult

    from bot.engine import Bot
    from index.library import Library

Result = TypeVar("Result")
QUESTION = "When were the Bogor Goals adopted?"


@pytest.fixture
def tools(bot: Bot, library: Library) -> MCPServer[None]:
    """The server over the small corpus, in this process."""
    return make_server(bot, library)


def run(conversation: Callable[[], Awaitable[Result]]) -> Result:
    """Hold it in a thread of its own: the browser's tests keep a loop running in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(anyio.run, conversation).result()


def called(server: Any, name: str, **arguments: Any) -> CallToolResult:
    async def call() -> CallToolResult:
        async with Client(server) as client:
            return await client.call_tool(name, arguments)

    return run(call)


def result(server: Any, name: str, **arguments: Any) -> dict[str, Any]:
    answered = called(server, name, **arguments)
    assert not answered.is_error, answered.content
    assert isinstance(answered.structured_content, dict)
    return answered.structured_content


def test_an_assistant_asks_over_a_pipe(corpus: Path) -> None:
    command = "from web.command import quoth; quoth()"
    arguments = ["-c", command, "mcp", str(corpus)]

    async def talk() -> tuple[list[str], CallToolResult]:
        async with Client(StdioServerParameters(command=sys.executable, args=arguments)) as client:
            listed = await client.list_tools()
            return [tool.name for tool in listed.tools], await client.call_tool(
                "ask", {"question": QUESTION}
            )

    names, answered = run(talk)

    assert names == ["ask", "search", "read"]
    assert answered.structured_content is not None
    assert answered.structured_content["short_answer"]["text"] == "1994"


def test_an_answer_is_that_of_the_api(tools: MCPServer[None], bot: Bot) -> None:
    answer = result(tools, "ask", question=QUESTION)

    assert answer["citations"] == list(bot.ask(QUESTION).as_json()["citations"])


def test_what_a_citation_says_can_be_read_where_it_stands(tools: MCPServer[None]) -> None:
    cited = result(tools, "ask", question=QUESTION)["citations"][0]
    start, end = cited["start_char_index"], cited["end_char_index"]

    extract = result(
        tools, "read", document_id=cited["document_id"], start=start, length=end - start
    )

    assert extract["text"] == cited["cited_text"]
    assert extract["source"] == cited["source"]


def test_a_document_is_read_a_part_at_a_time(
    tools: MCPServer[None], library: Library, corpus: Path
) -> None:
    (corpus / "long.txt").write_text("word " * MOST_READ, encoding="utf-8")
    library.update()
    document_id = next(row.id for row in library.documents() if row.source == "long.txt")

    extract = result(tools, "read", document_id=document_id)

    assert len(extract["text"]) == MOST_READ
    assert extract["characters"] > MOST_READ


def test_a_search_finds_passages(tools: MCPServer[None]) -> None:
    found = result(tools, "search", query="bogor goals", limit=1)

    assert [passage["source"] for passage in found["passages"]] == ["goals.md"]


@pytest.mark.parametrize(
    ("name", "arguments", "named"),
    [
        ("ask", {"question": "?!"}, "no word in it"),
        ("ask", {"question": ""}, "question"),
        ("search", {"query": "goals", "limit": 0}, "limit"),
        ("read", {"document_id": "none"}, "no document"),
        ("read", {"document_id": "none", "length": MOST_READ + 1}, "length"),
    ],
)
def test_an_assistant_is_told_what_is_wrong(
    tools: MCPServer[None], name: str, arguments: dict[str, Any], named: str
) -> None:
    answered = called(tools, name, **arguments)

    assert answered.is_error
    assert named in str(answered.content[0])


def test_without_the_package_the_command_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, corpus: Path
) -> None:
    for name in [*sys.modules]:
        if name.partition(".")[0] == "mcp" or name == "web.tools":
            monkeypatch.delitem(sys.modules, name)
    imported = builtins.__import__

    def without_mcp(name: str, *arguments: Any, **options: Any) -> Any:
        if name.partition(".")[0] == "mcp":
            raise ModuleNotFoundError(f"No module named {name!r}", name="mcp")
        return imported(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without_mcp)

    outcome = CliRunner().invoke(quoth, ["mcp", str(corpus)])

    assert outcome.exit_code == 1
    assert "pip install" in outcome.stderr
