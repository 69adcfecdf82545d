"""What the documents call by another word is found, and what they call by the same is preferred."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.engine import Bot
from bot.question import analyse
from tests.folders import indexed

if TYPE_CHECKING:
    from pathlib import Path

COURSE = """# The course

The final examination takes place on 12 May in room 4. Attendance at the lectures is compulsory.

The lamp has a weight of 1.3 kg. The fan is the strong one, and the loud one.
"""


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("When is the final exam?", "12 May"),
        ("Is attendance at the lectures mandatory?", "compulsory"),
        ("How heavy is the lamp?", "1.3 kg"),
    ],
)
def test_what_is_called_otherwise_is_found(tmp_path: Path, question: str, quoted: str) -> None:
    answer = Bot(indexed(tmp_path, {"course.md": COURSE})).ask(question)

    assert answer.status == "answered"
    assert quoted in answer.citations[0].cited_text


def test_what_does_not_speak_of_it_by_the_other_word_either_is_less_sure(tmp_path: Path) -> None:
    pump = (
        "# The pump\n\nAt full load the pump draws 850 watts, and it is as loud as 52 decibels.\n"
    )
    bot = Bot(indexed(tmp_path, {"course.md": COURSE, "pump.md": pump}))

    loud, heavy = bot.ask("How loud is the pump?"), bot.ask("How heavy is the pump?", explain=True)
    assert heavy.confidence < loud.confidence / 2
    assert (heavy.explanation or {})["confidence"]["adds"]["lacks_other_word"] < 0


def test_no_word_that_a_document_has_gives_way(tmp_path: Path) -> None:
    both = COURSE + "\nThe mock exam is in April.\n"
    retriever = indexed(tmp_path, {"course.md": both}).snapshot()

    assert analyse("When is the final exam?", retriever).terms == ("final", "exam")


def test_nobody_is_told_of_a_slip_where_a_superlative_was_typed(tmp_path: Path) -> None:
    answer = Bot(indexed(tmp_path, {"course.md": COURSE})).ask("Which fan is the strongest?")

    assert answer.interpreted_as == "Which fan is the strongest?"
    assert "strong one" in answer.citations[0].cited_text
