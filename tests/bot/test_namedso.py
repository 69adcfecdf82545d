"""Contracts name a party once, and then call it what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.engine import Bot
from bot.namedso import named_so
from tests.folders import indexed

if TYPE_CHECKING:
    from pathlib import Path

LEASE = """LEASE

between Northquay Properties Ltd ("the Landlord"), Harrowgate Tools B.V. (the “Tenant”) and
Anna Berg (hereinafter called "the Guarantor").

The Landlord lets to the Tenant the ground floor of 18 Kanaalweg.

Signed on 17 December 2021 by Helena Voss for the Landlord and Carl Ott for the Tenant.
"""


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is the landlord?", "Northquay Properties Ltd"),
        ("who's the tenant", "Harrowgate Tools B.V."),
        ("Who is the guarantor of the lease?", "Anna Berg"),
    ],
)
def test_a_party_is_who_the_contract_says_it_is(tmp_path: Path, question: str, name: str) -> None:
    answer = Bot(indexed(tmp_path, {"lease.txt": LEASE})).ask(question)

    assert answer.citations[0].cited_text.startswith("between Northquay")
    assert answer.short_answer is not None
    assert answer.short_answer.text == name
    start, end = answer.short_answer.start_char_index, answer.short_answer.end_char_index
    assert LEASE[start:end] == name


@pytest.mark.parametrize(
    "question",
    [
        "Who signed for the landlord?",
        "Who is the tenant's lawyer?",
        "Where is the landlord?",
        "Who is the buyer?",
    ],
)
def test_what_is_asked_about_a_party_is_not_who_it_is(question: str) -> None:
    assert named_so(question, LEASE) is None


@pytest.mark.parametrize(
    "text", ['("the Landlord") of the house', 'it is a small house ("the landlord")', '("")', "(”"]
)
def test_a_bracket_without_a_name_before_it_names_nobody(text: str) -> None:
    assert named_so("Who is the landlord?", text) is None
