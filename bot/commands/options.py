"""The options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bot import settings

Command = Any  # click's decorators take and give functions of any kind

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


def corpus_argument(command: Command) -> Command:
    """The folder of documents as an argument."""
    return click.argument(
        "corpus",
        type=click.Path(path_type=Path),
        envvar="QUOTH_CORPUS",
        default=settings.DEFAULT_CORPUS,
    )(command)


def corpus_option(command: Command) -> Command:
    """The folder of documents as an option."""
    return click.option(
        "--corpus",
        type=click.Path(path_type=Path),
        envvar="QUOTH_CORPUS",
        default=settings.DEFAULT_CORPUS,
        show_default=True,
        help="The folder of documents.",
    )(command)


def index_option(command: Command) -> Command:
    """Where the index is kept."""
    return click.option(
        "--index",
        type=click.Path(path_type=Path),
        envvar="QUOTH_INDEX",
        help="Where the index is kept.  [default: .quoth in the folder of documents]",
    )(command)


def reader_option(command: Command) -> Command:
    """Whether the reader takes part."""
    return click.option(
        "--reader/--no-reader",
        envvar="QUOTH_READER",
        default=True,
        show_default=True,
        help="Let the small network that comes with the extra `reader` point at answers.",
    )(command)
