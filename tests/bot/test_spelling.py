"""A slip of the keyboard is forgiven where the documents have the word that was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import Status
from bot.spelling import corrected
from tests.folders import indexed

if TYPE_CHECKING:
    from pathlib import Path

    from bot.engine import Bot
    from index.library import Library


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Recipts", "Receipts"),  # a letter too few
        ("receiipts", "receipts"),  # too many
        ("receupts", "receipts"),  # wrong
        ("reciepts", "receipts"),  # changed about
        ("Indonessia", "Indonesia"),
    ],
)
def test_a_word_one_slip_away_from_one_of_the_documents_is_read_as_that(
    library: Library, typed: str, meant: str
) -> None:
    question = f"What about {typed}, please?"
    assert corrected(question, library.snapshot()) == f"What about {meant}, please?"


@pytest.mark.parametrize(
    "word",
    [
        "receipts",  # a word of the documents
        "deceipts",  # the first letter is hardly ever wrong
        "recepits2",
        "mals",  # too short to tell
        "RECIEPTS",  # initials
        "quarterly",
    ],
)
def test_other_words_stay_as_they_are(library: Library, word: str) -> None:
    assert corrected(f"What about {word}?", library.snapshot()) == f"What about {word}?"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("breastfeeding", "breast-feeding"), ("Email", "E-mail"), ("carpet", "carpet")],
)
def test_two_words_of_the_documents_that_are_typed_as_one_are_read_as_two(
    tmp_path: Path, typed: str, meant: str
) -> None:
    leaflet = "Not while breast-feeding. Send an e-mail. No pet may be left alone in the car.\n"
    retriever = indexed(tmp_path, {"leaflet.txt": leaflet}).snapshot()

    assert corrected(f"What about {typed}?", retriever) == f"What about {meant}?"


def test_the_answer_shows_how_the_question_was_read(bot: Bot) -> None:
    answer = bot.ask("When are reciepts for travel due?")

    assert answer.status is Status.ANSWERED
    assert answer.interpreted_as == "When are receipts for travel due?"
    assert "two weeks" in answer.answer


def test_a_correction_that_leads_nowhere_is_not_made(bot: Bot) -> None:
    answer = bot.ask("Which astronaut lost reciepts on the moon?")

    assert answer.status is Status.NOT_FOUND
    assert "reciepts" in answer.interpreted_as
    assert "reciepts" in answer.missing_terms


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(text=st.text(max_size=60))
def test_any_text_has_a_reading(library: Library, text: str) -> None:
    assert isinstance(corrected(text, library.snapshot()), str)
