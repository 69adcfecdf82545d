"""One line of JSON a request, with an id that the client sees too; never a document's text."""

from __future__ import annotations

import logging
import re
import secrets
import sys
from time import perf_counter
from typing import TYPE_CHECKING, Any

import structlog
from flask import g, request

if TYPE_CHECKING:
    from flask import Flask, Response

HEADER = "X-Request-ID"
ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{1,64}")


def configure() -> None:
    """Write every log record of this process to stderr as JSON."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def register(app: Flask) -> None:
    """Log every request of `app` when it has been answered."""
    app.before_request(_begin)
    app.after_request(_log)


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if ACCEPTABLE.fullmatch(given) else secrets.token_hex(8)
    g.logged_from = perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _log(response: Response) -> Response:
    response.headers[HEADER] = g.request_id
    structlog.get_logger("quoth").info(
        "request",
        method=request.method,
        # the rule, not the path and its query, which hold what people asked
        route=request.url_rule.rule if request.url_rule else "unknown",
        status=response.status_code,
        ms=round((perf_counter() - g.logged_from) * 1000, 1),
    )
    return response
