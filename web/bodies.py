"""The JSON that a request brings."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

LARGEST_BODY = 1_000_000  # bytes of JSON; uploads may be larger


def json_body() -> bytes:
    """The body of a request that says it is JSON, which its schema will read."""
    if not request.is_json:
        raise UnsupportedMediaType
    request.max_content_length = LARGEST_BODY
    return request.get_data()
