"""Errors as RFC 9457 problem details: one shape for everything that goes wrong."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from flask import Response, render_template, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from index import errors

if TYPE_CHECKING:
    from flask import Flask

STATUSES: dict[type[errors.QuothError], HTTPStatus] = {
    errors.CorpusMissing: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.CorpusEmptied: HTTPStatus.CONFLICT,
    errors.DocumentMissing: HTTPStatus.NOT_FOUND,
    errors.ConversationMissing: HTTPStatus.NOT_FOUND,
    errors.UnreadableFile: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InvalidFile: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotWritable: HTTPStatus.INSUFFICIENT_STORAGE,
    errors.IndexMissing: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.IndexDamaged: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.RecordsDamaged: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.EngineUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.IndexBusy: HTTPStatus.CONFLICT,
    errors.AnothersIndex: HTTPStatus.CONFLICT,
    errors.ReadOnly: HTTPStatus.CONFLICT,
    errors.InvalidQuestion: HTTPStatus.UNPROCESSABLE_ENTITY,
}

REMEDIES = {
    HTTPStatus.NOT_FOUND: "Nothing is here: check the address, or start from /.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address takes another method: see the Allow header.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request is too large: send less at a time.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Send JSON, with Content-Type: application/json.",
    HTTPStatus.BAD_REQUEST: "The request could not be read: send a JSON object.",
}

MEDIA_TYPE = "application/problem+json"

log = logging.getLogger(__name__)


def problem(status: int, detail: str) -> Response:
    """A problem+json response; `detail` says what to do next."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
    }
    return Response(json.dumps(body), status, content_type=MEDIA_TYPE)


def wants_page() -> bool:
    """Whether a person's browser asks for a page, rather than a program for an object."""
    accepted = request.accept_mimetypes
    return accepted.best_match(["application/json", "text/html"]) == "text/html"


def register(app: Flask) -> None:
    """Answer every error of `app` with a problem, and none with a traceback."""
    app.register_error_handler(errors.QuothError, _from_quoth)
    app.register_error_handler(ValidationError, _from_validation)
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(Exception, _from_bug)
    app.after_request(_show)


def _show(response: Response) -> Response:
    """Make a page of a problem that a person's browser would show."""
    if response.mimetype != MEDIA_TYPE:
        return response
    response.vary.add("Accept")
    if wants_page():
        told = json.loads(response.get_data())
        response.set_data(render_template("problem.html", problem=told))
        response.content_type = "text/html; charset=utf-8"
    return response


def _from_quoth(error: errors.QuothError) -> Response:
    status = STATUSES.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
    return problem(status, str(error))


def _from_validation(error: ValidationError) -> Response:
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, describe(error))


def describe(error: ValidationError) -> str:
    """What is wrong with which field, for each of them."""
    return "; ".join(
        f"{'.'.join(map(str, each['loc'])) or 'body'}: {each['msg'].removeprefix('Value error, ')}"
        for each in error.errors(include_url=False, include_context=False, include_input=False)
    )


def _from_http(error: HTTPException) -> Response:
    if error.response is not None:
        return cast("Response", error.response)  # what `abort` was given, and that is ours
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    response = problem(status, REMEDIES.get(status) or error.description or status.description)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _from_bug(error: Exception) -> Response:
    log.error("a request failed", exc_info=error)
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Quoth failed to answer this; its log says why. Please report it with the request.",
    )
