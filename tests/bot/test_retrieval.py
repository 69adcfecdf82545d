"""The passages that are looked at: BM25's best, and definitions from further down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.evidence import Library as Evidence
from bot.question import analyse
from bot.retrieval import search
from index.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from bot.features import Found
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


def found(question: str, law: Retriever, *, limit: int = 5) -> list[Found]:
    return search(analyse(question, law), law, Evidence(), limit=limit)


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
