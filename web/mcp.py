"""`quoth mcp`: answer assistants that speak the Model Context Protocol."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from bot.commands.opening import indexed, told_reader
from bot.commands.options import corpus_argument, index_option, reader_option
from bot.engine import Bot
from index.library import Library
from web.watching import watch_folder

if TYPE_CHECKING:
    from pathlib import Path

    from index.engines import Place


@click.command()
@corpus_argument
@index_option
@reader_option
def mcp(*, corpus: Path, index: Place | None, reader: bool) -> None:
    """Serve CORPUS to an assistant over MCP, on stdin and stdout."""
    try:
        tools = import_module("web.tools")
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"'quoth mcp' needs the package {error.name}: "
            "pip install '.[mcp]' in Quoth's folder, or pip install mcp"
        ) from error
    library = indexed(Library(corpus, index))
    watch_folder(library)  # catches up first, while the assistant is answered already
    bot = Bot(library, reader=told_reader(wanted=reader).reader)
    tools.make_server(bot, library).run("stdio")
