"""Who may talk to the server from a browser, and what its pages may load."""

from __future__ import annotations

import ipaddress
import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import abort, g, request

from web.problems import problem

if TYPE_CHECKING:
    from collections.abc import Collection

    from flask import Flask, Response

WILDCARDS = frozenset({"0.0.0.0", "::"})  # noqa: S104  where any name may be ours
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer, our own forms would have Origin: null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def register(app: Flask, *, hosts: Collection[str] = (), origins: Collection[str] = ()) -> None:
    """Guard `app`: only known host names, no request forged by another site, a strict CSP.

    `hosts` are names the server is reached by besides the loopback ones, `origins` other sites
    that may make changes.
    """

    def check_origin() -> None:
        _check_host(hosts)
        _check_origin(origins)

    app.before_request(check_origin)
    app.after_request(_add_headers)
    app.context_processor(lambda: {"csp_nonce": csp_nonce})


def csp_nonce() -> str:
    """The nonce of this response: a script or style that carries it may run."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def is_loopback(name: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _check_host(hosts: Collection[str]) -> None:
    """Refuse names that are not ours: a page elsewhere may have its name resolve to us."""
    name = urlsplit(f"//{request.host}").hostname or ""
    if name not in hosts and not is_loopback(name) and not WILDCARDS.intersection(hosts):
        abort(
            problem(
                HTTPStatus.MISDIRECTED_REQUEST,
                f"This server is not called {name}: use 127.0.0.1, or start it with --host.",
            )
        )


def _check_origin(origins: Collection[str]) -> None:
    """Refuse changes that a page of another site asks a reader's browser to make."""
    origin = request.headers.get("Origin")
    if request.method not in CHANGING or not origin or origin in origins:
        return
    if urlsplit(origin).netloc != request.host:
        abort(
            problem(
                HTTPStatus.FORBIDDEN,
                "A page of another site asked for this change: make it on Quoth's own page.",
            )
        )


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    nonce = f"'nonce-{csp_nonce()}'"
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'none'; script-src 'self' {nonce}; style-src 'self' {nonce}; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'",
    )
    return response
