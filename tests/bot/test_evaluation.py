"""Answers are measured as SQuAD measures them."""

from __future__ import annotations

import json
import sys
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
from bot.plotting import plot
from index.errors import InvalidQuestions, PlotFailed

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

    assert compare(wrong.as_json(), right)["gained"] == [gold.question for gold in GOLD[:2]]
    assert compare(right.as_json(), wrong)["lost"] == [gold.question for gold in GOLD[:2]]


def test_a_run_is_only_compared_with_a_run() -> None:
    with pytest.raises(InvalidQuestions, match="eval --json"):
        compare({"answer": "none"}, report([]))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("no json", "line 2"),
        ('{"answers": []}', "line 2.*'question'"),
        ('{"question": "When?", "answers": [1994]}', "line 2.*1994 is no text"),
        ('["When?"]', "line 2"),
    ],
)
def test_a_line_that_is_no_gold_question_is_named(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(f'{{"question": "Why?", "answers": []}}\n{line}\n', encoding="utf-8")

    with pytest.raises(InvalidQuestions, match=reason):
        read_questions(file)


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_a_run_is_drawn(bot: Bot, tmp_path: Path, suffix: str) -> None:
    picture = tmp_path / f"run.{suffix}"
    plot(evaluate(bot, GOLD), picture)

    assert picture.stat().st_size > 1_000


def test_a_picture_of_no_known_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlotFailed, match="sketch"):
        plot(report([]), tmp_path / "run.sketch")


def test_without_matplotlib_a_plot_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)

    with pytest.raises(PlotFailed, match="pip install"):
        plot(report([]), tmp_path / "run.svg")


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
