"""Answer "nothing has changed" without work: entity tags by index generation."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from flask import current_app, request
from werkzeug.http import quote_etag

from bot.assembly import READY
from index.errors import QuothError

if TYPE_CHECKING:
    from flask import Flask, Response

    from web.app import Quoth

CACHEABLE = frozenset({"api.ask_by_address", "api.search", "api.documents", "api.document"})
"""Endpoints whose GET depends on nothing but the address and the index."""


def register(app: Flask) -> None:
    """Give what depends on the index alone an entity tag, and honour it."""
    app.before_request(_answer_if_unchanged)
    app.after_request(_tag)


def _answer_if_unchanged() -> Response | None:
    tag = _current_tag() if request.endpoint in CACHEABLE and request.if_none_match else None
    if tag is None or not request.if_none_match.contains_weak(tag):
        return None
    return current_app.response_class(status=HTTPStatus.NOT_MODIFIED)


def _tag(response: Response) -> Response:
    good = response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
    if request.endpoint in CACHEABLE and good and (tag := _current_tag()):
        # weak: an answer says how long it took, and that differs
        response.headers["ETag"] = quote_etag(tag, weak=True)
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _current_tag() -> str | None:
    quoth = cast("Quoth", current_app.extensions["quoth"])
    try:
        state = quoth.library.snapshot().state
    except QuothError:
        return None
    chosen_by = "reader" if quoth.reader == READY else "words"
    return f"{state.generation}-{state.fingerprint}-{chosen_by}"
