"""In a list of questions and answers, what stands under the question answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.engine import Bot
from tests.folders import indexed

if TYPE_CHECKING:
    from pathlib import Path

HANDBOOK = """# Handbook

## 1. How do I copy a file? (And other questions about files)

The store module has duplicate() for that. It keeps the time of the original.

Links are followed.

## How do I convert a string to a number?

Give it to parse(), which takes a base as well.

## How do I convert a number to a string?

Give it to show(). Never convert a number to a string by hand to put it into a file.

## Why is there no loop counter?

Counters were left out in 1994, since most people got them wrong.

## Pitfalls

People copy a file twice, and copy a file into itself: whoever copies a file should look first.
Without a loop counter there is no loop that counts.
"""

NOTES = """Q: Who pays for the boat?
A: The club does, out of the fees.

Q: Who repairs it?
A: Whoever broke it.

The members pay for the fuel, and for the boat of a guest they pay as well.
"""


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    return Bot(indexed(tmp_path, {"handbook.md": HANDBOOK, "notes.txt": NOTES}))


def adds(bot: Bot, question: str) -> dict[str, float]:
    """What the confidence of an answer is made of."""
    explanation = bot.ask(question, explain=True).explanation or {}
    made_of: dict[str, float] = explanation["confidence"]["adds"]
    return made_of


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How do I copy a file?", "The store module has duplicate()"),
        ("how can i copy a file", "The store module has duplicate()"),
        ("How do I convert a string to a number?", "Give it to parse()"),
        ("How do I convert a number to a string?", "Give it to show()"),
        ("Why is there no loop counter?", "Counters were left out"),
        ("Who pays for the boat?", "The club does"),
    ],
)
def test_what_stands_under_the_question_answers_it(bot: Bot, question: str, answer: str) -> None:
    assert answer in bot.ask(question).citations[0].cited_text


def test_where_the_documents_ask_the_very_question_the_answer_is_surer(bot: Bot) -> None:
    assert adds(bot, "How do I copy a file?")["asked_above"] > 1


@pytest.mark.parametrize(
    "question",
    [
        "Why do I copy a file?",  # something else is asked
        "How do I copy a folder tree?",  # about something else
    ],
)
def test_another_question_is_not_settled_by_it(bot: Bot, question: str) -> None:
    assert "asked_above" not in adds(bot, question)
