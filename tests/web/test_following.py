"""A reindex can be followed event by event, by a few clients and for a while."""

from __future__ import annotations

import json
from threading import Event
from typing import TYPE_CHECKING, cast

import pytest
from flask import Flask

from web import following
from web.following import MOST_FOLLOWERS, Followers
from web.reindexing import Reindex, Reindexing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.wrappers import Response

EVENTS = {"Accept": "text/event-stream"}


class Scripted:
    """A reindex that is further on at every look."""

    def __init__(self, *states: Reindex) -> None:
        self.states = list(states)

    @property
    def last(self) -> Reindex:
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]


RUNNING = Reindex("running", 1, 2, "goals.md")


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No pauses between two looks."""
    monkeypatch.setattr(following, "PAUSE", 0)
    with Flask(__name__).test_request_context():
        yield


def followers(*states: Reindex, stopping: Event | None = None) -> Followers:
    return Followers(cast("Reindexing", Scripted(*states)), stopping or Event())


def told(response: Response) -> list[Reindex]:
    lines = response.get_data(as_text=True).splitlines()
    return [Reindex(**json.loads(line.removeprefix("data: "))) for line in lines if "data" in line]


@pytest.mark.usefixtures("_at_once")
def test_every_state_is_told_once_until_the_end() -> None:
    begun, ended = Reindex("running"), Reindex("done", 2, 2)

    response = followers(begun, begun, RUNNING, RUNNING, ended).response()

    assert response.content_type == "text/event-stream; charset=utf-8"
    assert told(response) == [begun, RUNNING, ended]


@pytest.mark.usefixtures("_at_once")
def test_where_nothing_runs_that_is_told() -> None:
    assert told(followers(Reindex()).response()) == [Reindex()]


@pytest.mark.usefixtures("_at_once")
def test_a_stream_ends_even_where_the_reindex_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LOOKS", 120)

    text = followers(RUNNING).response().get_data(as_text=True)

    assert text.count("data: ") == 1
    assert text.count(": nothing new") == 2


@pytest.mark.usefixtures("_at_once")
def test_a_stream_ends_when_the_server_stops() -> None:
    stopping = Event()
    stopping.set()

    assert told(followers(RUNNING, stopping=stopping).response()) == [RUNNING]


@pytest.mark.usefixtures("_at_once")
def test_not_so_many_follow_that_none_could_ask() -> None:
    crowd = followers(RUNNING)
    followed = [crowd.response() for _ in range(MOST_FOLLOWERS)]

    refused = crowd.response()
    followed[0].close()
    let_in = crowd.response()

    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "5"
    assert let_in.status_code == 200


def test_a_reindex_is_followed_over_http(client: FlaskClient, corpus: Path) -> None:
    (corpus / "new.txt").write_text("The new canteen opens in June.", encoding="utf-8")
    client.post("/reindex")

    response = client.get("/reindex", headers=EVENTS)

    *_, last = told(response)
    assert last.state == "done"
    assert last.summary is not None
    assert last.summary["added"] == ["new.txt"]


def test_who_does_not_listen_for_events_gets_an_object(client: FlaskClient) -> None:
    assert client.get("/reindex").get_json()["state"] == "idle"
