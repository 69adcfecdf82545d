"""Servers on loopback that take a node's place: one that is in trouble, one that guards another."""

from __future__ import annotations

import json
from base64 import b64encode
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from ssl import SSLContext

    Reply = tuple[int, bytes]
    Replying = Callable[[str, str, bytes, str], Reply]  # to method, path, body, authorization


def saying(reply: Callable[[str, str], tuple[int, Any]]) -> AbstractContextManager[str]:
    """``host:port`` of a server that answers each request by its method and path."""

    def replying(method: str, path: str, _body: bytes, _authorization: str) -> Reply:
        status, said = reply(method, path)
        return status, json.dumps(said).encode()

    return _listening(replying)


def refusing(status: int, kind: str) -> Callable[[str, str], tuple[int, Any]]:
    """Says no to everything, as OpenSearch does."""
    error = {"type": kind, "reason": "as the test wants it"}
    return lambda _method, _path: (status, {"error": error, "status": status})


def guarding(
    host: str, *, user: str, password: str, tls: SSLContext
) -> AbstractContextManager[str]:
    """``host:port`` of a server with TLS that lets one user through to the node at `host`."""
    known = "Basic " + b64encode(f"{user}:{password}".encode()).decode()

    def replying(method: str, path: str, body: bytes, authorization: str) -> Reply:
        if authorization != known:
            return HTTPStatus.UNAUTHORIZED, b"Unauthorized"
        connection = HTTPConnection(host)
        connection.request(method, path, body, {"Content-Type": "application/json"})
        with connection.getresponse() as response:
            said = response.status, response.read()
        connection.close()
        return said

    return _listening(replying, tls=tls)


@contextmanager
def _listening(replying: Replying, *, tls: SSLContext | None = None) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            authorization = self.headers.get("Authorization", "")
            status, said = replying(self.command, self.path, body, authorization)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(said)

        do_HEAD = do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 http.server names them

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
