"""Lives: of two dates the one that is asked for, and no other event for a birth or a death."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import lives
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
    start, end = lives.date("When was she born?", life, 1, 5)

    assert life[start:end] == (born or life[1:5])


def test_whoever_asks_for_both_gets_both() -> None:
    assert lives.date("When was Ada born, and when did she die?", ADA, 10, 45) == (10, 45)


LIFE = """In 1948 Adaeze Lindqvist married the painter Olof Brandt. Her father, Carl, was a captain.

She was born on 3 February 1911 in Gothenburg, and died in Visby on 21 November 1987.
"""


@pytest.mark.parametrize(
    "question", ["When was Adaeze Lindqvist born?", "When did Adaeze Lindqvist die?"]
)
def test_a_birth_and_a_death_are_told_in_so_many_words(tmp_path: Path, question: str) -> None:
    answer = Bot(indexed(tmp_path, {"life.txt": LIFE})).ask(question)

    assert answer.citations[0].cited_text.endswith("died in Visby on 21 November 1987.")


def test_when_somebody_married_is_not_when_they_were_born(tmp_path: Path) -> None:
    assert (
        not Bot(indexed(tmp_path, {"life.txt": LIFE})).ask("When was Olof Brandt born?").citations
    )


def test_a_husband_is_whom_somebody_married(tmp_path: Path) -> None:
    answer = Bot(indexed(tmp_path, {"life.txt": LIFE})).ask("Who was Lindqvist's husband?")

    assert answer.citations[0].cited_text.startswith("In 1948")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When was Bismarck born?", "its chancellor, Otto von Bismarck (1862–90), opposed it"),
        ("In what year did Ada die?", "Ada was buried in 1852."),
        ("Who was Antigone's father?", "Antigone was one of the daughters of King Oedipus."),
        ("Who is the wife of Creon?", "Creon was widowed in the war."),
        ("Who bore the children?", "It rained."),
        ("How many were born in 1900?", "There were 12."),
    ],
)
def test_what_may_tell_it_counts_as_told(question: str, text: str) -> None:
    assert not lives.untold(question, text)
