"""`quoth index` and `quoth doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import comparison
from bot.commands.opening import told_reader, update
from bot.commands.options import (
    allow_empty_option,
    corpus_argument,
    corpus_option,
    index_option,
    json_option,
    reader_option,
)
from bot.commands.printing import FAILED, described, print_json, progress_bar
from bot.engine import Bot
from bot.reader import Reader
from index.errors import ReaderDamaged, ReaderMissing
from index.library import Library

if TYPE_CHECKING:
    from bot.comparison import Comparison
    from index.engines import Place
    from index.update import Summary


@click.command("index")
@corpus_argument
@index_option
@allow_empty_option
@click.option(
    "--compare",
    "questions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of questions, one a line, or of gold questions: tell whose answers change.",
)
@reader_option
@json_option
@click.pass_context
def index_command(
    context: click.Context,
    *,
    corpus: Path,
    index: Place | None,
    allow_empty: bool,
    questions: Path | None,
    reader: bool,
    as_json: bool,
) -> None:
    """Bring the index of CORPUS up to date: read what is new, forget what is gone."""
    library = Library(corpus, index, allow_empty=allow_empty)
    if questions:
        summary, compared = _compared(library, questions, reader=reader)
    else:
        summary, compared = update(library), None
    if as_json:
        print_json({**summary.as_json(), **({"compared": compared.as_json()} if compared else {})})
    else:
        click.echo(described(summary) + (f"\n{compared.report()}" if compared else ""))
    if summary.failed:
        context.exit(FAILED)


def _compared(library: Library, path: Path, *, reader: bool) -> tuple[Summary, Comparison]:
    """Update a library between asking questions and asking them again."""
    questions = comparison.questions_in(path)
    bot = Bot(library, reader=told_reader(wanted=reader).reader)
    with progress_bar(len(questions), "asking") as advance:
        before = comparison.answers(bot, questions, progress=advance)
    summary = update(library)
    with progress_bar(len(questions), "asking again") as advance:
        after = comparison.answers(bot, questions, progress=advance)
    return summary, comparison.compare(questions, before, after)


@click.command()
@corpus_option
@index_option
@click.pass_context
def doctor(context: click.Context, corpus: Path, index: Place | None) -> None:
    """Check the index: checksums, counts, orphans; and the reader."""

    findings = Library(corpus, index).examine()
    for finding in findings:
        click.echo(f"{finding.file}: {finding.problem}: {finding.remedy}")
    sound = not any(finding.harm for finding in findings)
    if sound:
        click.echo("the index is sound")
    if not _reader_is_sound() or not sound:
        context.exit(FAILED)


def _reader_is_sound() -> bool:
    """Say how the reader is; one that is not installed is no harm, one that is damaged is."""
    try:
        Reader.open()
    except ReaderMissing as error:
        click.echo(f"there is no reader, so the words alone decide: {error}")
    except ReaderDamaged as error:
        click.echo(str(error))
        return False
    else:
        click.echo("the reader is sound")
    return True
