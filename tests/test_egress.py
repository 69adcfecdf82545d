"""Nothing in this suite reaches beyond this machine: it would not get there.

`tests/conftest.py` sees to it, for this process and for those that tests start; that it does is
tested here. That no test fails is the proof that no Python code tried. Compiled code does not ask
Python: the kernel is watched while it runs, and the home folder, where it would leave its mark.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.lacking import lacking

if TYPE_CHECKING:
    from pathlib import Path

ELSEWHERE = "192.0.2.1"  # an address for documentation, which is nobody's
QUOTH = "from web.command import quoth; quoth()"
READER = "from bot.reader import Reader; Reader.open().read('Who?', ['Bo Holm was here.'])"
QUIETENING = ("CI", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY")
ADDRESS = re.compile(r"sa_family=AF_INET6?, .*")


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


@pytest.fixture
def as_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A new home, and no variable by which a library would know that it is tested."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in [name for name in os.environ if name in QUIETENING or name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    return home


def test_a_process_that_a_test_starts_stays_here() -> None:
    ended = ran("-c", f"import socket; socket.create_connection(('{ELSEWHERE}', 80))")

    assert ended.returncode == 70
    assert ELSEWHERE in ended.stderr


def test_indexing_and_asking_reach_for_nothing(corpus: Path) -> None:
    for command in (["index", str(corpus)], ["ask", "Who?", "--corpus", str(corpus)]):
        ended = ran("-c", QUOTH, *command)

        assert ended.returncode == 0, ended.stderr


def test_the_network_that_reads_leaves_nothing_behind_to_report(as_at_home: Path) -> None:
    ended = ran("-c", READER)

    assert ended.returncode == 0, ended.stderr
    assert list(as_at_home.rglob("*")) == []


@pytest.fixture
def strace() -> list[str]:
    """The command that runs another and tells which addresses it asks the kernel for."""
    calls = ["strace", "-f", "-e", "trace=connect,sendto,sendmsg,sendmmsg"]
    try:
        subprocess.run([*calls, "true"], check=True, capture_output=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        lacking("no strace that runs: it shows what a process asks for (apt install strace)")
    return calls


def addresses(strace: list[str], code: str) -> list[str]:
    ended = subprocess.run(
        [*strace, sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return ADDRESS.findall(ended.stderr)


def test_compiled_code_reaches_for_nothing(
    strace: list[str], corpus: Path, as_at_home: Path
) -> None:
    ask = f"{READER}; import sys; sys.argv = ['quoth', 'ask', 'Who?', '--corpus', {str(corpus)!r}]"

    assert addresses(strace, f"{ask}; {QUOTH}") == []
    assert list(as_at_home.rglob("*")) == []


def test_what_a_process_reaches_for_is_seen(strace: list[str]) -> None:
    knocking = "import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"

    assert len(addresses(strace, knocking)) == 1
