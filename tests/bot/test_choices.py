"""Questions that offer their answers: which they offer, and which one a text gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.choices import choices, chosen, compares


@pytest.mark.parametrize(
    ("question", "text", "given"),
    [
        ("Is the shop open or closed on Mondays?", "It stays closed.", "closed"),
        ("Do I pay by card or in cash?", "Bring cash, please.", "cash"),
        ("Did it turn red or did it stay black and white?", "black and white", "black and white"),
        ("Which film is longer, Spectre or Skyfall?", "Skyfall's first cut", "Skyfall"),
        ("Who won, Ann Lind or Bo Holm?", "It was Bo Holm who won", "Bo Holm"),
        ("Which is heavier, the red box or the blue box?", "The blue box is.", "blue"),
        ("Which film is longer, Spectre or Skyfall?", "Spectre and Skyfall", None),
        ("Which film is longer, Spectre or Skyfall?", "Spectre, longer than Skyfall", "Spectre"),
        ("Did he leave after lunch or before lunch?", "He left after lunch.", None),
    ],
)
def test_the_one_is_chosen_that_the_text_has(question: str, text: str, given: str | None) -> None:
    offered = choices(question)
    assert offered is not None
    place = chosen(offered, text, 0, len(text))
    assert (place and text[slice(*place)]) == given


@pytest.mark.parametrize(
    "question",
    [
        "Is the shop open?",
        "Which shops are open on Saturdays or Sundays?",
        "What is north, south or west of it?",
        "When was it built, and by whom or what?",
        "Who are Ann, Bo, and Cy (or Di)?",
        "or",
    ],
)
def test_other_questions_offer_none(question: str) -> None:
    assert choices(question) is None


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("Which is dearer, tea or coffee?", "Tea is £2 and coffee £3.", False),
        ("Which is dearer, tea or coffee?", "Coffee is dearer.", True),
        ("Which costs more, tea or coffee?", "Coffee costs a pound more.", True),
        ("Which is dearer, tea or coffee?", "Coffee costs a pound more than tea.", True),
        ("Is the water hot or cold?", "The water is cold.", True),
        ("Is it open or closed?", "It is closed.", True),
    ],
)
def test_a_text_compares_where_it_says_so(question: str, text: str, told: bool) -> None:
    assert compares(question, text) is told


TEXT = st.text(alphabet=st.sampled_from("is who, or a red's ?’é\n")) | st.text()


@given(TEXT, TEXT)
def test_what_is_chosen_lies_in_the_text(question: str, text: str) -> None:
    offered = choices(f"Is {question} or {text}?")
    place = chosen(offered, text, 0, len(text)) if offered else None
    assert place is None or 0 <= place[0] < place[1] <= len(text)
