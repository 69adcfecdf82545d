"""Let pages of other sites ask, where their origins are named; none may on its own."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import current_app, request

if TYPE_CHECKING:
    from collections.abc import Collection

    from flask import Flask, Response

ALLOWED = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-None-Match, X-Request-ID",
    "Access-Control-Max-Age": "600",
}
EXPOSED = "ETag, Retry-After, X-Request-ID"


def register(app: Flask, origins: Collection[str]) -> None:
    """Let scripts of `origins` (``https://name[:port]``) call `app`, without any cookie."""
    if not origins:
        return

    def let_in() -> Response | None:
        """Answer what a browser asks beforehand: it asks without a token."""
        asks = "Access-Control-Request-Method" in request.headers
        if request.method != "OPTIONS" or not asks or request.origin not in origins:
            return None
        response: Response = current_app.response_class(status=HTTPStatus.NO_CONTENT)
        response.headers.update(ALLOWED)
        return response

    def name_origin(response: Response) -> Response:
        response.vary.add("Origin")
        if request.origin in origins:
            response.headers["Access-Control-Allow-Origin"] = str(request.origin)
            response.headers["Access-Control-Expose-Headers"] = EXPOSED
        return response

    app.before_request(let_in)
    app.after_request(name_origin)
