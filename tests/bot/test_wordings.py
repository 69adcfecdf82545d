"""Definitions, initials spelt out and lists begun are preferred where they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.engine import Bot
from bot.extraction import model
from bot.wordings import GIVEN
from index.library import Library

if TYPE_CHECKING:
    from pathlib import Path

MANUAL = """# pack

pack keeps files in archives.

## -v, --verbose

List every file.

## -V

Print the version of pack.

## Notes

The -v option of pack may be given twice, which -V may not.
"""

PAPER = """# Quorum

The board does not make decisions alone.

The quorum was raised to nine members in 2019. Nobody spoke against the quorum.

A quorum is the number of members who must be present for a vote. It is checked at the door.

The Central Harbour Authority (CHA) keeps the register. The CHA meets in May.

## Members

These are the members of the board:

- Ana Lind
- Bo Holm

## Votes

The board makes its decisions by consensus.

## Words

The board speaks of members and not of owners, because nobody owns it.
"""


@pytest.fixture
def paper_bot(tmp_path: Path) -> Bot:
    """A bot over one paper."""
    return over(tmp_path, PAPER)


def over(folder: Path, text: str) -> Bot:
    (folder / "text.md").write_text(text, encoding="utf-8")
    library = Library(folder)
    library.update()
    return Bot(library)


def first(bot: Bot, question: str) -> str:
    return bot.ask(question).citations[0].cited_text


def test_a_definition_is_asked_for_and_quoted(paper_bot: Bot) -> None:
    assert "is the number of members" in first(paper_bot, "What is a quorum?")


def test_how_it_is_done_is_not_answered_by_that_it_is_not(paper_bot: Bot) -> None:
    assert "consensus" in first(paper_bot, "How does the board make decisions?")


def test_what_is_said_of_one_thing_and_not_of_another_is_no_denial(paper_bot: Bot) -> None:
    quoted = first(paper_bot, "Why does the board speak of members instead of owners?")

    assert "speaks of members" in quoted


def test_initials_are_spelt_out(paper_bot: Bot) -> None:
    assert "Central Harbour Authority" in first(paper_bot, "What does CHA stand for?")


def test_a_question_for_a_list_gets_its_introduction_and_its_items(paper_bot: Bot) -> None:
    quoted = first(paper_bot, "Who are the members of the board?")

    assert quoted.startswith("These are the members")
    assert quoted.endswith("Bo Holm")


def test_an_option_is_explained_where_its_paragraph_begins_with_it(tmp_path: Path) -> None:
    bot = over(tmp_path, MANUAL)

    assert first(bot, "What does pack -v do?").startswith("List every file")
    assert "Print the version" in first(bot, "What does pack -V do?")


LEAFLET = """# Calmorin

## Tests

If you are to have a skin test, stop taking Calmorin three days before it.

## Dose

Take one tablet of Calmorin in the evening.

## Driving

Do not drive until two hours have passed.

## Machines

Do not drive on the day of a test.
"""


@pytest.mark.parametrize(
    ("question", "advice"),
    [
        ("When should I take Calmorin?", "Take one tablet"),
        ("When should I stop taking Calmorin?", "If you are to have a skin test"),
        ("When should I drive?", "Do not drive until"),
        ("When should I not drive?", "Do not drive"),
    ],
)
def test_when_to_do_something_is_not_answered_by_when_to_stop_it(
    tmp_path: Path, question: str, advice: str
) -> None:
    explanation = over(tmp_path, LEAFLET).ask(question, explain=True).explanation

    assert explanation is not None
    assert explanation["sentences"][0]["text"].startswith(advice)


PRICES = """# Tickets

- Adults: £11.50
- Children aged 5 to 15: £6
- Family ticket (two adults, three children): £29
"""


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("How much is an adult ticket?", "Adults: £11.50"),
        ("How much is a family ticket?", "Family ticket"),
        ("How much is a family ticket for two adults?", "Family ticket"),
    ],
)
def test_of_a_list_the_item_is_quoted_that_is_labelled_so(
    tmp_path: Path, question: str, item: str
) -> None:
    assert first(over(tmp_path, PRICES), question).startswith(item)


def test_an_item_that_is_labelled_so_but_names_no_day_does_not_say_when(tmp_path: Path) -> None:
    course = "# Course\n\nThe excursion is on 3 March.\n\n- Excursion: 20 %\n- Term paper: 15 %\n"
    bot = over(tmp_path, course)

    assert "3 March" in first(bot, "When is the excursion?")
    assert first(bot, "How much does the excursion count?") == "Excursion: 20 %"


INGREDIENTS = """# Plum cake

- 1 kg plums
- 150 g butter, soft
- 2 large free-range eggs
- 1.5 dl cream

Beat the butter with the sugar, then add the eggs one at a time, and the cream.
"""


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("How much butter do I need for the plum cake?", "150 g butter, soft"),
        ("How many eggs does the plum cake need?", "2 large free-range eggs"),
        ("how much cream for plum cake", "1.5 dl cream"),
    ],
)
def test_how_much_of_a_thing_says_the_item_that_is_an_amount_of_it(
    tmp_path: Path, question: str, item: str
) -> None:
    assert first(over(tmp_path, INGREDIENTS), question) == item


def test_the_given_weights_are_those_of_the_model() -> None:
    assert {name: model().weights[name] for name in GIVEN} == GIVEN
