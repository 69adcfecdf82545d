"""A real server, for what only a real server can show."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    Serving = Callable[..., AbstractContextManager["Server"]]

SHIPPED = Path(__file__).parents[2] / "corpus"
LINE = "Quoth is listening on "
COMMAND = (sys.executable, "-c", "from web.command import quoth; quoth()")


class Server:
    """`quoth serve` as a process."""

    def __init__(self, corpus: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, "serve", str(corpus), "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout
        self.line = self.process.stdout.readline()
        self.address = self.line.removeprefix(LINE).strip()

    def stopped(self) -> tuple[int, str]:
        """The exit code, and what was said on stdout after the first line."""
        self.process.terminate()
        rest, _ = self.process.communicate(timeout=60)
        return self.process.returncode, rest


@pytest.fixture
def serving(corpus: Path) -> Serving:
    """Starts a server over the small corpus, with options, and stops it."""

    @contextmanager
    def started(*options: str) -> Iterator[Server]:
        server = Server(corpus, *options)
        yield server
        server.stopped()

    return started


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the shipped corpus, for tests that only read."""
    index = tmp_path_factory.mktemp("shared") / "index"
    server = Server(SHIPPED, "--index", str(index), "--no-watch")
    yield server
    server.stopped()


@pytest.fixture
def server(serving: Serving) -> Iterator[Server]:
    """A server over the small corpus."""
    with serving() as server:
        yield server
