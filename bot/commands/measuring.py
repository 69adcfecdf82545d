"""`quoth eval` and `quoth verify`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from bot.commands.opening import indexed, open_bot
from bot.commands.options import corpus_option, index_option, json_option, reader_option
from bot.commands.printing import FAILED, print_json, progress_bar
from bot.evaluation import compare, evaluate, read_questions
from bot.plotting import plot
from bot.verification import State, quotations, verify
from index.library import Library

if TYPE_CHECKING:
    from index.engines import Place


@click.command("eval")
@click.argument("questions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@corpus_option
@index_option
@reader_option
@json_option
@click.option(
    "--plot",
    "picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw reliability, risk and hit@k into this file (.svg, .png).",
)
@click.option(
    "--compare",
    "earlier",
    type=click.File(encoding="utf-8"),
    help="A run that --json saved: tell which questions were gained and lost since.",
)
def evaluate_command(
    *,
    questions: Path,
    corpus: Path,
    index: Place | None,
    reader: bool,
    as_json: bool,
    picture: Path | None,
    earlier: TextIO | None,
) -> None:
    """Measure the answers to gold QUESTIONS (JSON lines)."""

    gold = read_questions(questions)
    bot = open_bot(corpus, index, reader=reader)
    with progress_bar(len(gold), "asking") as advance:
        report = evaluate(bot, gold, progress=advance)
    change = compare(_saved(earlier), report) if earlier else None
    if as_json:
        print_json({**report.as_json(), **({"compared": change} if change else {})})
    else:
        click.echo(report.table())
        for name, asked in (change or {}).items():
            click.echo("\n".join([f"\n{name}: {len(asked)}", *(f"  {each}" for each in asked)]))
    if picture:
        plot(report, picture)


def _saved(file: TextIO) -> Any:
    try:
        return json.load(file)
    except ValueError as error:
        raise click.UsageError(f"{file.name} is no JSON: {error}") from error


@click.command("verify")
@click.argument("answer", type=click.File(encoding="utf-8"))
@corpus_option
@index_option
@json_option
@click.pass_context
def verify_command(
    context: click.Context, answer: Any, corpus: Path, index: Place | None, as_json: bool
) -> None:
    """Check every citation of a saved ANSWER (JSON) against the index."""

    found = verify(quotations(_saved(answer)), indexed(Library(corpus, index)).snapshot())
    if as_json:
        print_json({"citations": [asdict(each) for each in found]})
    else:
        for each in found:
            click.echo(f"[{each.id}] {each.state}" + (f"  {each.permalink}" * bool(each.permalink)))
    if any(each.state in (State.EDITED, State.GONE) for each in found):
        context.exit(FAILED)
