"""Nobody can keep the others from asking; nobody who reads the answers ever notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from web import ratelimits
from web.app import create_app
from web.ratelimits import MOST_CLIENTS, RateLimit

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from bot.engine import Bot
    from bot.records import Records
    from index.library import Library


class Clock:
    """A clock that stands still until it is told to go on."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limited(bot: Bot, library: Library, records: Records) -> FlaskClient:
    """A client of an application that takes three requests a minute."""
    return create_app(bot, library, records, rate=3).test_client()


def test_a_minutes_requests_may_come_at_once(clock: Clock) -> None:
    limit = RateLimit(3, clock=clock)

    assert [limit.wait("me") for _ in range(4)] == [0, 0, 0, 20]


def test_the_wait_that_is_told_is_long_enough(clock: Clock) -> None:
    limit = RateLimit(3, clock=clock)
    waits = [limit.wait("me") for _ in range(4)]

    clock.now += waits[-1]

    assert limit.wait("me") == 0
    assert limit.wait("me") > 0


def test_clients_do_not_wait_for_each_other(clock: Clock) -> None:
    limit = RateLimit(1, clock=clock)
    limit.wait("me")

    assert limit.wait("you") == 0


def test_a_refused_request_costs_nothing(clock: Clock) -> None:
    limit = RateLimit(3, clock=clock)
    for _ in range(100):
        limit.wait("me")
    clock.now += 60

    assert [limit.wait("me") for _ in range(3)] == [0, 0, 0]


def test_more_than_a_minute_allows_can_be_asked_for_once_a_minute(clock: Clock) -> None:
    limit = RateLimit(3, clock=clock)

    assert limit.wait("me", requests=100) == 0
    assert limit.wait("me") > 0


def test_a_crowd_does_not_fill_the_memory(clock: Clock) -> None:
    limit = RateLimit(3, clock=clock)
    for number in range(MOST_CLIENTS + 100):
        limit.wait(str(number))

    assert len(limit._full_at) <= MOST_CLIENTS


def get(client: FlaskClient, **environ: str) -> Any:
    return client.get("/search?query=goals", environ_base=environ)


def test_who_asks_too_often_is_told_when_to_ask_again(limited: FlaskClient) -> None:
    *good, refused = [get(limited) for _ in range(4)]

    assert [response.status_code for response in good] == [200, 200, 200]
    assert refused.status_code == 429
    assert refused.content_type == "application/problem+json"
    assert refused.headers["Retry-After"] == "20"
    assert "20 s" in refused.get_json(force=True)["detail"]


def test_a_list_of_questions_counts_as_so_many(limited: FlaskClient) -> None:
    assert limited.post("/ask", json=[{"question": "Who?"}] * 2).status_code == 200
    assert limited.post("/ask", json=[{"question": "Who?"}] * 2).status_code == 429


def test_a_network_of_ipv6_is_one_client(limited: FlaskClient) -> None:
    responses = [get(limited, REMOTE_ADDR=f"2001:db8::{number}") for number in range(4)]

    assert responses[-1].status_code == 429


def test_whoever_watches_the_server_is_not_limited(limited: FlaskClient) -> None:
    for _ in range(5):
        assert limited.get("/healthz").status_code == 200
        assert limited.get("/readyz").status_code == 200
        with limited.get("/static/quoth.css") as response:
            assert response.status_code == 200


def test_a_wrong_token_cannot_be_guessed_quickly(limited: FlaskClient) -> None:
    for _ in range(3):
        limited.post("/sign-in", data={"token": "guess"})

    assert limited.post("/sign-in", data={"token": "guess"}).status_code == 429


def test_by_default_others_are_limited_and_this_machine_is_not(
    bot: Bot, library: Library, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ratelimits, "DEFAULT_RATE", 3)
    client = create_app(bot, library, records).test_client()

    assert [get(client).status_code for _ in range(4)][-1] == 200
    assert [get(client, REMOTE_ADDR="::ffff:127.0.0.1").status_code for _ in range(4)][-1] == 200
    assert [get(client, REMOTE_ADDR="192.0.2.7").status_code for _ in range(4)][-1] == 429


def test_no_limit_is_no_limit(
    bot: Bot, library: Library, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ratelimits, "DEFAULT_RATE", 3)
    client = create_app(bot, library, records, rate=0).test_client()

    assert [get(client, REMOTE_ADDR="192.0.2.7").status_code for _ in range(4)][-1] == 200
