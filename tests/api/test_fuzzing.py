"""Whatever is sent to the API, what comes back is what its description says, and no 5xx.

``QUOTH_CASES=10000 pytest tests/api`` sends as many requests, and CI does; the suite sends fewer.
They are the same ones every time.
"""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from schemathesis import APIOperation, Case

    from index.library import Library

CASES = int(os.environ.get("QUOTH_CASES", "200"))
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def folder(corpus: Path, library: Library, app: Flask) -> Folder:
    """The corpus, with a conversation kept about it."""
    asked = {"question": "When were the Bogor Goals adopted?", "conversation_id": "kept"}
    assert app.test_client().post("/ask", json=asked).status_code == 200
    return Folder(corpus, library)


class Folder:
    """A folder of documents that is put right again after each request that changes it."""

    def __init__(self, corpus: Path, library: Library) -> None:
        self.corpus, self.library = corpus, library
        self.files = {path: path.read_bytes() for path in self._found()}
        self.ids = [str(entry.id) for entry in library.documents()]

    def put_right(self) -> None:
        """Undo deletions and uploads."""
        found = set(self._found())
        if found == set(self.files):
            return
        for path in found - set(self.files):
            path.unlink()
        for path, content in self.files.items():
            path.write_bytes(content)
        self.library.update()

    def _found(self) -> list[Path]:
        return [path for path in self.corpus.iterdir() if path.is_file()]


def operations(app: Flask) -> dict[str, APIOperation[Any, Any, Any, Any]]:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    found = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    return {f"{each.method.upper()} {each.path}": each for each in found}


def test_every_operation_is_tried(app: Flask) -> None:
    assert set(operations(app)) == {name for name, _ in TRIED}


VALID, INVALID = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
TRIED = [
    ("DELETE /documents/{document_id}", VALID),
    ("GET /ask", VALID),
    ("GET /ask", INVALID),
    ("GET /conversations/{conversation_id}", VALID),
    ("GET /conversations/{conversation_id}.html", VALID),
    ("GET /conversations/{conversation_id}.md", VALID),
    ("GET /documents", VALID),
    ("GET /documents/{document_id}", VALID),
    ("GET /healthz", VALID),
    ("GET /metrics", VALID),
    ("GET /readyz", VALID),
    ("GET /reindex", VALID),
    ("GET /search", VALID),
    ("GET /search", INVALID),
    ("GET /v1/models", VALID),
    ("POST /ask", VALID),
    ("POST /ask", INVALID),
    ("POST /documents", VALID),
    ("POST /documents", INVALID),
    ("POST /feedback", VALID),
    ("POST /feedback", INVALID),
    ("POST /reindex", VALID),
    ("POST /v1/chat/completions", VALID),
    ("POST /v1/chat/completions", INVALID),
    ("POST /verify", VALID),
    ("POST /verify", INVALID),
]
"""Operations with requests that their description allows, and with those that it doesn't.

Where there is nothing to send, nothing can be sent that is wrong.
"""
NOTHING_TO_SEND = {
    *("GET /documents", "GET /healthz", "GET /metrics", "GET /readyz"),
    *("GET /reindex", "GET /v1/models", "POST /reindex"),
}
"""Operations with one request that is like any other."""

WEIGHTS = {VALID: 3, INVALID: 1}  # what is wrong is made slowly, and mostly ends at the schema
SHARES = sum(WEIGHTS[mode] for name, mode in TRIED if name not in NOTHING_TO_SEND)


@pytest.mark.parametrize(("name", "mode"), TRIED)
def test_what_comes_back_is_what_is_described(
    app: Flask, folder: Folder, name: str, mode: GenerationMode
) -> None:
    operation = operations(app)[name]
    requests = 1 if name in NOTHING_TO_SEND else math.ceil(CASES * WEIGHTS[mode] / SHARES)
    sent = 0
    known = {"document_id": [*folder.ids, "none"], "conversation_id": ["kept", "none"]}

    @settings(
        max_examples=requests,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def send(case: Case[Any], data: st.DataObject) -> None:
        nonlocal sent
        sent += 1
        for parameter, values in known.items():
            if parameter in (case.path_parameters or {}) and data.draw(st.booleans()):
                case.path_parameters[parameter] = data.draw(st.sampled_from(values))
        case.call_and_validate(checks=CHECKS)
        folder.put_right()

    send()

    assert sent >= requests
