"""Describe the API in OpenAPI 3.1, from the schemas that validate it and the values it sends."""

from __future__ import annotations

import re
from importlib.metadata import version
from types import UnionType
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, TypeAdapter

from web import events
from web.operations import ANY, OPERATIONS, Operation
from web.responses import Response

if TYPE_CHECKING:
    from flask import Flask

    Schema = dict[str, Any]

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
SCHEMA_PLACE = "#/components/schemas/{model}"
EVENT = {
    "type": "object",
    "properties": {"data": {"type": "string", "contentMediaType": "application/json"}},
    "required": ["data"],
}
TOKEN = {"token": {"type": "http", "scheme": "bearer"}}


def describe(app: Flask) -> Schema:
    """The OpenAPI 3.1 description of `app`'s API."""
    schemas = _Schemas()
    paths: dict[str, Schema] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        operation = OPERATIONS.get(rule.endpoint)
        if operation is None:
            continue
        view = app.view_functions[rule.endpoint]
        path = PARAMETER.sub(r"{\1}", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            paths.setdefault(path, {})[method.lower()] = {
                "operationId": rule.endpoint.rpartition(".")[2],
                "summary": (view.__doc__ or "").strip().split("\n")[0],
                **_operation(operation, sorted(rule.arguments), schemas),
            }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Quoth",
            "version": version("quoth"),
            "description": "Ask your documents. Get quotes, not guesses.",
        },
        "paths": paths,
        "components": {"schemas": schemas.definitions, "securitySchemes": TOKEN},
        "security": [{}, {"token": []}],  # no token where the server has none
    }


class _Schemas:
    """Collects JSON schemas under ``components`` and gives references to them."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def reference(self, kind: type | UnionType) -> Schema:
        """A reference to a type's schema; for a union or a list, one for each of its parts."""
        parts = [self.reference(part) for part in get_args(kind)]
        if isinstance(kind, UnionType):
            return {"anyOf": parts}
        return {"type": "array", "items": parts[0]} if parts else self._named(kind)

    def _named(self, kind: type) -> Schema:
        schema = TypeAdapter(kind).json_schema(
            ref_template=SCHEMA_PLACE,
            mode="validation" if self._is_request(kind) else "serialization",
        )
        self.definitions.update(schema.pop("$defs", {}))
        self.definitions[kind.__name__] = schema
        return {"$ref": SCHEMA_PLACE.format(model=kind.__name__)}

    def properties(self, kind: type[BaseModel]) -> tuple[dict[str, Schema], list[str]]:
        """The fields of a request that comes in the query string, and which it needs."""
        schema = kind.model_json_schema(ref_template=SCHEMA_PLACE)
        self.definitions.update(schema.pop("$defs", {}))
        return schema["properties"], schema.get("required", [])

    @staticmethod
    def _is_request(kind: type) -> bool:
        return issubclass(kind, BaseModel) and not issubclass(kind, Response)


def _operation(operation: Operation, in_path: list[str], schemas: _Schemas) -> Schema:
    described: Schema = {}
    parameters: list[Schema] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in in_path
    ]
    if operation.query:
        properties, required = schemas.properties(operation.query)
        parameters += [
            _query_parameter(name, schema, required, operation.example or {})
            for name, schema in properties.items()
            if name != "history"  # a list of turns has no place in an address
        ]
    if parameters:
        described["parameters"] = parameters
    if operation.body:
        content: Schema = {"schema": schemas.reference(operation.body)}
        if operation.example:
            content["example"] = operation.example
        described["requestBody"] = {"required": True, "content": {"application/json": content}}
    if operation.upload:
        described["requestBody"] = {"required": True, "content": {"multipart/form-data": _FILES}}
    described["responses"] = _responses(operation, schemas)
    return described


_FILES = {
    "schema": {
        "type": "object",
        "properties": {
            "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
        },
        "required": ["file"],
    }
}


def _query_parameter(
    name: str, schema: Schema, required: list[str], example: dict[str, Any]
) -> Schema:
    parameter = {"name": name, "in": "query", "required": name in required, "schema": schema}
    if name in example:
        parameter["example"] = example[name]
    return parameter


def _responses(operation: Operation, schemas: _Schemas) -> Schema:
    success: Schema = {"description": operation.success.phrase}
    if not isinstance(operation.sends, str):
        content = {"schema": schemas.reference(operation.sends)}
        success["content"] = {"application/json": content}
        if operation.streams:
            success["content"][events.MEDIA_TYPE] = {"schema": EVENT}
    elif operation.sends:
        success["content"] = {operation.sends: {}}
    problem = {"schema": schemas.reference(operation.problem)}
    return {str(operation.success.value): success} | {
        str(status.value): {
            "description": status.phrase,
            "content": {"application/problem+json": problem},
        }
        for status in sorted({*ANY, *operation.problems})
    }
