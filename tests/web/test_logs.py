"""Every request leaves one line, which tells nothing of what was asked."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from web import logs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient


@pytest.fixture(autouse=True)
def _logging() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.configure()
    yield
    root.handlers[:], level = before
    root.setLevel(level)


def test_a_request_leaves_a_line_of_json(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure()
    client.get("/ask?question=When+were+the+Bogor+Goals+adopted", headers={"X-Request-ID": "r-1"})

    line = json.loads(capsys.readouterr().err.splitlines()[-1])

    assert line["request_id"] == "r-1"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/ask", 200)
    assert "Bogor" not in json.dumps(line)


def test_the_client_gets_the_id_of_its_request(client: FlaskClient) -> None:
    assert (
        client.get("/healthz", headers={"X-Request-ID": "mine"}).headers["X-Request-ID"] == "mine"
    )


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "<script>"])
def test_an_id_that_could_do_harm_in_a_log_is_replaced(client: FlaskClient, given: str) -> None:
    answered = client.get("/healthz", headers={"X-Request-ID": given})

    assert answered.headers["X-Request-ID"] != given
