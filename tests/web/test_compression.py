"""The page's files come compressed to those who can read that, and nothing else does."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def get(client: FlaskClient, address: str, **headers: str) -> TestResponse:
    return client.get(address, headers=headers, buffered=True)  # files are closed again


@pytest.mark.parametrize("name", ["quoth.css", "ask.js", "icon.svg"])
def test_a_file_of_the_page_comes_compressed_and_is_the_same(
    client: FlaskClient, name: str
) -> None:
    plain = get(client, f"/static/{name}")
    compressed = get(client, f"/static/{name}", **GZIP)

    assert compressed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.data) == plain.data
    assert compressed.content_length == len(compressed.data) < len(plain.data)
    assert compressed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0"])
def test_who_cannot_read_it_gets_the_file_as_it_is(client: FlaskClient, accepted: str) -> None:
    plain = get(client, "/static/ask.js", **{"Accept-Encoding": accepted})

    assert "Content-Encoding" not in plain.headers
    assert plain.data.startswith(b"// @ts-check")


def test_a_compressed_file_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    tag = get(client, "/static/ask.js", **GZIP).headers["ETag"]
    again = get(client, "/static/ask.js", **GZIP, **{"If-None-Match": tag})

    assert again.status_code == 304
    assert again.data == b""


def test_a_part_of_a_file_comes_as_it_is(client: FlaskClient) -> None:
    part = get(client, "/static/ask.js", **GZIP, Range="bytes=0-11")

    assert (part.status_code, part.data) == (206, b"// @ts-check")


@pytest.mark.parametrize("address", ["/", "/library", "/documents", "/static/nothing.js"])
def test_what_documents_say_is_never_compressed(client: FlaskClient, address: str) -> None:
    assert "Content-Encoding" not in get(client, address, **GZIP).headers
