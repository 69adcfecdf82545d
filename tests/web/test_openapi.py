"""The API's description covers every route, and what it says is what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from web.operations import OPERATIONS

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

OF_THE_API = {"api", "completions", "health"}
FOR_FORMS = {"api.remove_document_by_form"}  # a page's way to reach a described route


@pytest.fixture
def description(client: FlaskClient) -> dict[str, Any]:
    return dict(client.get("/openapi.json").get_json())


def test_every_route_of_the_api_is_described(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    routes = {endpoint for endpoint in endpoints if endpoint.partition(".")[0] in OF_THE_API}

    assert routes - FOR_FORMS == set(OPERATIONS)


def test_the_description_is_of_this_version(description: dict[str, Any]) -> None:
    assert description["openapi"] == "3.1.0"
    assert description["info"]["title"] == "Quoth"


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    for reference in _references(description):
        assert reference.removeprefix("#/components/schemas/") in schemas


def _references(value: Any) -> set[str]:
    match value:
        case {"$ref": str(reference)}:
            return {reference}
        case dict():
            return {found for each in value.values() for found in _references(each)}
        case list():
            return {found for each in value for found in _references(each)}
        case _:
            return set()


def test_every_example_is_answered(client: FlaskClient, description: dict[str, Any]) -> None:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            query = {
                parameter["name"]: parameter["example"]
                for parameter in operation.get("parameters", ())
                if "example" in parameter
            }
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            if not query and "example" not in body:
                continue

            response = client.open(
                path, method=method, query_string=query, json=body.get("example")
            )

            assert response.status_code in (200, 201), path
