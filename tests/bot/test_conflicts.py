"""Documents that disagree are both quoted, and the disagreement is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.engine import Bot
from index.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answers import Answer

OLD = "Staff may spend 40 euros a day on meals when they travel."


def ask(folder: Path, question: str, **texts: str) -> Answer:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(f"The {name} policy\n\n{text}\n", encoding="utf-8")
    library = Library(folder)
    library.update()
    return Bot(library).ask(question)


@pytest.mark.parametrize(
    ("question", "old", "new", "reason"),
    [
        (
            "How much may staff spend on meals when they travel?",
            OLD,
            "Staff may spend 55 euros a day on meals when they travel.",
            "another sum",
        ),
        (
            "When are receipts for travel due at the finance office?",
            "Receipts for travel are due at the finance office on 3 March 2024.",
            "Receipts for travel are due at the finance office on 9 May 2025.",
            "another date",
        ),
    ],
)
def test_another_figure_in_the_same_terms_is_shown_beside_the_first(
    tmp_path: Path, question: str, old: str, new: str, reason: str
) -> None:
    answer = ask(tmp_path, question, old=old, new=new)

    [conflict] = answer.conflicts
    assert conflict.reason == reason
    quoted = {answer.citations[number - 1].cited_text for number in conflict.citations}
    assert quoted == {old, new}


def test_a_denial_is_a_conflict(tmp_path: Path) -> None:
    answer = ask(
        tmp_path,
        "Are receipts needed for meals in the canteen?",
        old="Receipts are needed for all meals in the canteen.",
        new="Receipts are not needed for meals in the canteen.",
    )

    assert [conflict.reason for conflict in answer.conflicts] == ["one of them denies it"]


@pytest.mark.parametrize(
    "other",
    [
        OLD,  # the same again
        "Staff may spend 40 euros a day on meals when they travel, since 2024.",
        "Guests may spend 55 euros a night on hotels in Paris.",
        "Staff who travel are asked to eat well.",
        "Staff may spend 55 euros a day on meals that the cook of the ship Aurora prepares.",
    ],
)
def test_what_does_not_contradict_is_no_conflict(tmp_path: Path, other: str) -> None:
    answer = ask(tmp_path, "How much may staff spend on meals a day?", old=OLD, new=other)

    assert "40 euros" in answer.answer
    assert answer.conflicts == ()


def test_one_document_does_not_contradict_itself(tmp_path: Path) -> None:
    answer = ask(
        tmp_path,
        "How much could staff spend a day on meals?",
        old=f"In 2023 staff could spend 30 euros a day on meals. In 2024 {OLD.lower()}",
    )

    assert answer.conflicts == ()
