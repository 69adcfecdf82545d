"""Send the page's own scripts and styles compressed; each is compressed once."""

from __future__ import annotations

import gzip
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from flask import Flask, Response

MOST_FILES = 64
COMPRESSIBLE = frozenset({"text/css", "text/javascript", "image/svg+xml"})


def register(app: Flask) -> None:
    """Compress the static files of `app` for those who can read that.

    Nothing else is: what is secret and what others can choose never share a compressed text, whose
    length would tell of both (https://breachattack.com).
    """
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    whole = response.status_code == HTTPStatus.OK and response.mimetype in COMPRESSIBLE
    if request.endpoint != "static" or not whole:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings.quality("gzip"):
        return response
    response.direct_passthrough = False  # it was to be sent from the disk
    response.set_data(_gzipped(response.get_data()))
    response.content_encoding = "gzip"
    response.headers.remove("Accept-Ranges")
    response.set_etag(response.get_etag()[0] or "", weak=True)  # the same file in other bytes
    return response


@lru_cache(MOST_FILES)
def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
