"""What those ask who keep the server running: is it alive, is it ready, what does it do."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from flask import Blueprint, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST

from index.errors import QuothError
from web.problems import problem

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from web.app import Quoth

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process is alive."""
    return jsonify(status="ok")


@health.get("/readyz")
def readyz() -> ResponseReturnValue:
    """The index is loaded and verified, and questions can be asked."""
    if _quoth().stopping.is_set():
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, "The server is stopping: ask another.")
    try:
        state = _quoth().library.snapshot().state
        warnings = _quoth().library.warnings()
    except QuothError as error:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    return jsonify(status="ready", index=asdict(state), reader=_quoth().reader, warnings=warnings)


@health.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Counts and times for Prometheus."""
    return _quoth().metrics.exposition(), {"Content-Type": CONTENT_TYPE_LATEST}


def _quoth() -> Quoth:
    return cast("Quoth", current_app.extensions["quoth"])
