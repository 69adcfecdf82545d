"""Ask a server one question after another, in a thread, and note how long each answer takes."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import cycle
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Client:
    """Asks a server for objects, on one connection after another."""

    def __init__(self, place: str) -> None:
        self._connection = HTTPConnection(place)

    def get(self, path: str, **query: str) -> Any:
        """The object that the server sends; anything but success is an error."""
        self._connection.request("GET", f"{path}?{urlencode(query)}" if query else path)
        response = self._connection.getresponse()
        body = response.read()
        self._connection.close()  # the server would, while nothing is asked
        assert response.status == 200, (path, response.status, body[:200])
        return json.loads(body)


@contextmanager
def asking(place: str, questions: Sequence[str], *, pause: float = 0) -> Iterator[list[float]]:
    """Ask for as long as the block takes; the waiting times so far, in seconds.

    A failure ends the block, too, with the error that it is.
    """
    waits: list[float] = []
    failures: list[BaseException] = []
    over = Event()

    def ask() -> None:
        client = Client(place)
        try:
            for question in cycle(questions):
                began = time.perf_counter()
                client.get("/ask", question=question)
                waits.append(time.perf_counter() - began)
                if over.wait(pause):
                    return
        except (AssertionError, OSError) as error:
            failures.append(error)

    thread = Thread(target=ask)
    thread.start()
    try:
        yield waits
    finally:
        over.set()
        thread.join()
    for failure in failures:
        raise failure
