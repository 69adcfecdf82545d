"""`quoth eval` and `quoth verify`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bot.commands.common import (
    FAILED,
    corpus_option,
    index_option,
    indexed,
    json_option,
    open_bot,
    print_json,
    progress_bar,
    reader_option,
)
from bot.evaluation import evaluate, read_questions
from bot.verification import State, quotations, verify
from index.library import Library


@click.command("eval")
@click.argument("questions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@corpus_option
@index_option
@reader_option
@json_option
def evaluate_command(
    *, questions: Path, corpus: Path, index: Path | None, reader: bool, as_json: bool
) -> None:
    """Measure the answers to gold QUESTIONS (JSON lines)."""

    bot = open_bot(corpus, index, reader=reader)
    gold = read_questions(questions)
    with progress_bar(len(gold), "asking") as advance:
        report = evaluate(bot, gold, progress=advance)
    if as_json:
        print_json(report.as_json())
    else:
        click.echo(report.table())


@click.command("verify")
@click.argument("answer", type=click.File(encoding="utf-8"))
@corpus_option
@index_option
@json_option
@click.pass_context
def verify_command(
    context: click.Context, answer: Any, corpus: Path, index: Path | None, as_json: bool
) -> None:
    """Check every citation of a saved ANSWER (JSON) against the index."""

    found = verify(quotations(json.load(answer)), indexed(Library(corpus, index)).snapshot())
    if as_json:
        print_json({"citations": [asdict(each) for each in found]})
    else:
        for each in found:
            click.echo(f"[{each.id}] {each.state}" + (f"  {each.permalink}" * bool(each.permalink)))
    if any(each.state in (State.EDITED, State.GONE) for each in found):
        context.exit(FAILED)
