"""What goes wrong is an object for programs, and a page that leads on for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
WRONG = [
    ("/nothing", 404, "Nothing is here"),
    ("/ask", 422, "question: Field required"),
    ("/documents/none", 404, "no document"),
    ("/v1/nothing", 404, "Nothing is here"),
]


@pytest.mark.parametrize(("address", "status", "detail"), WRONG)
def test_a_browser_gets_a_page_that_leads_home(
    client: FlaskClient, address: str, status: int, detail: str
) -> None:
    response = client.get(address, headers=BROWSER)

    page = response.get_data(as_text=True)
    assert response.status_code == status
    assert response.content_type == "text/html; charset=utf-8"
    assert detail in page
    assert 'href="/"' in page


@pytest.mark.parametrize(("address", "status", "detail"), WRONG)
@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/problem+json"])
def test_a_program_gets_an_object(
    client: FlaskClient, address: str, status: int, detail: str, accept: str
) -> None:
    response = client.get(address, headers={"Accept": accept})

    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert detail in response.get_json(force=True)["detail"]


def test_caches_are_told_that_the_two_differ(client: FlaskClient) -> None:
    assert "Accept" in client.get("/nothing").headers["Vary"]


def test_what_a_page_shows_of_an_address_is_text(client: FlaskClient) -> None:
    page = client.get("/documents/<script>alert(1)<%2Fscript>", headers=BROWSER)

    assert "<script>alert" not in page.get_data(as_text=True)


def test_a_page_of_a_problem_keeps_its_headers(client: FlaskClient) -> None:
    response = client.delete("/ask", headers=BROWSER)

    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
