"""A question is read into weighted terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answertype import AnswerType
from bot.question import analyse, relation

if TYPE_CHECKING:
    from index.library import Library


def test_function_words_are_no_terms_and_weights_sum_to_one(library: Library) -> None:
    question = analyse("When were the Bogor Goals adopted?", library.snapshot())

    assert question.terms == ("bogor", "goal", "adopt")
    assert sum(question.weights) == pytest.approx(1)
    assert question.asked.type is AnswerType.DATE


def test_missing_words_are_named_as_they_were_typed(library: Library) -> None:
    question = analyse("What is the Zookeeper’s meal allowance?", library.snapshot())

    assert question.missing == ("Zookeeper’s", "allowance")


@pytest.mark.parametrize("asks", ["goes", "is going", "happens", "gets"])
def test_words_that_only_ask_are_not_told_as_missing(library: Library, asks: str) -> None:
    question = analyse(f"What {asks} into the policy of the zookeepers?", library.snapshot())

    assert question.missing == ("zookeepers",)
    assert not analyse(f"What {asks} into the policy?", library.snapshot()).lacks_a_key_term


def test_words_that_only_ask_weigh_less(library: Library) -> None:
    question = analyse("What is the name of the policy of Ana?", library.snapshot())

    assert dict(zip(question.terms, question.weights, strict=True))["name"] < 0.25


@pytest.mark.parametrize("asked", ["How long is the meeting?", "How often is there a meeting?"])
def test_how_long_and_how_often_ask_for_a_time_and_not_for_a_word(
    library: Library, asked: str
) -> None:
    question = analyse(asked, library.snapshot())

    assert question.terms == ("meet",)
    assert question.missing == ()


@pytest.mark.parametrize("asked", ["phone number", "e-mail address"])
def test_the_number_of_a_telephone_is_no_word_to_look_for(library: Library, asked: str) -> None:
    question = analyse(f"What is the {asked} of Ana Lind?", library.snapshot())

    assert not {"number", "address"} & {*question.missing, *question.terms}


def test_how_long_alone_is_all_there_is_to_look_for(library: Library) -> None:
    assert analyse("How long?", library.snapshot()).terms == ("long",)


def test_no_word_that_only_asks_is_key(library: Library) -> None:
    assert not analyse("What happened at the meeting?", library.snapshot()).lacks_a_key_term
    assert analyse("What vanished at the meeting?", library.snapshot()).lacks_a_key_term


def test_a_question_of_function_words_keeps_them(library: Library) -> None:
    assert analyse("Who is it?", library.snapshot()).terms == ("who", "is", "it")


def test_a_question_without_words_has_no_terms(library: Library) -> None:
    assert analyse("…?", library.snapshot()).terms == ()


@pytest.mark.parametrize(
    ("term", "other", "expected"),
    [("elect", "elect", 1), ("elect", "elector", 0.5), ("popul", "pope", 0), ("meal", "meat", 0)],
)
def test_derived_words_are_related(term: str, other: str, expected: float) -> None:
    assert relation(term, other) == expected
    assert relation(other, term) == expected
