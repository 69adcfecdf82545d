"""`quoth ask` and `quoth chat`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from bot.commands.opening import open_bot
from bot.commands.options import (
    corpus_argument,
    corpus_option,
    index_option,
    json_option,
    reader_option,
)
from bot.commands.printing import print_json
from bot.conversation import Turn
from bot.transcript import as_text
from index.errors import QuothError

if TYPE_CHECKING:
    from pathlib import Path

    from index.engines import Place


@click.command()
@click.argument("question")
@corpus_option
@index_option
@reader_option
@json_option
@click.option("--explain", is_flag=True, help="Show what decided.")
def ask(
    *,
    question: str,
    corpus: Path,
    index: Place | None,
    reader: bool,
    as_json: bool,
    explain: bool,
) -> None:
    """Answer QUESTION with quotations from the documents."""

    bot = open_bot(corpus, index, reader=reader)
    answer = bot.ask(question, explain=explain).as_json()
    if as_json:
        print_json(answer)
        return
    click.echo(as_text(answer))
    if explain:
        click.echo("\n" + json.dumps(answer["explanation"], ensure_ascii=False, indent=2))


@click.command()
@corpus_argument
@index_option
@reader_option
def chat(*, corpus: Path, index: Place | None, reader: bool) -> None:
    """Ask one question after another; an empty line ends the conversation."""

    bot = open_bot(corpus, index, reader=reader)
    history: list[Turn] = []
    while question := _prompt():
        try:
            answer = bot.ask(question, history=history)
        except QuothError as error:
            click.echo(f"{error}\n", err=True)
            continue
        history.append(Turn(question, answer.interpreted_as, answer.answer))
        click.echo(f"\n{as_text(answer.as_json())}\n")


def _prompt() -> str:
    try:
        return str(click.prompt("?", default="", show_default=False, prompt_suffix=" ")).strip()
    except click.Abort:
        return ""
