"""The application factory: everything a request needs, put together once."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from flask import Flask

from bot.assembly import NOT_WANTED
from web import access, caching, compression, cors, logs, problems, ratelimits, security
from web.access import NO_TOKENS, Tokens
from web.api import api
from web.completions import completions
from web.conversations import conversations
from web.following import Followers
from web.health import health
from web.metrics import Metrics
from web.pages import pages
from web.reference import reference
from web.reindexing import Reindexing

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.engine import Bot
    from bot.records import Records
    from index.library import Library

LARGEST_UPLOAD = 64_000_000  # bytes a request


@dataclass(frozen=True, slots=True)
class Quoth:
    """What the routes work with, as ``current_app.extensions["quoth"]``."""

    bot: Bot
    library: Library
    records: Records
    reindexing: Reindexing
    followers: Followers
    metrics: Metrics
    stopping: Event  # set when the server is told to stop
    reader: str  # whether the bot's reader reads, or why not


def create_app(
    bot: Bot,
    library: Library,
    records: Records,
    *,
    hosts: Collection[str] = (),
    tokens: Tokens = NO_TOKENS,
    origins: Collection[str] = (),
    rate: int | None = None,
    reader: str = NOT_WANTED,
) -> Flask:
    """The Flask application over a bot and its library.

    `hosts` are the names, besides the loopback ones, that the server answers to; `origins` the
    other sites whose pages may call it. `rate` is how many requests a minute an address may
    make, 0 for any number; None limits all but this machine to what no person needs. `reader`
    says for those who keep the server running whether the bot's reader reads, or why not.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the provider's, not the protocol's
    metrics, stopping = Metrics(library), Event()
    reindexing = Reindexing(library, metrics)
    followers = Followers(reindexing, stopping)
    app.extensions["quoth"] = Quoth(
        bot, library, records, reindexing, followers, metrics, stopping, reader
    )
    logs.register(app)
    metrics.register(app)
    problems.register(app)
    security.register(app, hosts=hosts, origins=origins)
    cors.register(app, origins)
    ratelimits.register(app, rate)
    access.register(app, tokens)
    caching.register(app)
    compression.register(app)
    app.register_blueprint(api)
    app.register_blueprint(completions)
    app.register_blueprint(health)
    app.register_blueprint(pages)
    app.register_blueprint(conversations)
    app.register_blueprint(reference)
    return app
