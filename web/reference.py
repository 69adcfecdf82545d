"""The API's description as a page, rendered from the same object that programs get."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Blueprint, current_app, render_template, request

from web.openapi import describe

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

reference = Blueprint("reference", __name__)


@reference.get("/docs")
def docs() -> ResponseReturnValue:
    """Every route: what it takes, what it sends, and a command that tries it."""
    description = describe(current_app)
    operations = [
        {
            **operation,
            "path": path,
            "method": method.upper(),
            "command": _command(path, method, operation),
        }
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    return render_template(
        "docs.html", operations=operations, schemas=description["components"]["schemas"]
    )


def _command(path: str, method: str, operation: dict[str, Any]) -> str:
    """A curl command for the operation, with its example where it has one."""
    parameters = operation.get("parameters", ())
    query = {each["name"]: each["example"] for each in parameters if "example" in each}
    address = request.host_url.rstrip("/") + path + (f"?{urlencode(query)}" if query else "")
    words = ["curl"] + ([] if method in ("get", "post") else ["-X", method.upper()])
    content = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        words += ["-F", "file=@notes.txt"]
    elif "application/json" in content:
        example = content["application/json"].get("example", {})
        words += ["-H", "'Content-Type: application/json'", "-d", f"'{json.dumps(example)}'"]
    elif method == "post":
        words += ["-X", "POST"]
    return " ".join([*words, f"'{address}'"])
