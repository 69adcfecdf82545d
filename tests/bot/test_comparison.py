"""`quoth index --compare`: which answers a reindex changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from bot.comparison import Told, compare, questions_in
from bot.evaluation import GoldQuestion
from index.errors import InvalidQuestions
from web.command import quoth

if TYPE_CHECKING:
    from pathlib import Path

ADOPTED = "When were the Bogor Goals adopted?"
MEALS = "How much may staff spend on meals?"


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Two questions, one a line."""
    path = tmp_path / "questions.txt"
    path.write_text(f"{ADOPTED}\n\n{MEALS}\n", encoding="utf-8")
    return path


def indexed(*arguments: str | Path) -> Result:
    command = ["index", *map(str, arguments), "--no-reader"]
    return CliRunner().invoke(quoth, command, env={"QUOTH_CONFIG": "none.toml"})


def edit(corpus: Path) -> None:
    text = (corpus / "goals.md").read_text(encoding="utf-8")
    changed = "# Foreword\n\nRead this.\n\n" + text.replace("in 1994", "in 1995")
    (corpus / "goals.md").write_text(changed, encoding="utf-8")


def test_only_the_answers_that_changed_are_told(corpus: Path, questions: Path) -> None:
    indexed(corpus)
    edit(corpus)

    report = indexed(corpus, "--compare", questions).stdout

    assert "1 updated" in report
    assert "1 of 2 answers changed" in report
    before, after = report.splitlines()[-2:]
    assert before.startswith("  before  answered: “The Bogor Goals are")
    assert before.endswith("1994.” (goals.md)")
    assert after.endswith("1995.” (goals.md)")
    assert MEALS not in report


def test_for_programs_both_answers_are_json(corpus: Path, questions: Path) -> None:
    indexed(corpus)
    (corpus / "goals.md").unlink()

    found = json.loads(indexed(corpus, "--compare", questions, "--json").stdout)

    assert found["removed"] == ["goals.md"]
    (changed,) = found["compared"]["changed"]
    assert changed["question"] == ADOPTED
    assert changed["before"]["source"] == "goals.md"
    assert changed["after"] == {"status": "not_found", "quotation": None, "source": None}


def test_without_an_index_everything_is_new(corpus: Path, questions: Path) -> None:
    report = indexed(corpus, "--compare", questions).stdout

    assert "2 of 2 answers changed" in report
    assert "before  no index" in report


def test_gold_questions_are_asked_with_their_history(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    history = [{"question": ADOPTED, "answer": "In 1994."}]
    gold = {"question": "And where?", "answers": ["Bogor"], "history": history}
    path.write_text(json.dumps(gold), encoding="utf-8")

    (found,) = questions_in(path)

    assert (found.question, found.history) == ("And where?", ((ADOPTED, "In 1994."),))


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("\n\n")

    with pytest.raises(InvalidQuestions, match="one a line"):
        questions_in(tmp_path / "empty.txt")


def test_the_same_answer_is_no_change() -> None:
    asked = [GoldQuestion(ADOPTED, ())]
    told = [Told("answered", "They were adopted in 1994.", "goals.md")]

    assert compare(asked, told, list(told)).changed == ()
