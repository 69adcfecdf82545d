"""The application factory: everything a request needs, put together once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask

from web import access, caching, logs, problems, security
from web.access import NO_TOKENS, Tokens
from web.api import api
from web.conversations import conversations
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
    metrics: Metrics


def create_app(
    bot: Bot,
    library: Library,
    records: Records,
    *,
    hosts: Collection[str] = (),
    tokens: Tokens = NO_TOKENS,
) -> Flask:
    """The Flask application over a bot and its library.

    `hosts` are the names, besides the loopback ones, that the server answers to.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the provider's, not the protocol's
    metrics = Metrics(library)
    app.extensions["quoth"] = Quoth(bot, library, records, Reindexing(library), metrics)
    logs.register(app)
    metrics.register(app)
    problems.register(app)
    security.register(app, hosts=hosts)
    access.register(app, tokens)
    caching.register(app)
    app.register_blueprint(api)
    app.register_blueprint(pages)
    app.register_blueprint(conversations)
    app.register_blueprint(reference)
    return app
