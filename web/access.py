"""Who may read and who may change: tokens, where the server has any."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for

from web.problems import problem, wants_page

if TYPE_CHECKING:
    from flask import Flask, Response
    from flask.typing import ResponseReturnValue

COOKIE = "quoth_token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

OPEN = frozenset(
    {"static", "health.healthz", "health.readyz", "access.sign_in", "access.take_token"}
)
"""Endpoints that need no token: they tell nothing about the documents."""

ONLY_READING = frozenset({"api.ask", "api.verify_answer", "completions.complete"})
"""Endpoints that change nothing although their method could. All others that can, need the right
to change: a new route is closed until somebody lists it here."""

ONLY_OWNERS = frozenset({"conversations.listing"})
"""Endpoints that only read, but what other people asked: they need the right to change, too."""

access = Blueprint("access", __name__)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The secrets that open the server; without `change` it is open to whoever reaches it.

    `read` lets its bearer ask and read, `change` lets its bearer do everything.
    """

    change: str | None = None
    read: str | None = None

    def allow(self, given: str | None, *, changing: bool) -> bool:
        """Whether `given` is good enough; takes as long for a wrong token as for a right one."""
        if self.change is None:
            return True
        good = [self.change] + ([self.read] if self.read and not changing else [])
        if given is None:
            return False
        # added up, not `any`: every comparison is made
        return sum(hmac.compare_digest(given.encode(), token.encode()) for token in good) > 0


NO_TOKENS = Tokens()


def register(app: Flask, tokens: Tokens) -> None:
    """Ask for a token before every request of `app` that needs one."""
    app.extensions["quoth_tokens"] = tokens
    app.register_blueprint(access)
    app.before_request(_check)


def is_changing(endpoint: str | None, method: str) -> bool:
    """Whether a request may change something, so that reading rights aren't enough."""
    if endpoint in ONLY_OWNERS:
        return True
    return method not in SAFE_METHODS and endpoint not in ONLY_READING


def may_change() -> bool:
    """Whether this request comes from somebody who may change something."""
    return _tokens().allow(_given(), changing=True)


@access.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """A form that asks for the token."""
    return render_template("sign-in.html", wrong="wrong" in request.args)


@access.post("/sign-in")
def take_token() -> ResponseReturnValue:
    """Keep the token that the form was given in a cookie that only this site gets."""
    given = request.form.get("token", "")
    if not _tokens().allow(given, changing=False):
        return redirect(url_for("access.sign_in", wrong=""), HTTPStatus.SEE_OTHER)
    response: Response = current_app.make_response(redirect(url_for("pages.ask")))
    response.set_cookie(COOKIE, given, httponly=True, samesite="Strict", secure=request.is_secure)
    return response


def _check() -> None:
    if request.endpoint in OPEN:
        return
    if _tokens().allow(_given(), changing=is_changing(request.endpoint, request.method)):
        return
    if wants_page():
        abort(redirect(url_for("access.sign_in")))
    response = problem(
        HTTPStatus.UNAUTHORIZED,
        "This needs a token that allows it: send Authorization: Bearer <token>.",
    )
    response.headers["WWW-Authenticate"] = "Bearer"
    abort(response)


def _given() -> str | None:
    """The token that came with the request."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    return bearer.strip() if scheme.lower() == "bearer" else request.cookies.get(COOKIE)


def _tokens() -> Tokens:
    tokens: Tokens = current_app.extensions["quoth_tokens"]
    return tokens
