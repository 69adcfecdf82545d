"""Server-sent events: how the server tells a client more than once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Response, request

if TYPE_CHECKING:
    from collections.abc import Iterable

MEDIA_TYPE = "text/event-stream"


def wanted() -> bool:
    """Whether the client listens for events, rather than for one object."""
    accepted = request.accept_mimetypes
    return accepted.best_match(["application/json", MEDIA_TYPE]) == MEDIA_TYPE


def event(value: Any) -> str:
    r"""One event, whose data is `value` as JSON.

    >>> event({"done": 1})
    'data: {"done": 1}\n\n'
    """
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"


def stream(events: Iterable[str]) -> Response:
    """A response that sends each event as soon as there is one."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # proxies pass it on at once
    return Response(events, content_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)
