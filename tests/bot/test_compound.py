"""A question that joins several is answered part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Status
from bot.compound import MOST_PARTS, parts

if TYPE_CHECKING:
    from bot.engine import Bot


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "When were they adopted, and where?",
            ["When were they adopted?", "Where?"],
        ),
        (
            "Who leads the delegation? When does it meet?",
            ["Who leads the delegation?", "When does it meet?"],
        ),
        (
            "Where is Guangzhou, what happens there in 2026, and who is coming?",
            ["Where is Guangzhou?", "What happens there in 2026?", "Who is coming?"],
        ),
        ("How and why did they meet?", ["How did they meet?", "Why did they meet?"]),
        ("Is it a treaty; who decides?", ["Is it a treaty?", "Who decides?"]),
    ],
)
def test_joined_questions_come_apart(question: str, expected: list[str]) -> None:
    assert parts(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Which economies trade with Chile and Peru?",
        "When the meeting was over, where did they go?",
        "What do leaders say about when and how to act?",
        "What is the name of the man, who led the talks?",
        "goals and when",
        "The delegation is led by whom?",
        "Who?",
    ],
)
def test_one_question_stays_whole(question: str) -> None:
    assert parts(question) == [question]


@given(st.text(max_size=300))
def test_any_text_has_between_one_and_a_few_parts(text: str) -> None:
    assert 1 <= len(parts(text)) <= MOST_PARTS


def test_every_part_is_answered_with_a_quotation(bot: Bot) -> None:
    answer = bot.ask("When were the Bogor Goals adopted, and how much may staff spend on meals?")

    assert answer.status is Status.ANSWERED
    assert answer.unanswered == ()
    cited = [citation.cited_text for citation in answer.citations]
    assert any("1994" in text for text in cited)
    assert any("40 euros" in text for text in cited)


def test_a_part_that_is_not_answered_is_named(bot: Bot) -> None:
    answer = bot.ask("When were the Bogor Goals adopted, and who won the football final?")

    assert answer.status is Status.PARTIAL
    assert answer.unanswered == ("Who won the football final?",)
    assert any("1994" in citation.cited_text for citation in answer.citations)
    assert {"football"} <= set(answer.missing_terms)


def test_a_later_part_is_read_with_the_one_before(bot: Bot) -> None:
    answer = bot.ask("When were the Bogor Goals adopted, and where?")

    assert answer.interpreted_as.endswith("Where were the Bogor Goals adopted?")
    assert answer.status is Status.ANSWERED
    assert len(answer.citations) == 1  # one sentence says both


def test_where_no_part_is_answered_nothing_is(bot: Bot) -> None:
    answer = bot.ask("Who won the football final, and which goalkeeper was injured?")

    assert answer.status is Status.NOT_FOUND
    assert answer.answer == ""
    assert answer.unanswered == ()


def test_every_part_is_explained(bot: Bot) -> None:
    answer = bot.ask("When were the Bogor Goals adopted, and who keeps the policy?", explain=True)

    assert answer.explanation is not None
    assert answer.explanation["asks_for"] == "date"
    assert [each["asks_for"] for each in answer.explanation["other_parts"]] == ["person"]
