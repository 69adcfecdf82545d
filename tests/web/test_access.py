"""Where the server has tokens, nothing is read or changed without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from web.access import OPEN, Tokens, is_changing
from web.app import create_app
from web.command import quoth

if TYPE_CHECKING:
    from flask import Flask

    from bot.engine import Bot
    from bot.records import Records
    from index.library import Library

CHANGE = {"Authorization": "Bearer may-change"}
READ = {"Authorization": "Bearer may-read"}


@pytest.fixture
def guarded(bot: Bot, library: Library, records: Records) -> Flask:
    """The application with a token for changing and one for reading."""
    return create_app(bot, library, records, tokens=Tokens("may-change", "may-read"))


def requests(app: Flask) -> list[tuple[str, str, str]]:
    """Every endpoint with a path and a method that reach it."""
    return [
        (
            rule.endpoint,
            rule.rule.replace("<document_id>", "x").replace("<conversation_id>", "x"),
            method,
        )
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.endpoint not in OPEN
    ]


def test_no_route_is_open_without_a_token(guarded: Flask) -> None:
    client = guarded.test_client()
    for endpoint, path, method in requests(guarded):
        assert client.open(path, method=method).status_code == 401, endpoint


def test_a_wrong_token_is_no_token(guarded: Flask) -> None:
    headers = {"Authorization": "Bearer may-chang"}

    assert guarded.test_client().get("/documents", headers=headers).status_code == 401


def test_who_may_read_may_not_change_anything(guarded: Flask) -> None:
    client = guarded.test_client()
    for endpoint, path, method in requests(guarded):
        status = client.open(path, method=method, headers=READ).status_code
        assert (status == 401) == is_changing(endpoint, method), endpoint


def test_who_may_change_may_do_everything(guarded: Flask) -> None:
    client = guarded.test_client()
    for endpoint, path, method in requests(guarded):
        assert client.open(path, method=method, headers=CHANGE).status_code != 401, endpoint


def test_a_route_that_nobody_thought_of_is_closed_to_readers() -> None:
    assert is_changing("api.brand_new", "POST")


def test_a_person_signs_in_once(guarded: Flask) -> None:
    client = guarded.test_client()
    asked = client.get("/", headers={"Accept": "text/html"})
    assert asked.location == "/sign-in"

    signed_in = client.post("/sign-in", data={"token": "may-read"})

    assert "HttpOnly" in signed_in.headers["Set-Cookie"]
    assert "SameSite=Strict" in signed_in.headers["Set-Cookie"]
    assert client.get("/").status_code == 200


def test_a_wrong_token_is_asked_for_again(guarded: Flask) -> None:
    response = guarded.test_client().post("/sign-in", data={"token": "x"}, follow_redirects=True)

    assert "not one of this library" in response.get_data(as_text=True)


def test_a_load_balancer_needs_no_token(guarded: Flask) -> None:
    client = guarded.test_client()

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::"])  # noqa: S104
def test_the_network_is_not_let_in_without_a_token(host: str) -> None:
    result = CliRunner().invoke(quoth, ["serve", "--host", host], env={"QUOTH_TOKEN": None})

    assert result.exit_code == 2
    assert "QUOTH_TOKEN" in result.stderr
