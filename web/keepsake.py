"""A conversation as one HTML file that needs nothing else: to send, to print, to keep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import current_app, render_template, url_for
from markupsafe import Markup

from web.pages import date_of
from web.turns import Quotation, Turn, in_words, turn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Answers = Sequence[Mapping[str, Any]]

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What the file may do, on the server and off it: show itself."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document that is quoted, and where: `places` are (question, citation, start, end)."""

    title: str
    source: str
    date: str
    sha256: str
    places: tuple[tuple[int, int, int, int], ...]


def as_file(answers: Answers, *, name: str) -> str:
    """The conversation's questions, quotations and sources with their checksums, as HTML."""
    sources = _sources(answers)
    number_of = {source.sha256: number for number, source in enumerate(sources, 1)}
    return render_template(
        "keepsake.html",
        name=name,
        policy=POLICY,
        stylesheet=Markup(_stylesheet()),  # noqa: S704  our own file
        turns=[_kept(answer, number_of) for answer in answers],
        sources=sources,
        index=answers[-1]["index"],
        address=url_for("pages.ask", _external=True),
    )


def _stylesheet() -> str:
    return Path(current_app.static_folder or "", "quoth.css").read_text("utf-8")


def _sources(answers: Answers) -> list[Source]:
    """The documents that the answers quote, in the order in which they do."""
    places: dict[str, list[tuple[int, int, int, int]]] = {}
    documents: dict[str, Mapping[str, Any]] = {}
    for number, answer in enumerate(answers, 1):
        for each in answer["citations"]:
            sha256 = each["document_sha256"]
            documents.setdefault(sha256, each)
            place = (number, each["id"], each["start_char_index"], each["end_char_index"])
            places.setdefault(sha256, []).append(place)
    return [
        Source(
            title=each["document_title"],
            source=each["source"],
            date=in_words(date_of(each["document_id"])),
            sha256=sha256,
            places=tuple(places[sha256]),
        )
        for sha256, each in documents.items()
    ]


def _kept(answer: Mapping[str, Any], number_of: Mapping[str, int]) -> Turn:
    """The turn, its citations leading to the list of sources at the end of the file."""
    shown = turn(answer, date_of=date_of)
    hashes = {each["id"]: each["document_sha256"] for each in answer["citations"]}

    def inside(quotation: Quotation) -> Quotation:
        sha256 = hashes[quotation.number or 0]
        return replace(quotation, href=f"#source-{number_of[sha256]}")

    return replace(
        shown,
        quotations=tuple(map(inside, shown.quotations)),
        further=tuple(map(inside, shown.further)),
    )
