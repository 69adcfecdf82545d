"""Pages of other sites may not ask, unless their origin is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.access import Tokens
from web.app import create_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from bot.engine import Bot
    from bot.records import Records
    from index.library import Library

FRIEND = "https://friend.example"
QUESTION = {"question": "When were the Bogor Goals adopted?"}
BEFOREHAND = {"Origin": FRIEND, "Access-Control-Request-Method": "POST"}


@pytest.fixture
def friendly(bot: Bot, library: Library, records: Records) -> FlaskClient:
    """A client of an application that one other site may call, with a token."""
    tokens = Tokens("may-change")
    return create_app(bot, library, records, tokens=tokens, origins=[FRIEND]).test_client()


def test_without_being_asked_for_no_other_site_is_let_in(client: FlaskClient) -> None:
    for response in (
        client.get("/search?query=goals", headers={"Origin": FRIEND}),
        client.options("/ask", headers=BEFOREHAND),
    ):
        assert not [name for name, _ in response.headers if name.startswith("Access-Control")]


def test_a_named_site_may_ask_beforehand_without_a_token(friendly: FlaskClient) -> None:
    response = friendly.options("/ask", headers=BEFOREHAND)

    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == FRIEND
    assert "Authorization" in response.headers["Access-Control-Allow-Headers"]


def test_a_named_site_may_ask(friendly: FlaskClient) -> None:
    headers = {"Origin": FRIEND, "Authorization": "Bearer may-change"}

    response = friendly.post("/ask", json=QUESTION, headers=headers)

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == FRIEND
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_a_named_site_needs_the_token_as_well(friendly: FlaskClient) -> None:
    response = friendly.post("/ask", json=QUESTION, headers={"Origin": FRIEND})

    assert response.status_code == 401


@pytest.mark.parametrize("origin", ["https://evil.example", f"{FRIEND}.evil.example", "null"])
def test_other_sites_stay_outside(friendly: FlaskClient, origin: str) -> None:
    asked = friendly.options("/ask", headers={**BEFOREHAND, "Origin": origin})
    posted = friendly.post("/ask", json=QUESTION, headers={"Origin": origin})

    assert "Access-Control-Allow-Origin" not in asked.headers
    assert "Access-Control-Allow-Origin" not in posted.headers
    assert posted.status_code == 403


def test_caches_are_told_that_answers_differ_by_origin(friendly: FlaskClient) -> None:
    assert "Origin" in friendly.get("/healthz").headers["Vary"]
