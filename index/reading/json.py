"""Read JSON: every object is a sentence of its fields, longer texts are paragraphs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from index.documents import BlockKind
from index.errors import UnreadableFile
from index.reading import tables
from index.reading.composition import Draft, compose, heading
from index.reading.encoding import decode
from index.reading.metadata import iso_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index.documents import Reading

TITLES = ("title", "name", "headline", "subject")
TEXTS = frozenset({"text", "body", "content", "description", "summary", "abstract"})
DATES = ("date", "published", "updated", "created")
LONGEST_FIELD = 200  # characters, from which on a text is a paragraph
CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")


def read(raw: bytes, source: str) -> Reading:
    r"""Read one JSON value, or one on each line.

    >>> read(b'[{"country": "Peru", "member_since": 1998}]', "members.json").text
    'Country: Peru. Member since: 1998.'
    """
    value = _parsed(decode(raw), by_line=source.lower().endswith("l"))
    fields = value if isinstance(value, dict) else {}
    return compose(
        _drafts(value, 1),
        source,
        title=_first(fields, TITLES),
        date=iso_date(_first(fields, DATES)),
    )


def _parsed(text: str, *, by_line: bool) -> Any:
    values = []
    for number, line in enumerate(text.split("\n") if by_line else [text], 1):
        if line.strip():
            try:
                values.append(json.loads(line))
            except ValueError as error:
                where = f"line {number} " if by_line else ""
                raise UnreadableFile(f"{where}isn't valid JSON: {error}") from error
    return values if by_line else values[0] if values else []


def _drafts(value: Any, level: int) -> Iterator[Draft]:
    match value:
        case dict():
            yield from _object(value, level)
        case list() if not any(isinstance(each, dict | list) for each in value):
            yield from tables.rows([[_scalar(each)] for each in value])
        case list() if _is_table(value):
            header, *body = [[_scalar(each) for each in row] for row in value]
            yield from tables.rows(body, header)
        case list():
            for each in value:
                yield from _drafts(each, level)
        case _:
            yield Draft(BlockKind.PARAGRAPH, _scalar(value))


def _object(fields: Mapping[str, Any], level: int) -> Iterator[Draft]:
    """The short fields in a row, then the long texts, then what is nested, each under its name."""
    title = _first(fields, TITLES)
    nested = {name: value for name, value in fields.items() if _is_nested(value)}
    texts = {name: value for name, value in fields.items() if _is_text(name, value)}
    if title and (texts or nested):
        yield heading(title, level)
    short = {
        name: _short(value)
        for name, value in fields.items()
        if name not in nested and name not in texts and not (texts and value == title)
    }
    yield from tables.rows([list(short.values())], [_spoken(name) for name in short])
    for name, text in texts.items():
        if name.lower() not in TEXTS:
            yield heading(_spoken(name), level + 1)
        for paragraph in re.split(r"\n\s*\n", text):
            yield Draft(BlockKind.PARAGRAPH, paragraph)
    for name, value in nested.items():
        yield heading(_spoken(name), level + 1)
        yield from _drafts(value, level + 2)


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(each, dict | list) for each in value)
    )


def _is_text(name: str, value: Any) -> bool:
    return isinstance(value, str) and (
        name.lower() in TEXTS or len(value) > LONGEST_FIELD or "\n" in value.strip()
    )


def _is_table(rows: list[Any]) -> bool:
    """Whether this is a table: a list of names and below it lists of as many scalars."""
    return (
        len(rows) > 1
        and all(isinstance(row, list) and len(row) == len(rows[0]) for row in rows)
        and not any(isinstance(cell, dict | list) for row in rows for cell in row)
        and all(isinstance(name, str) for name in rows[0])
    )


def _short(value: Any) -> str:
    return ", ".join(map(_scalar, value)) if isinstance(value, list) else _scalar(value)


def _scalar(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)


def _first(fields: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of the fields `names` that is a short text."""
    found = (fields[name] for name in names if isinstance(fields.get(name), str))
    return next((value for value in found if len(value) <= LONGEST_FIELD), "")


def _spoken(name: str) -> str:
    """A field's name as people would say it: "member_since", "memberSince" → "Member since"."""
    words = CAMEL.sub(" ", name).replace("_", " ").replace("-", " ").split()
    return " ".join(word if word.isupper() else word.lower() for word in words).capitalize()
