"""Part from clients that stall, so that no thread waits for ever: slow heads, bodies, readers."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from socket import SHUT_RD, SHUT_RDWR
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from socket import socket

HEAD = 10.0  # seconds until the head of a request must be here
BODY = 20_000  # bytes a second at which its body must come
ANSWER = 600.0  # seconds after which nobody can still be reading an answer


class Deadlines:
    """Until when each connection may take to send its request; safe to use from several threads.

    What has been received is answered all the same: only the direction that is late is shut.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._received: dict[socket, float] = {}
        self._answered: dict[socket, float] = {}

    @contextmanager
    def watching(self, sock: socket) -> Iterator[None]:
        """Hold a connection to its deadlines while one request of it is answered."""
        with self._lock:
            self._received[sock] = self._clock() + HEAD
            self._answered[sock] = self._clock() + ANSWER
        try:
            yield
        finally:
            with self._lock:
                self._received.pop(sock, None)
                self._answered.pop(sock, None)

    def extend(self, sock: socket, length: int) -> None:
        """Give a request whose head is here the time to send `length` bytes more."""
        with self._lock:
            for deadlines in (self._received, self._answered):
                if sock in deadlines:
                    deadlines[sock] += length / BODY

    def received(self, sock: socket) -> None:
        """All of a request is here: however long its answer takes, another may follow it."""
        with self._lock:
            self._received.pop(sock, None)

    def enforce(self) -> None:
        """Shut what is late; the thread that waits for it then goes on."""
        now = self._clock()
        with self._lock:
            for deadlines, direction in ((self._received, SHUT_RD), (self._answered, SHUT_RDWR)):
                for sock in [each for each, deadline in deadlines.items() if deadline < now]:
                    del deadlines[sock]
                    with suppress(OSError):  # it has gone by itself
                        sock.shutdown(direction)
