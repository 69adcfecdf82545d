"""Answers are measured as SQuAD measures them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.evaluation import (
    GoldQuestion,
    auroc,
    calibration_error,
    compare,
    contains,
    evaluate,
    f1,
    normalised,
    read_questions,
    report,
)

if TYPE_CHECKING:
    from pathlib import Path

    from bot.engine import Bot

GOLD = [
    GoldQuestion("When were the Bogor Goals adopted?", ("1994", "in 1994"), "goals.md"),
    GoldQuestion("How much may staff spend on meals a day?", ("40 euros",), "travel.txt"),
    GoldQuestion("Who was the first zookeeper on Mars?", (), answerable=False),
]


def test_a_run_reports_every_measure(bot: Bot) -> None:
    measures = evaluate(bot, GOLD).measures

    assert measures["quote hit@1"] == 1
    assert measures["answer contains"] == 1
    assert measures["passage hit@1"] == 1
    assert measures["right refusals"] == 1
    assert measures["refusal AUROC"] == 1
    assert 0 <= measures["calibration error"] <= 1


def test_reports_are_json_and_a_table(bot: Bot) -> None:
    run = evaluate(bot, GOLD)

    assert json.loads(json.dumps(run.as_json()))["measures"]["questions"] == 2
    assert "quote hit@1" in run.table()
    assert "date" in run.table()


def test_progress_is_told_after_each_question(bot: Bot) -> None:
    steps: list[int] = []
    evaluate(bot, GOLD, progress=lambda: steps.append(1))

    assert len(steps) == len(GOLD)


def test_two_runs_are_compared_question_by_question(bot: Bot) -> None:
    right = evaluate(bot, GOLD)
    wrong = evaluate(bot, [GoldQuestion(gold.question, ("nowhere",)) for gold in GOLD[:2]])

    assert compare(wrong, right)["gained"] == [gold.question for gold in GOLD[:2]]
    assert compare(right, wrong)["lost"] == [gold.question for gold in GOLD[:2]]


def test_an_empty_run_has_a_report() -> None:
    assert report([]).measures["calibration error"] == 0


def test_gold_questions_are_read_from_lines(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    turn = {"question": "What are they?", "answer": "Goals."}
    rows = [
        {"question": "When?", "answers": ["1994"], "history": [turn], "context": "ignored"},
        {"question": "Why?", "answers": [], "answerable": False},
    ]
    file.write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")

    assert read_questions(file) == [
        GoldQuestion("When?", ("1994",), history=(("What are they?", "Goals."),)),
        GoldQuestion("Why?", (), answerable=False),
    ]


@pytest.mark.parametrize(
    ("predicted", "gold", "expected"),
    [("the Bogor", "Bogor", 1), ("", "Bogor", 0), ("Bogor Goals", "Bogor", 2 / 3), ("a", "b", 0)],
)
def test_f1_counts_shared_words(predicted: str, gold: str, expected: float) -> None:
    assert f1(predicted, gold) == pytest.approx(expected)


def test_texts_are_compared_without_case_articles_and_punctuation() -> None:
    assert normalised("The  “U.S.”, an Ally") == "“us” ally"
    assert contains("in Bogor, Indonesia.", ["bogor indonesia"])
    assert not contains("anything", ["", "the"])


def test_auroc_counts_pairs_in_the_right_order() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1
    assert auroc([0.1], [0.9]) == 0
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([], [0.5]) == 0


def test_calibration_error_is_the_gap_between_sure_and_right() -> None:
    assert calibration_error([0.75, 0.75, 0.75, 0.75], [True, True, True, False]) == 0
    assert calibration_error([1.0, 1.0], [False, False]) == 1
