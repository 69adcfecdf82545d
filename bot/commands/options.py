"""The options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import settings
from index.errors import InvalidSettings

if TYPE_CHECKING:
    from index.engines import Place

Command = Any  # click's decorators take and give functions of any kind

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


class PlaceType(click.ParamType):  # type: ignore[type-arg] # generic only in newer versions
    """A folder, or an address in a cluster."""

    name = "place"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Place:
        """Read what was typed; what can't be meant is a wrong use of the command."""
        try:
            return settings.place(value)
        except InvalidSettings as error:
            self.fail(str(error), param, ctx)


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
        type=PlaceType(),
        envvar="QUOTH_INDEX",
        help="Where the index is kept: a folder, or opensearch+https://user@host:9200/name.  "
        "[default: .quoth in the folder of documents]",
    )(command)


def allow_empty_option(command: Command) -> Command:
    """Whether an emptied folder empties the index."""
    return click.option(
        "--allow-empty",
        is_flag=True,
        help="Forget all documents where the folder has none any more: it may just not be mounted.",
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
