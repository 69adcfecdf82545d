from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shapes import Shape, ShapeKind, shapes


def found(text: str, kind: ShapeKind) -> list[str]:
    return [text[shape.start : shape.end] for shape in shapes(text) if shape.kind is kind]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (ShapeKind.YEAR, "targets for 2010 and 1994", ["2010", "1994"]),
        (ShapeKind.YEAR, "(r. 1402–1424), from 44 BC", ["1402", "1424", "44 BC"]),
        (ShapeKind.YEAR, "on March 2, 2017", ["2017"]),
        (ShapeKind.YEAR, "12345 or A1999", []),
        (ShapeKind.DATE, "from February 1 to 10, 2026, in", ["February 1 to 10, 2026"]),
        (ShapeKind.DATE, "in 2017 on 2-3 March to", ["2-3 March"]),
        (ShapeKind.DATE, "on the 4th of July 1776", ["4th of July 1776"]),
        (ShapeKind.DATE, "in the 1990s, at 5 p.m.", ["1990s", "5 p.m."]),
        (ShapeKind.DATE, "2026-02-01 or 1/2/2026", ["2026-02-01", "1/2/2026"]),
        (ShapeKind.DATE, "in the 19th century", ["19th century"]),
        (ShapeKind.DATE, "they may march", []),
        (ShapeKind.NUMBER, "21 member economies", ["21 member"]),
        (ShapeKind.NUMBER, "twenty-one of the 1,234,567.8", ["twenty-one", "1,234,567.8"]),
        (ShapeKind.NUMBER, "3.5 million people", ["3.5 million people"]),
        (ShapeKind.MONEY, "$3.5 billion, US$5, or ten dollars", [
            "$3.5 billion", "US$5", "ten dollars"
        ]),
        (ShapeKind.MONEY, "a bun is 32 kr, or 3,50 €, 4.20€, CHF 4.50, 5 kronor", [
            "32 kr", "3,50 €", "4.20€", "CHF 4.50", "5 kronor"
        ]),
        (ShapeKind.NUMBER, "150 g butter at 180 °C, 5 glasses", ["150 g", "180 °C", "5 glasses"]),
        (ShapeKind.NUMBER, "numbers 3,5,7 and 12,50", ["3", "5", "7", "12,50"]),
        (ShapeKind.PERCENTAGE, "25%, 3.5 per cent and six percent", [
            "25%", "3.5 per cent", "six percent"
        ]),
        (ShapeKind.DURATION, "over the next 10 days, a two-year plan", ["10 days", "two-year"]),
        (ShapeKind.FREQUENCY, "twice a year, or every two weeks", [
            "twice a year", "every two weeks"
        ]),
        (ShapeKind.PHONE, "David +65 9137 3886 at", ["+65 9137 3886"]),
        (ShapeKind.PHONE, "call (555) 123-4567 or 555-123-4567", [
            "(555) 123-4567", "555-123-4567"
        ]),
        (ShapeKind.PHONE, "tel. 0113 496 0123, 020 7946 0018 or 089 123456", [
            "0113 496 0123", "020 7946 0018", "089 123456"
        ]),
        (ShapeKind.PHONE, "in 05-2024, on 01/02/2024, 007 and 0.123", []),
        (ShapeKind.EMAIL, "write to press@apec.org.", ["press@apec.org"]),
        (ShapeKind.URL, "see https://example.org/a?b=1.", ["https://example.org/a?b=1"]),
        (ShapeKind.URL, "on CBSSports.com, or example.co.uk/shop.", [
            "CBSSports.com", "example.co.uk/shop"
        ]),
        (ShapeKind.URL, "He was at home.At once, node.js and U.S. law", []),
        (ShapeKind.NAME, "explained Dr Alan Bollard.", ["Dr Alan Bollard"]),
        (ShapeKind.NAME, "said Dr. Alan Bollard of Ohio. They", ["Dr. Alan Bollard of Ohio"]),
        (ShapeKind.NAME, "the Executive Director spoke", ["Executive Director"]),
        (ShapeKind.NAME, "the Holy Roman Empire of the German Nation", [
            "Holy Roman Empire of the German Nation"
        ]),
        (ShapeKind.NAME, "in Bogor, Indonesia", ["Bogor", "Indonesia"]),
        (ShapeKind.NAME, "Éamon de Valera, Ólafur", ["Éamon de Valera", "Ólafur"]),
        (ShapeKind.NAME, "They met in March on Monday.", []),
        (ShapeKind.QUOTED, "the “Bogor Goals” and \"plan B\"", ["Bogor Goals", "plan B"]),
        (ShapeKind.QUOTED, "中国「北京」", ["北京"]),
    ],
)  # fmt: skip
def test_shapes_are_found_where_people_see_them(
    kind: ShapeKind, text: str, expected: list[str]
) -> None:
    assert found(text, kind) == expected


def test_a_number_inside_something_longer_is_not_reported_twice() -> None:
    assert found("on 2-3 March, for 10 days at $5", ShapeKind.NUMBER) == []


@given(st.text(alphabet=st.sampled_from('A bé.1-2,$%“”"@+ Dr19 of日')))
def test_shapes_lie_inside_the_text_and_never_overlap_their_own_kind(text: str) -> None:
    by_kind: dict[ShapeKind, list[Shape]] = {}
    for shape in shapes(text):
        by_kind.setdefault(shape.kind, []).append(shape)
        assert 0 <= shape.start < shape.end <= len(text)
    for same in by_kind.values():
        assert all(a.end <= b.start for a, b in pairwise(same))


WORDS = st.sampled_from(
    "a of May 12th March Twelve one-time 1994, $5 US$3 (2010) Monday daily twice half AD 44 BC"
    " 3.5 million per cent years every two Sept. 5 pm +65 9137 3886 İzmir".split(" ")
)


@given(st.lists(WORDS).map(" ".join))
def test_a_text_has_the_same_figures_whether_or_not_it_has_an_address(text: str) -> None:
    address = "; www.example.org"
    beside = [shape for shape in shapes(text + address) if shape.kind is not ShapeKind.URL]
    assert [*shapes(text)] == beside
