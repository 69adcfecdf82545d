"""A server that is told to stop says so, and drops nobody.

``QUOTH_TERMS=100 pytest tests/web/test_stopping.py`` stops it more often than the suite does.
"""

from __future__ import annotations

import os
import signal
import time
from http.client import HTTPConnection
from itertools import count
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from index.library import Library
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.engine import Bot
    from bot.records import Records
    from tests.web.conftest import Server, Serving

TERMS = int(os.environ.get("QUOTH_TERMS", "1"))
CLIENTS = 16
ENOUGH = 5  # requests of each client before the server is stopped
ADDRESSES = ["/search?query=goals", "/ask?question=When+were+the+Bogor+Goals+adopted"]


class Client(Thread):
    """Asks again and again, on one connection or on a new one each time, until nobody is there."""

    def __init__(self, address: str, *, keeps: bool) -> None:
        super().__init__()
        self.place = str(urlsplit(address).netloc)
        self.keeps = keeps
        self.answered = 0
        self.dropped: list[str] = []

    def run(self) -> None:
        connection = HTTPConnection(self.place, timeout=30)
        for number in count():
            try:
                connection.connect() if connection.sock is None else None
            except ConnectionRefusedError:
                break
            try:
                connection.request("GET", ADDRESSES[number % 2])
                response = connection.getresponse()
                response.read()
            except OSError as error:
                self.dropped.append(repr(error))
                break
            if response.status != 200:
                self.dropped.append(str(response.status))
            self.answered += 1
            if not self.keeps:
                connection.close()
        connection.close()


@pytest.mark.parametrize("_", range(TERMS))
def test_a_stop_under_load_drops_nobody(server: Server, _: int) -> None:
    clients = [Client(server.address, keeps=number % 2 == 0) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    while min(client.answered for client in clients) < ENOUGH:
        assert all(client.is_alive() for client in clients)
        time.sleep(0.01)

    code, _rest = server.stopped()
    for client in clients:
        client.join()

    assert code == 0
    assert [client.dropped for client in clients if client.dropped] == []


@pytest.fixture
def draining(serving: Serving) -> Iterator[HTTPConnection]:
    """A connection to a server that has been told to stop, and has ten minutes to do so."""
    with serving("--drain", "600") as server:
        connection = HTTPConnection(urlsplit(server.address).netloc, timeout=30)
        connection.request("GET", "/readyz")
        assert connection.getresponse().read()
        server.process.send_signal(signal.SIGTERM)
        yield connection
        connection.close()
        server.process.send_signal(signal.SIGINT)  # at once


def status(connection: HTTPConnection, address: str) -> int:
    connection.request("GET", address)
    response = connection.getresponse()
    response.read()
    return response.status


def test_a_server_that_drains_answers_but_is_not_ready(draining: HTTPConnection) -> None:
    while status(draining, "/readyz") != 503:
        pass

    assert status(draining, ADDRESSES[0]) == 200
    assert status(draining, "/healthz") == 200


def test_a_server_whose_index_is_damaged_is_not_ready(
    bot: Bot, records: Records, corpus: Path
) -> None:
    [segment, *_] = (corpus / ".quoth").glob("*.segment")
    segment.write_bytes(segment.read_bytes()[:-1])
    opened_anew = Library(corpus)

    response = create_app(bot, opened_anew, records).test_client().get("/readyz")

    assert response.status_code == 503
    assert segment.name in response.get_json(force=True)["detail"]
