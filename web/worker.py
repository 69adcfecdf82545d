"""The process that answers: how it stops without dropping anybody, and whom it doesn't wait for."""

from __future__ import annotations

import sys
from threading import Timer
from typing import TYPE_CHECKING, Any, cast

from gunicorn.workers.gthread import ThreadWorker

from web.deadlines import Deadlines
from web.lastcall import let_nobody_in

if TYPE_CHECKING:
    from types import FrameType

    from flask import Flask
    from gunicorn.http.message import Request
    from gunicorn.workers.gthread import TConn

    from web.serving import Server


SWITCH = 0.0005  # seconds after which a busy thread makes way; Python's own would be ten times that


class PatientWorker(ThreadWorker):
    """gunicorn's threaded worker, which finishes what it has begun and waits for nobody else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadlines = Deadlines()

    def init_process(self) -> None:
        """Answer until told to stop.

        A thread gives the interpreter's lock away whenever it touches a file, and gets it back
        when a busy one makes way: looking at 5,000 files while somebody asks is mostly that.
        """
        sys.setswitchinterval(SWITCH)
        super().init_process()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Say that we are not ready, and stop when those who route requests have seen it."""
        if app := cast("Flask | None", self.wsgi):  # none while it is being made
            app.extensions["quoth"].stopping.set()
        drain = cast("Server", self.app).drain
        Timer(drain, super().handle_exit, (sig, frame)).start()

    def set_accept_enabled(self, enabled: bool | None) -> None:
        """As gunicorn does it; when stopping, take in those who are connected already."""
        super().set_accept_enabled(enabled)
        if self.alive or enabled:
            return
        for listener in self.sockets:
            let_nobody_in(listener)
            accepted = -1
            while accepted != self.nr_conns:
                accepted = self.nr_conns
                self.accept(listener)
            listener.close()  # at once: nobody shall wait in a queue that nobody serves

    def notify(self) -> None:
        """Called every second: tell the parent that we live, and part from those who stall."""
        super().notify()
        self._deadlines.enforce()

    def handle(self, conn: TConn) -> Any:
        """Answer one request of a connection."""
        with self._deadlines.watching(conn.sock):
            return super().handle(conn)

    def handle_request(self, req: Request, conn: TConn) -> bool:
        """Answer a request whose head is here; its body has as long as it takes, if it has one."""
        headers = dict(req.headers)  # gunicorn has checked them
        if length := int(headers.get("CONTENT-LENGTH", "0")):
            self._deadlines.extend(conn.sock, length)
        elif "TRANSFER-ENCODING" not in headers:
            self._deadlines.received(conn.sock)
        return super().handle_request(req, conn)
