"""`quoth serve`: index, then answer over HTTP."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click
from werkzeug.middleware.proxy_fix import ProxyFix

from bot.assembly import open_records
from bot.commands.opening import told_reader, update
from bot.commands.options import (
    allow_empty_option,
    corpus_argument,
    index_option,
    reader_option,
)
from bot.commands.printing import described
from bot.engine import Bot
from bot.settings import DEFAULT_HOST, DEFAULT_PORT
from index.errors import CorpusEmptied, QuothError
from index.library import Library
from web import logs
from web.access import Tokens
from web.app import create_app
from web.ratelimits import DEFAULT_RATE
from web.security import is_loopback
from web.serving import serve_app
from web.watching import watch_folder

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from index.engines import Place


@click.command()
@corpus_argument
@index_option
@reader_option
@click.option("--host", envvar="QUOTH_HOST", default=DEFAULT_HOST, show_default=True)
@click.option(
    "--port",
    envvar="QUOTH_PORT",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="0 takes a free one.",
)
@click.option(
    "--watch/--no-watch",
    envvar="QUOTH_WATCH",
    default=True,
    show_default=True,
    help="Index what changes in the folder while serving.",
)
@allow_empty_option
@click.option(
    "--read-only",
    is_flag=True,
    envvar="QUOTH_READ_ONLY",
    help="Answer from the index as it is: its folder is another server's.",
)
@click.option(
    "--token",
    envvar="QUOTH_TOKEN",
    help="A secret that asking and changing then need; better given as QUOTH_TOKEN.",
)
@click.option(
    "--read-token",
    envvar="QUOTH_READ_TOKEN",
    help="A secret that allows asking and reading, but no change.",
)
@click.option(
    "--rate",
    envvar="QUOTH_RATE",
    type=click.IntRange(0),
    help="Requests a minute that an address may make, 0 for any number.  "
    f"[default: {DEFAULT_RATE}, and any number for this machine]",
)
@click.option(
    "--cors",
    envvar="QUOTH_CORS",
    default="",
    help="Origins whose pages may call the API, with spaces between.  [default: none]",
)
@click.option(
    "--proxies",
    envvar="QUOTH_PROXIES",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="How many proxies of yours every request comes through.",
)
@click.option(
    "--drain",
    envvar="QUOTH_DRAIN",
    type=click.IntRange(0, 600),
    default=0,
    show_default=True,
    help="Seconds to go on answering, not ready, when told to stop.",
)
def serve(
    *,
    corpus: Path,
    index: Place | None,
    reader: bool,
    host: str,
    port: int,
    watch: bool,
    allow_empty: bool,
    read_only: bool,
    token: str | None,
    read_token: str | None,
    rate: int | None,
    cors: str,
    proxies: int,
    drain: int,
) -> None:
    """Bring the index of CORPUS up to date, then serve the chat page and the API."""
    _check_exposure(host, token, read_token)
    if not read_only:
        click.echo(_updated(Library(corpus, index, allow_empty=allow_empty)), err=True)

    def make_app() -> Flask:
        logs.configure()
        library = Library(corpus, index, allow_empty=allow_empty, read_only=read_only)
        records = open_records(library)
        readership = told_reader(wanted=reader)
        bot = Bot(library, conversations=records, reader=readership.reader)
        with suppress(QuothError):
            bot.ask("What is there to read?")  # loads the models, so that nobody waits for them
        app = create_app(
            bot,
            library,
            records,
            hosts=[host],
            tokens=Tokens(token, read_token),
            origins=cors.split(),
            rate=rate,
            reader=readership.state,
        )
        if watch and not read_only:
            metrics = app.extensions["quoth"].metrics
            watch_folder(library, lambda: metrics.reindexing("watch"))
        if proxies:
            app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
        return app

    serve_app(make_app, host=host, port=port, drain=drain)


def _updated(library: Library) -> str:
    """What the first update did. The index of an emptied folder is served as it is."""
    try:
        return described(update(library))
    except CorpusEmptied as error:
        return str(error)


def _check_exposure(host: str, token: str | None, read_token: str | None) -> None:
    """Refuse to let the network in without a token."""
    if read_token and not token:
        raise click.UsageError("a read token needs a token that allows more: set QUOTH_TOKEN too")
    if not token and not is_loopback(host):
        raise click.UsageError(
            f"--host {host} lets others reach your documents: set QUOTH_TOKEN to a long secret "
            "that they will need, or leave --host out"
        )
