"""A question is asked about others: they are called otherwise in question and text alike."""

from __future__ import annotations

import random

from training.reader_examples import Example
from training.renaming import Renaming

QUESTION = "When did Ada Lovelace write to Babbage?"
TEXT = "In May 1843, when Ada Lovelace was 27, she sent pages to Charles Babbage. Lovelace wrote."
RENAMING = Renaming(["She gave lessons to Emmy Noether, when Grace Hopper was 12, in Vienna."])


def example(answer: str | None) -> Example:
    start = TEXT.index(answer) if answer else 0
    return Example(QUESTION, TEXT, (start, start + len(answer)) if answer else None)


def renamed(answer: str | None) -> list[Example]:
    """What becomes of it, drawn often enough that everything is exchanged in one or another."""
    seeds = range(60)
    return [
        RENAMING.renamed(example(answer), random.Random(seed))  # noqa: S311  # reproducible
        for seed in seeds
    ]


def test_a_name_gives_way_to_one_that_follows_the_same_word_in_question_and_text() -> None:
    texts = {one.text.partition(" was ")[0][-12:] for one in renamed(None)}

    assert texts == {"Ada Lovelace", "Grace Hopper"}
    assert all(
        ("Grace Hopper" in one.text) == ("Grace Hopper" in one.question) for one in renamed(None)
    )


def test_who_is_named_again_by_a_part_of_the_name_stays_the_same() -> None:
    for one in renamed(None):
        assert one.text.endswith("Hopper wrote." if "Grace" in one.text else "Lovelace wrote.")
        assert one.question.endswith("to Noether?" if "Emmy" in one.text else "to Babbage?")


def test_the_answer_is_followed_to_its_new_place_and_wording() -> None:
    for one in renamed("Charles Babbage"):
        assert one.span
        assert one.text[slice(*one.span)] in ("Charles Babbage", "Emmy Noether")
        assert one.text[one.span[1] :].startswith(". ")


def test_years_and_numbers_give_way_to_others_of_their_kind() -> None:
    years = {int(one.text[slice(*one.span)]) for one in renamed("1843") if one.span}
    ages = {one.text.partition(" was ")[2].partition(",")[0] for one in renamed(None)}

    assert len(years) > 10
    assert all(1803 <= year <= 1883 for year in years)
    assert len(ages) > 10
    assert all(10 <= int(age) <= 31 for age in ages)


def test_months_keep_their_names() -> None:
    assert all(one.text.startswith("In May ") for one in renamed(None))


def test_what_names_nobody_stays_as_it_is() -> None:
    plain = Example("who asks?", "somebody asks, and nobody answers", (0, 8))

    assert RENAMING.renamed(plain, random.Random(1)) == plain  # noqa: S311  # reproducible
