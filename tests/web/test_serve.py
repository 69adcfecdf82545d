"""`quoth serve` as a process: one line when it answers, a clean end when it is told to stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINE = "Quoth is listening on "


@pytest.fixture
def server(corpus: Path) -> Iterator[subprocess.Popen[str]]:
    """A server over the small corpus on a free port."""
    command = [sys.executable, "-c", "from web.command import quoth; quoth()"]
    process = subprocess.Popen(
        [*command, "serve", str(corpus), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    yield process
    process.terminate()
    process.communicate(timeout=20)


def fetched(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=20) as response:  # noqa: S310 our own server
        return json.load(response)


def test_a_server_says_where_it_listens_and_answers_there(server: subprocess.Popen[str]) -> None:
    assert server.stdout is not None

    line = server.stdout.readline()

    assert line.startswith(LINE)
    address = line.removeprefix(LINE).strip()
    answer = fetched(f"{address}/ask?question=When+were+the+Bogor+Goals+adopted")
    assert answer["short_answer"]["text"] == "1994"


def test_a_server_ends_cleanly_and_says_nothing_more(server: subprocess.Popen[str]) -> None:
    assert server.stdout is not None
    server.stdout.readline()

    server.send_signal(signal.SIGTERM)
    rest, _ = server.communicate(timeout=20)

    assert server.returncode == 0
    assert rest == ""


def test_a_file_that_is_dropped_in_is_found(server: subprocess.Popen[str], corpus: Path) -> None:
    assert server.stdout is not None
    address = server.stdout.readline().removeprefix(LINE).strip()

    (corpus / "zebras.txt").write_text("Kora the zebra lives in Basel.", encoding="utf-8")

    assert _documents_reach(3, address)
    answer = fetched(f"{address}/ask?question=Where+does+Kora+the+zebra+live")
    assert "Basel" in answer["answer"]


def _documents_reach(count: int, address: str) -> bool:
    for _ in range(200):
        if fetched(f"{address}/readyz")["index"]["documents"] == count:
            return True
        time.sleep(0.05)
    return False
