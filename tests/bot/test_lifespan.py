"""Of the two dates of a life, the one that is asked for answers outright."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import lifespan
from bot.engine import Bot
from tests.folders import indexed

if TYPE_CHECKING:
    from pathlib import Path

ADA = "Ada King (10 December 1815 – 27 November 1852) was an English mathematician and writer."


@pytest.mark.parametrize(
    ("question", "date"),
    [
        ("When was Ada King born?", "10 December 1815"),
        ("When did Ada King die?", "27 November 1852"),
    ],
)
def test_the_date_that_is_asked_for_answers(tmp_path: Path, question: str, date: str) -> None:
    short = Bot(indexed(tmp_path, {"ada.txt": f"{ADA}\n"})).ask(question).short_answer

    assert short is not None
    assert short.text == date
    assert ADA[short.start_char_index : short.end_char_index] == date


@pytest.mark.parametrize(
    ("life", "born"),
    [
        ("(December 10, 1815 – November 27, 1852)", "December 10, 1815"),
        ("(née Byron; 1815-1852)", "1815"),
        ("(23 BC – 79 AD)", None),  # no figures of a year
        ("(1815)", None),
    ],
)
def test_dates_of_a_life_are_two_in_brackets(life: str, born: str | None) -> None:
    start, end = lifespan.date("When was she born?", life, 1, 5)

    assert life[start:end] == (born or life[1:5])


def test_whoever_asks_for_both_gets_both() -> None:
    assert lifespan.date("When was Ada born, and when did she die?", ADA, 10, 45) == (10, 45)
