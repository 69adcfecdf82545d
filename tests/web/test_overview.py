"""The library at a glance: numbers that are right, and charts of one bar, many, or none."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.catalogue import Entry
from web.charts import MOST_BARS, growth, time_line
from web.overview import overview
from web.telling import telling

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from index.library import Library


def entry(source: str, **fields: object) -> Entry:
    return Entry(source, "indexed", id=source, passages=2, sentences=5, characters=90, **fields)  # type: ignore[arg-type]


def test_files_that_are_not_indexed_are_counted_apart() -> None:
    entries = [entry("a.txt"), entry("b.txt"), Entry("c.txt", "failed", reason="empty")]

    glance = overview(entries)

    assert (glance.documents, glance.failed) == (2, 1)
    assert (glance.passages, glance.sentences, glance.characters) == (4, 10, 180)


def test_an_empty_library_has_no_charts() -> None:
    glance = overview([])

    assert glance.documents == 0
    assert glance.growth == glance.dates == glance.terms == ()


@pytest.mark.parametrize(
    ("dates", "labels"),
    [
        (["2026-02-01", "2026-04-30"], ["2026-02", "2026-03", "2026-04"]),
        (["2025-12-31", "2026-01-01"], ["2025-12", "2026-01"]),
        (["2017-02-22", "2026"], [str(year) for year in range(2017, 2027)]),
        (["1890", "2020"], [f"{decade}0s" for decade in range(189, 203)]),
        (["undated", "2026-02"], ["2026-02"]),
        ([], []),
    ],
)
def test_a_time_line_has_every_month_year_or_decade(dates: list[str], labels: list[str]) -> None:
    line = time_line(dates)

    assert [bar.label for bar in line] == labels
    assert sum(bar.number for bar in line) == len([date for date in dates if date[0].isdecimal()])


def test_a_time_line_of_a_thousand_years_is_none() -> None:
    assert time_line(["0001", "2026"]) == ()


def test_growth_ends_at_how_many_there_are_and_never_has_too_many_bars() -> None:
    days = [
        f"{year}-{month:02}-{day:02}"
        for year in (2024, 2025)
        for month in range(1, 13)
        for day in range(1, 29)
    ]

    grown = growth(days)

    assert grown[-1].number == len(days)
    assert len(grown) <= MOST_BARS
    assert [bar.number for bar in grown] == sorted(bar.number for bar in grown)


def test_growth_is_as_wide_as_the_time_that_it_took() -> None:
    grown = growth(["2025-01-01T08:00:00+00:00", "2025-12-30", "2025-12-31"])

    assert len(grown) > MOST_BARS / 2
    assert {bar.number for bar in grown[:-1]} == {1}
    assert (grown[-1].label, grown[-1].number) == ("2025-12-31", 3)


def test_the_telling_terms_are_of_the_documents_and_not_of_english_at_large(
    library: Library,
) -> None:
    snapshot = library.snapshot()
    documents = [snapshot.document(str(row.id)) for row in library.documents()]

    terms = [bar.label for bar in telling(documents, snapshot)]

    assert "Goals" in terms
    assert not {"the", "were", "may"}.intersection(terms)


@pytest.mark.parametrize(
    ("days", "drawn", "said"),
    [
        (("2026-01-05", "2026-01-05"), 0, "all read on 5 January 2026."),
        (("2026-01-05", "2026-01-07"), 3, "<span>1 on 5 January 2026</span>"),
    ],
)
def test_growth_is_drawn_from_the_second_day_on_and_told_on_the_first(
    client: FlaskClient,
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    *,
    days: tuple[str, str],
    drawn: int,
    said: str,
) -> None:
    rows = [
        replace(row, indexed_at=f"{day}T12:00:00+00:00")
        for row, day in zip(library.documents(), days, strict=True)
    ]
    monkeypatch.setattr(library, "documents", lambda: rows)
    text = client.get("/library").get_data(as_text=True)

    assert said in text
    _, _, figure = text.partition("How it grew")
    assert figure.partition("</svg>")[0].count("<rect") == drawn


def test_the_library_page_draws_its_charts_and_lists_their_numbers(client: FlaskClient) -> None:
    text = client.get("/library").get_data(as_text=True)

    assert re.search(r"<dt>Documents</dt><dd>2</dd>", text)
    assert '<svg class="chart"' in text
    assert re.search(r'<th scope="row" dir="auto">Goals</th>.*?<td>\d+</td>', text)
