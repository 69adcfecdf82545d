"""Serve the application with gunicorn: one process, several threads, a graceful stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from gunicorn.workers.base import Worker

THREADS = 8


def serve_app(make_app: Callable[[], Flask], *, host: str, port: int) -> None:
    """Answer requests until the process is told to stop.

    `make_app` is called in the process that answers. One line on stdout says where, once it
    does; port 0 takes a free one.
    """
    _Server(make_app, host=host, port=port).run()


class _Server(BaseApplication):
    def __init__(self, make_app: Callable[[], Flask], *, host: str, port: int) -> None:
        self._make_app = make_app
        self._bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self._bind,
            "worker_class": "gthread",
            "workers": 1,  # they would not share the reindex and its progress
            "threads": THREADS,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": _announce,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:  # type: ignore[override]  # its environ is a dict, not any mapping
        return self._make_app()


def _announce(worker: Worker) -> None:
    host, port = worker.sockets[0].getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    print(f"Quoth is listening on http://{shown}:{port}", flush=True)  # noqa: T201 promised
