"""Nothing in this suite reaches beyond this machine: it would not get there.

`tests/conftest.py` sees to it, for this process and for those that tests start; that it does is
tested here. That no test fails is the proof that nobody tried.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ELSEWHERE = "192.0.2.1"  # an address for documentation, which is nobody's
QUOTH = "from web.command import quoth; quoth()"


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_this_process_stays_here(kind: socket.SocketKind) -> None:
    with socket.socket(type=kind) as reaching, pytest.raises(BaseException, match=ELSEWHERE):
        reaching.connect((ELSEWHERE, 80))


def test_no_name_is_asked_of_a_server() -> None:
    with pytest.raises(BaseException, match="example"):
        socket.getaddrinfo("quoth.example", 80)


def ran(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_process_that_a_test_starts_stays_here() -> None:
    ended = ran("-c", f"import socket; socket.create_connection(('{ELSEWHERE}', 80))")

    assert ended.returncode == 70
    assert ELSEWHERE in ended.stderr


def test_indexing_and_asking_reach_for_nothing(corpus: Path) -> None:
    for command in (["index", str(corpus)], ["ask", "Who?", "--corpus", str(corpus)]):
        ended = ran("-c", QUOTH, *command)

        assert ended.returncode == 0, ended.stderr
