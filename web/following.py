"""Follow a reindex event by event: a bounded number of clients, each for a bounded time."""

from __future__ import annotations

from http import HTTPStatus
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from web.events import event, stream
from web.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from flask import Response

    from web.reindexing import Reindexing

MOST_FOLLOWERS = 3  # each holds one of the server's threads
PAUSE = 0.1  # seconds between two looks
LOOKS = 600  # then the client asks again, as browsers do by themselves
LOOKS_UNTIL_COMMENT = 50  # without any news; writing finds out whether somebody is still there


class Followers:
    """The clients that follow `reindexing`; `stopping` sends them away."""

    def __init__(self, reindexing: Reindexing, stopping: Event) -> None:
        self._reindexing = reindexing
        self._stopping = stopping
        self._places = BoundedSemaphore(MOST_FOLLOWERS)

    def response(self) -> Response:
        """A stream of the states until the reindex ends; a problem where too many follow it."""
        if not self._places.acquire(blocking=False):
            refusal = problem(
                HTTPStatus.SERVICE_UNAVAILABLE,
                f"{MOST_FOLLOWERS} clients follow the reindex already: ask for JSON now and then",
            )
            refusal.headers["Retry-After"] = "5"
            return refusal
        response = stream(self._events())
        response.call_on_close(self._places.release)
        return response

    def _events(self) -> Iterator[str]:
        seen = None
        for look in range(1, LOOKS + 1):
            state = self._reindexing.last
            if state is not seen:
                yield event(state.as_json())
            elif look % LOOKS_UNTIL_COMMENT == 0:
                yield ": nothing new\n\n"
            if state.state != "running" or self._stopping.wait(PAUSE):
                return
            seen = state
