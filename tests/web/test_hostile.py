"""Hostile names and hostile requests get a refusal: nothing else happens, and nobody waits."""

from __future__ import annotations

import io
import random
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from tests.web.conftest import Server

NAMES, REQUESTS, STALLED = 500, 1_000, 5
STALLING = (
    b"POST /ask HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{"
)

PIECES = [
    *("..", "../", "..\\", "/", "\\", "//", "./", "~", "~root/", "C:", "C:\\", "\\\\host\\share\\"),
    *("%2e%2e%2f", "%00", "\0", "\n", "\r\n", "\t", "\x1b[2J", "\x7f"),
    *("\u202e", "\ufeff", "\u200b"),
    *("CON", "nul", "COM1", "aux.", ".", "...", " ", ".quoth", ".quoth-user.sqlite", "lock"),
    *("e\u0301", "ﬁ", "№", "😀", "a" * 300, "é" * 150, "-rf", "$(id)", "`id`", "|", ";", "*", "?"),
    *("catalogue.sqlite", "etc/passwd", "goals", "travel"),
]
ENDINGS = ["", ".txt", ".md", ".TXT", ".txt ", ".txt.", ".md/", ".txt\0.png", ".exe", ".sqlite"]


def names() -> Iterator[str]:
    """The same hostile file names every time."""
    chance = random.Random(7)  # noqa: S311
    for _ in range(NAMES):
        yield "".join(chance.choices(PIECES, k=chance.randint(1, 4))) + chance.choice(ENDINGS)


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_no_file_name_leads_out_of_the_folder(client: FlaskClient, corpus: Path) -> None:
    before = everything(corpus.parent)
    uploads = list(names())
    for number in range(0, NAMES, 50):
        files = [(io.BytesIO(name.encode()), name) for name in uploads[number : number + 50]]

        response = client.post("/documents", data={"file": files})

        assert response.status_code < 500

    after = everything(corpus.parent)
    mine = {path: content for path, content in after.items() if ".quoth" not in str(path)}
    assert {path: after[path] for path in before if path in mine}.items() <= before.items()
    for path in set(mine) - set(before):
        assert path.parent == corpus
        assert not path.name.startswith(".")
        assert path.suffix.lower() in (".txt", ".md")


METHODS = ["GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "TRACE", "BREW", "get", "G\0T"]
PATHS = [
    *("/", "/ask", "/ask?question=%ff%fe", "/ask?question=%00", "/ask?question=" + "x" * 3_000),
    *("/search?query=%ed%a0%80", "/search?limit=1e9&query=a", "/search?query=" + "a+" * 900),
    *("/documents/../../etc/passwd", "/documents/..%2f..%2fetc%2fpasswd", "/documents/%00"),
    *("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%5capp.py", "//evil.example/ask"),
    *("/library/x?start=-1&end=99999999999999999999", "/conversations/' OR 1=1--", "*", "x"),
    *("/v1/chat/completions", "/reindex", "/verify", "/feedback", "/metrics", "/\xff\xfe"),
    *("http://evil.example/ask", "/" + "a/" * 2_000, "/ask#fragment", "/ask?question[]=a"),
]
HEADERS = [
    *("Host: 127.0.0.1", "Host: evil.example", "Host:", "Host: 127.0.0.1\r\nHost: evil.example"),
    *("Content-Type: application/json", "Content-Type: text/html", "Content-Type: \x80"),
    *("Content-Length: 5", "Content-Length: -1", "Content-Length: 99999999999"),
    *("Content-Length: x", "If-None-Match: '", "Transfer-Encoding: chunked"),
    "Content-Length: 3\r\nContent-Length: 7",
    *("Transfer-Encoding: chunked\r\nContent-Length: 4", "Transfer-Encoding: xchunked"),
    *("Transfer-Encoding : chunked", " folded: yes", "No colon", "X: " + "y" * 9_000, "A: b\0c"),
    *("Authorization: Bearer \xff", "Cookie: quoth_token=" + "z" * 4_000, "Origin: null"),
    *("Accept: text/event-stream", "Accept: " + "text/html," * 500, "Range: bytes=9-"),
    *("X-Request-ID: a\tb", "X-Forwarded-For: 127.0.0.1", "Expect: 100-continue", "Upgrade: h2c"),
]
UNKNOWN_CODING = 501  # which HTTP wants for a transfer coding that the server does not know
BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"5\r\nhello\r\n0\r\n\r\n",
    b"zz\r\nhello\r\n",
    b'{"question": {"question": {}}}',
    b'{"question": "\\ud800"}',
    b'{"question": "a\\u0000b"}',
    b'{"question": 1e999}',
    b'{"question": "a", "limit": 99999999999999999999}',
    b"[" * 50_000,
    b'{"messages": [{"role": "user", "content": ["a"]}]}',
    b"\xff\xfe\x00",
    b"0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
]


def requests() -> Iterator[bytes]:
    """The same hostile requests every time; half of them get past the parser of HTTP."""
    chance = random.Random(11)  # noqa: S311
    for number in range(REQUESTS):
        body = chance.choice(BODIES)
        lines = [f"{chance.choice(METHODS)} {chance.choice(PATHS)} HTTP/1.1"]
        if number % 2:
            lines += ["Host: 127.0.0.1", "Content-Type: application/json"]
            lines += [f"Content-Length: {len(body)}"]
        else:
            lines += chance.choices(HEADERS, k=chance.randint(0, 4))
        head = "\r\n".join([*lines, "Connection: close", "", ""])
        yield head.encode("latin-1") + body


def answered(place: tuple[str, int], request: bytes) -> int:
    """The status that comes back, or 0 where the server has hung up."""
    with socket.create_connection(place, timeout=30) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(16)
        except ConnectionError:
            return 0
    return int(answer.split()[1]) if answer else 0


@pytest.fixture
def place(shared_server: Server) -> tuple[str, int]:
    address = urlsplit(shared_server.address)
    return str(address.hostname), int(address.port or 0)


def test_no_request_breaks_the_server_or_holds_it_up(place: tuple[str, int]) -> None:
    stalled = [socket.create_connection(place) for _ in range(STALLED)]
    for connection in stalled:
        connection.sendall(STALLING)

    with ThreadPoolExecutor(4) as clients:
        statuses = list(clients.map(lambda request: answered(place, request), requests()))
    for connection in stalled:
        connection.close()
    sound = b"GET /ask?question=When+were+the+Bogor+Goals+adopted HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    with ThreadPoolExecutor(16) as clients:
        at_last = list(clients.map(lambda _: answered(place, sound + b"\r\n"), range(64)))

    assert {status for status in statuses if status >= 500} <= {UNKNOWN_CODING}
    assert {200, 400, 404, 405, 415, 421, 422} <= set(statuses)
    assert at_last == [200] * 64
