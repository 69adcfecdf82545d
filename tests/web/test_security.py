"""A browser can't be made to do harm by another site, nor by a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example"])
def test_a_name_that_is_not_ours_is_refused(client: FlaskClient, host: str) -> None:
    response = client.get("/healthz", headers={"Host": host})

    assert response.status_code == 421


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "127.1.2.3"])
def test_loopback_names_are_ours(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:9999"])
def test_a_change_asked_for_by_another_site_is_refused(client: FlaskClient, origin: str) -> None:
    response = client.post("/reindex", headers={"Origin": origin})

    assert response.status_code == 403


def test_a_change_asked_for_by_our_own_page_is_made(client: FlaskClient) -> None:
    response = client.post("/reindex", headers={"Origin": "http://localhost"})

    assert response.status_code == 202


def test_every_response_says_what_a_page_may_load(client: FlaskClient) -> None:
    for address in ("/", "/library", "/healthz", "/nothing"):
        headers = client.get(address).headers

        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_nonce_is_used_once(client: FlaskClient) -> None:
    first, second = (client.get("/").headers["Content-Security-Policy"] for _ in range(2))

    assert first != second
