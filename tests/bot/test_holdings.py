"""Questions about the documents themselves are answered by sentences of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answers import Status
from bot.engine import Bot
from index.library import Library
from tests.folders import write

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answers import Answer

TEXTS = {
    "goals.md": "# The Bogor Goals\n\nThe Bogor Goals are free and open trade in the Asia-Pacific."
    "\n\nThey were adopted by the leaders of APEC in 1994.\n\nEvery economy still has tariffs.\n",
    "fishing.md": "# Fishing\n\nIn short:\n\nThis report says what APEC does about fishing without"
    " a permit.\n\nIt costs economies dear. Fishing harms them more than tariffs do.\n",
    "travel.txt": "Travel policy\n\nStaff may spend 40 euros a day on meals when they travel.\n",
}


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    library = Library(write(tmp_path / "corpus", TEXTS), tmp_path / "index")
    library.update()
    return Bot(library)


def quoted(answer: Answer) -> dict[str, str]:
    return {citation.source: citation.cited_text for citation in answer.citations}


def test_each_document_that_mentions_something_is_quoted_where_it_does(bot: Bot) -> None:
    answer = bot.ask("Which documents mention tariffs?")

    assert answer.status is Status.ANSWERED
    assert quoted(answer) == {
        "goals.md": "Every economy still has tariffs.",
        "fishing.md": "Fishing harms them more than tariffs do.",
    }
    assert {passage.source for passage in answer.passages} == {"goals.md", "fishing.md"}
    assert answer.short_answer is None


def test_a_slip_in_what_is_to_be_mentioned_is_forgiven(bot: Bot) -> None:
    assert quoted(bot.ask("Which documents mention tarifs?")).keys() == {"goals.md", "fishing.md"}


@pytest.mark.parametrize(
    ("topic", "missing"), [("penguins", ("penguins",)), ("the fishing policy", ())]
)
def test_what_no_document_mentions_whole_is_refused(
    bot: Bot, topic: str, missing: tuple[str, ...]
) -> None:
    answer = bot.ask(f"Which documents mention {topic}?")

    assert (answer.status, answer.citations) == (Status.NOT_FOUND, ())
    assert answer.missing_terms == missing
    assert bool(answer.passages) == (not missing)


def test_what_documents_say_is_quoted_though_a_word_of_it_is_missing(bot: Bot) -> None:
    said = bot.ask("What do these documents say about tariffs?")
    partly = bot.ask("What do these documents say about euros that staff may squander on meals?")

    assert quoted(said).keys() == {"goals.md", "fishing.md"}
    assert partly.missing_terms
    assert quoted(partly).keys() == {"travel.txt"}


def test_what_documents_are_about_is_told_by_what_introduces_each(bot: Bot) -> None:
    answer = bot.ask("What are these documents about?")

    assert answer.status is Status.ANSWERED
    assert quoted(answer) == {
        "goals.md": "The Bogor Goals are free and open trade in the Asia-Pacific.",
        "fishing.md": "This report says what APEC does about fishing without a permit.",
        "travel.txt": "Staff may spend 40 euros a day on meals when they travel.",
    }


@pytest.mark.parametrize("name", ["the travel policy", "travel.txt", "the policy document"])
def test_what_one_document_is_about_is_told_of_that_one(bot: Bot, name: str) -> None:
    assert quoted(bot.ask(f"What is {name} about?")).keys() == {"travel.txt"}


def test_what_this_is_about_can_be_asked_of_chosen_documents(bot: Bot) -> None:
    [fishing] = {c.document_id for c in bot.ask("What is fishing.md about?").citations}

    assert quoted(bot.ask("What is this about?", documents=[fishing])).keys() == {"fishing.md"}
    assert quoted(bot.ask("documents about APEC", documents=[fishing])).keys() == {"fishing.md"}


@pytest.mark.parametrize("question", ["What is this about?", "What is fishing.md about?"])
def test_a_chosen_document_that_is_gone_is_about_nothing(bot: Bot, question: str) -> None:
    assert bot.ask(question, documents=["gone"]).status is Status.NOT_FOUND


def test_a_title_that_no_document_has_is_an_ordinary_question(bot: Bot) -> None:
    answer = bot.ask("What is the parliament of Norway about?")

    assert answer.status is Status.NOT_FOUND
    assert "Norway" in answer.missing_terms


def test_an_empty_library_is_about_nothing(tmp_path: Path) -> None:
    library = Library(write(tmp_path / "empty", {}), tmp_path / "index")
    library.update()

    assert Bot(library).ask("What is this about?").status is Status.NOT_FOUND


def test_parts_of_a_question_may_ask_about_documents_and_about_the_world(bot: Bot) -> None:
    answer = bot.ask("Which documents mention meals and when were the Bogor Goals adopted?")

    assert answer.status is Status.ANSWERED
    assert "40 euros" in answer.answer
    assert "in 1994" in answer.answer
