"""Serve for an hour under a modest load, and see whether memory grows.

``python -m tests.reliability.soak`` asks, searches, opens pages, uploads, deletes and reindexes,
three requests a second, and prints what the server holds every five minutes. It fails where a
request does, or where memory has grown by more than a twentieth since the first five minutes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import click

from tests.reliability.asking import gold_questions
from tests.reliability.server import ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reliability.server import Server

MOST = 1.05  # times the memory after the first interval
ROUND = 90  # requests, after which everything has been asked for once
BOUNDARY = "a-line-that-no-file-has"


class Visitor:
    """Makes one request after another; remembers what went wrong."""

    def __init__(self, place: str, questions: Sequence[str]) -> None:
        self._place = place
        self._questions = questions
        self._uploaded = ""
        self.requests = 0
        self.wrong: list[str] = []

    def visit(self, number: int) -> None:
        """Make the request of this number: mostly a question, now and then something else."""
        question = self._questions[number % len(self._questions)]
        match number % ROUND:
            case 0:
                self._upload(number)
            case 30:
                self._send("GET", "/library")
            case 45:
                self._send("DELETE", f"/documents/{self._uploaded}", expected=204)
            case 60:
                self._send("POST", "/reindex", expected=202)
            case 75:
                self._send("GET", "/metrics")
            case place if place % 10 == 5:
                self._send("GET", f"/search?{urlencode({'query': question})}")
            case place if place % 10 == 7:
                asked = {"question": question, "conversation_id": f"soak-{number // 900}"}
                self._send("POST", "/ask", json.dumps(asked), "application/json")
            case _:
                self._send("GET", f"/ask?{urlencode({'question': question})}")

    def _upload(self, number: int) -> None:
        body = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{number}.txt"'
            f"\r\n\r\nParcel {number} came on a Monday and is in room {number % 7}.\r\n"
            f"--{BOUNDARY}--\r\n"
        )
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        added = self._send("POST", "/documents", body, kind, expected=201)
        self._uploaded = json.loads(added)["documents"][0]["id"] if added else ""

    def _send(
        self, method: str, path: str, body: str = "", kind: str = "", *, expected: int = 200
    ) -> bytes:
        connection = HTTPConnection(self._place, timeout=60)
        try:
            connection.request(method, path, body, {"Content-Type": kind} if kind else {})
            response = connection.getresponse()
            content = response.read()
        except OSError as error:
            self.wrong.append(f"{method} {path}: {error!r}")
            return b""
        finally:
            connection.close()
        self.requests += 1
        if response.status != expected:
            self.wrong.append(f"{method} {path}: {response.status}")
            return b""
        return content


def main() -> int:
    """Print a line each interval; 1 where memory grew or something failed."""
    options = _options()
    with TemporaryDirectory(prefix="soak-") as scratch:
        folder = shutil.copytree(ROOT / "corpus", Path(scratch) / "corpus")
        log = Path(scratch) / "log"
        with serving(folder, Path(scratch) / "index", log=log) as server:
            visitor = Visitor(server.place, gold_questions())
            held = _soaked(server, visitor, options)
        errors = log.read_text().count('"level": "error"')
    growth = max(held[1:], default=held[0]) / held[0]
    click.echo(
        f"{visitor.requests} requests, {len(visitor.wrong)} failed, {errors} errors in the log"
    )
    click.echo(
        f"at most {growth - 1:+.1%} memory after the first {options.interval / 60:g} minutes"
    )
    for line in visitor.wrong[:20]:
        click.echo(line)
    return int(growth > MOST or bool(visitor.wrong) or errors > 0)


def _soaked(server: Server, visitor: Visitor, options: argparse.Namespace) -> list[float]:
    """The memory held at the end of each interval."""
    held: list[float] = []
    began = time.monotonic()
    for number in count():
        passed = time.monotonic() - began
        if passed >= (len(held) + 1) * options.interval:
            held.append(server.held())
            click.echo(f"{passed / 60:4.0f} min  {held[-1]:.1f} MB  {visitor.requests} requests")
        if passed >= options.minutes * 60:
            return held or [server.held()]
        time.sleep(max(0, number / options.rate - passed))
        visitor.visit(number)
    raise AssertionError  # count() has no end


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--interval", type=float, default=300, help="seconds between two lines")
    parser.add_argument("--rate", type=float, default=3, help="requests a second")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
