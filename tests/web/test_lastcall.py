"""Who is connected when a server stops listening is answered; who comes later comes again."""

from __future__ import annotations

import socket
import sys

import pytest

from web.lastcall import let_nobody_in

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for it")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_those_in_the_queue_are_kept_and_nobody_joins_it(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, 0), family=family) as listener:
        place = listener.getsockname()[:2]
        with socket.create_connection(place) as early:
            let_nobody_in(listener)

            with pytest.raises(TimeoutError):
                socket.create_connection(place, timeout=0.2)
            early.sendall(b"still here?")
            accepted, _ = listener.accept()
            with accepted:
                assert accepted.recv(100) == b"still here?"


def test_what_is_not_tcp_is_left_alone() -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        let_nobody_in(listener)
