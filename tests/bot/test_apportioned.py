"""Of several amounts, each for something, the one for what is asked about."""

from __future__ import annotations

import pytest

from bot.apportioned import amount

RENT = "The rent is £48 for a full plot and £26 for a half plot, payable by 31 March."
FEES = "The fee is 90 euros for members, 75 euros for youths, and 10 euros per friend."
WHOLE = "The repair cost £180, more than the £150 agreed for it."


@pytest.mark.parametrize(
    ("question", "text", "taken", "meant"),
    [
        ("What is the rent of a half plot?", RENT, "£48", "£26"),
        ("What is the rent of a full plot?", RENT, "£48", "£48"),
        ("What is the rent of a plot?", RENT, "£48", "£48"),
        ("When is the rent of a half plot due?", RENT, "31 March", "31 March"),
        ("What do youths pay?", FEES, "90 euros", "75 euros"),
        ("What was agreed for the repair?", WHOLE, "£180", "£180"),
    ],
)
def test_the_amount_is_taken_that_is_for_what_is_asked_about(
    question: str, text: str, taken: str, meant: str
) -> None:
    start = text.index(taken)
    assert text[slice(*amount(question, text, start, start + len(taken)))] == meant
