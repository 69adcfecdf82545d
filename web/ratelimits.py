"""How often a client may ask: for each address a bucket of requests that fills up again.

Ours rather than flask-limiter's: the one process needs a number a client, and no storage.
"""

from __future__ import annotations

import ipaddress
import math
import time
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING

from flask import abort, current_app, request

from web.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

DEFAULT_RATE = 600  # requests a minute; nobody reads ten answers a second
MINUTE = 60.0
MOST_CLIENTS = 10_000  # that are remembered
UNLIMITED = frozenset({"static", "health.healthz", "health.readyz"})


class RateLimit:
    """Lets each client make `rate` requests a minute, at once or spread; safe in threads.

    All that is kept of a client is when its bucket will be full again (GCRA, the generic cell
    rate algorithm of ITU-T I.371).
    """

    def __init__(
        self, rate: int, *, spare: str | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate = rate
        self._spare = spare
        self._clock = clock
        self._full_at: dict[str, float] = {}
        self._lock = Lock()

    def wait(self, client: str, *, requests: int = 1) -> float:
        """How many seconds `client` must wait; where it is 0, the requests are counted."""
        if client == self._spare:
            return 0
        now = self._clock()
        needed = min(requests, self._rate) * MINUTE / self._rate
        with self._lock:
            full_at = max(self._full_at.get(client, now), now) + needed
            if full_at - now > MINUTE:
                return full_at - now - MINUTE
            if len(self._full_at) >= MOST_CLIENTS:
                self._forget(now)
            self._full_at[client] = full_at
        return 0

    def _forget(self, now: float) -> None:
        """Make room: full buckets need not be remembered, and an endless crowd cannot be."""
        left = {client: full_at for client, full_at in self._full_at.items() if full_at > now}
        self._full_at = left if len(left) < MOST_CLIENTS else {}


THIS_MACHINE = "this machine"


def register(app: Flask, rate: int | None) -> None:
    """Limit the requests a minute to `app`; 0 is no limit.

    None is `DEFAULT_RATE` for every address but this machine's own.
    """
    limit = RateLimit(DEFAULT_RATE, spare=THIS_MACHINE) if rate is None else RateLimit(rate)
    app.extensions["quoth_rate_limit"] = limit if rate != 0 else None
    app.before_request(_check)


def charge(requests: int) -> None:
    """Count what one request asks for as several, or refuse it."""
    limit: RateLimit | None = current_app.extensions["quoth_rate_limit"]
    wait = limit.wait(client(request.remote_addr), requests=requests) if limit else 0
    if not wait:
        return
    seconds = math.ceil(wait)
    response = problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        f"Too many requests from your address: try again in {seconds} s, and more slowly.",
    )
    response.headers["Retry-After"] = str(seconds)
    abort(response)


def client(address: str | None) -> str:
    """Whom a request is counted for: a network of IPv6 is one client, as is this machine.

    >>> client("192.0.2.7"), client("2001:db8::7"), client("::ffff:127.0.0.1")
    ('192.0.2.7', '2001:db8::/64', 'this machine')
    """
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return ""  # a socket without addresses
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if ip.is_loopback:
        return THIS_MACHINE
    return str(ip if ip.version == 4 else ipaddress.ip_network((ip, 64), strict=False))  # noqa: PLR2004


def _check() -> None:
    if request.endpoint not in UNLIMITED:
        charge(1)
