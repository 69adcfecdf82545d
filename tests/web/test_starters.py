"""The questions on the empty page: only those that get an answer, found once per index state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from bot.answers import Status
from index.library import Library
from web.starters import SHOWN, Starters

if TYPE_CHECKING:
    from pathlib import Path

    from web.app import Quoth

LAWS = "".join(f"The Act{letter} Law is a law.\n\n" for letter in "ABCDEFGHIJ")


class Bot:
    """Answers what is not about Act A, and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, question: str) -> Any:
        self.asked.append(question)
        status = Status.NOT_FOUND if "ActA" in question else Status.ANSWERED
        return type("Answer", (), {"status": status})


class Parts:
    """A bot and a library, as the application has them."""

    def __init__(self, library: Library) -> None:
        self.bot = Bot()
        self.library = library


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    (tmp_path / "laws.txt").write_text(f"Laws\n\n{LAWS}")
    library = Library(tmp_path)
    library.update()
    return Parts(library)


def questions(starters: Starters, parts: Parts) -> tuple[str, ...]:
    return starters.questions(cast("Quoth", parts))


def test_only_questions_that_get_an_answer_are_shown(parts: Parts) -> None:
    shown = questions(Starters(), parts)

    assert len(shown) == SHOWN
    assert shown[0] == "What is the ActB Law?"


def test_better_questions_of_one_document_are_asked_once(parts: Parts) -> None:
    starters, quoth = Starters(), cast("Quoth", parts)
    [laws] = [str(row.id) for row in parts.library.documents()]
    first = starters.better(quoth, [laws, laws])
    asked = parts.bot.asked[:]

    assert first == ("What is the ActB Law?", "What is the ActC Law?", "What is the ActD Law?")
    assert starters.better(quoth, [laws]) == first
    assert starters.questions(quoth)[: len(first)] == first
    assert parts.bot.asked[: len(asked)] == asked
    assert len(set(parts.bot.asked)) == len(parts.bot.asked)


def test_they_are_found_once_until_the_index_changes(parts: Parts) -> None:
    starters = Starters()
    first = questions(starters, parts)
    asked = len(parts.bot.asked)

    assert questions(starters, parts) == first
    assert len(parts.bot.asked) == asked
    (parts.library.corpus / "more.txt").write_text(
        "More\n\nThe Bogor Goals were adopted in 1994.\n"
    )
    parts.library.update()
    assert "When were the Bogor Goals adopted?" in questions(starters, parts)
