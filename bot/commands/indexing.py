"""`quoth index` and `quoth doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.opening import update
from bot.commands.options import (
    allow_empty_option,
    corpus_argument,
    corpus_option,
    index_option,
    json_option,
)
from bot.commands.printing import FAILED, described, print_json
from bot.reader import Reader
from index.errors import ReaderDamaged, ReaderMissing
from index.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from index.engines import Place


@click.command("index")
@corpus_argument
@index_option
@allow_empty_option
@json_option
@click.pass_context
def index_command(
    context: click.Context,
    *,
    corpus: Path,
    index: Place | None,
    allow_empty: bool,
    as_json: bool,
) -> None:
    """Bring the index of CORPUS up to date: read what is new, forget what is gone."""
    summary = update(Library(corpus, index, allow_empty=allow_empty))
    if as_json:
        print_json(summary.as_json())
    else:
        click.echo(described(summary))
    if summary.failed:
        context.exit(FAILED)


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
