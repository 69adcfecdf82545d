"""Serve the application with gunicorn: one process, several threads, a graceful stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from web.worker import PatientWorker

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from gunicorn.workers.base import Worker

THREADS = 8  # requests that are worked on at a time; the others wait
GRACE = 30  # seconds to finish what has been begun when told to stop


def serve_app(make_app: Callable[[], Flask], *, host: str, port: int, drain: int = 0) -> None:
    """Answer requests until the process is told to stop, and then for `drain` seconds more.

    `make_app` is called in the process that answers. One line on stdout says where, once it
    does; port 0 takes a free one.
    """
    Server(make_app, host=host, port=port, drain=drain).run()


class Server(BaseApplication):
    """The application with its settings; `drain` is for the worker."""

    def __init__(self, make_app: Callable[[], Flask], *, host: str, port: int, drain: int) -> None:
        self._make_app = make_app
        self.drain = drain
        self._bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn its settings."""
        options: dict[str, Any] = {
            "bind": self._bind,
            "worker_class": PatientWorker,
            "workers": 1,  # they would not share the reindex and its progress
            "threads": THREADS,
            "graceful_timeout": GRACE + self.drain,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": _announce,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:  # type: ignore[override]  # its environ is a dict, not any mapping
        """The application, made in the process that answers."""
        return self._make_app()


def _announce(worker: Worker) -> None:
    host, port = worker.sockets[0].getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    print(f"Quoth is listening on http://{shown}:{port}", flush=True)  # noqa: T201 promised
