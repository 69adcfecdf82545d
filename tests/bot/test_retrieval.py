"""The passages that are looked at: BM25's best, and definitions from further down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.engine import Bot
from bot.evidence import Library as Evidence
from bot.question import analyse
from bot.retrieval import search
from index.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from bot.matching import Found
    from index.retriever import Retriever

MANY = 12
DUTIES = "A covered work is conveyed: whoever conveys the covered work says what work it is.\n\n"
MEANING = (
    "In these terms, and for the purposes of the other parts of the agreement between the two"
    ' sides, some words have a sense of their own. A "covered work" means the program as it came.'
)


@pytest.fixture
def law(corpus: Path) -> Retriever:
    """A law that says in one passage what it speaks of in all the others."""
    duties = (f"## Duty {number}\n\n{DUTIES}" for number in range(MANY))
    (corpus / "law.md").write_text(f"# Law\n\n{''.join(duties)}## Terms\n\n{MEANING}\n")
    library = Library(corpus)
    library.update()
    return library.snapshot()


def found(question: str, law: Retriever, *, limit: int = 5, more: int = 0) -> list[Found]:
    return search(analyse(question, law), law, Evidence(), limit=limit, more=more)


class Always:
    """A library that stays as it is."""

    def __init__(self, state: Retriever) -> None:
        self._state = state

    def snapshot(self) -> Retriever:
        return self._state


def defines(each: Found) -> bool:
    return any("means the program" in s.text for s in each.evidence.statements)


def test_a_definition_comes_up_from_further_down(law: Retriever) -> None:
    passages = found("What is a covered work?", law)

    assert [defines(each) for each in passages] == [False, False, False, False, True]
    assert passages[-1].rank >= MANY


def test_other_questions_look_at_the_best_passages_alone(law: Retriever) -> None:
    passages = found("Who conveys a covered work?", law)

    assert [each.rank for each in passages] == [0, 1, 2, 3, 4]
    assert not any(map(defines, passages))


def test_no_passage_is_found_twice(law: Retriever) -> None:
    passages = found("What is a covered work?", law, limit=2 * MANY)

    assert len({each.evidence.passage.start for each in passages}) == len(passages)
    assert any(map(defines, passages))


def test_a_definition_stands_before_what_is_only_shown(law: Retriever) -> None:
    passages = found("What is a covered work?", law, limit=5, more=4)

    assert [each.rank for each in passages if not defines(each)] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert [defines(each) for each in passages].index(True) == 4


def test_how_many_passages_are_asked_for_does_not_change_the_answer(law: Retriever) -> None:
    few, many = (
        Bot(Always(law)).ask("What is a covered work?", limit=limit).citations
        for limit in (5, MANY)
    )

    assert "means the program" in many[0].cited_text
    assert [each.cited_text for each in few] == [each.cited_text for each in many]
