"""A quotation can be read on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.engine import Bot
from index.library import Library
from tests.folders import indexed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "question", "quoted"),
    [
        (
            "The canal was dug by convicts. It was opened in 1827 by the mayor of Veldhaven.",
            "When was the canal opened?",
            "The canal was dug by convicts. It was opened in 1827 by the mayor of Veldhaven.",
        ),
        (
            (
                "The harbour was closed last autumn after long talks with the pilots of the port. "
                "The reason was silt that the tide brings in. Ships go to Oster."
            ),
            "Why was the harbour closed last autumn?",
            (
                "The harbour was closed last autumn after long talks with the pilots of the port. "
                "The reason was silt that the tide brings in."
            ),
        ),
        (
            (
                "For questions about the harbour please call:\n\nAnna Holm, +47 2255 3386\n\n"
                "The office opens at nine in the morning on working days."
            ),
            "Whom should I call with questions about the harbour?",
            "For questions about the harbour please call:\n\nAnna Holm, +47 2255 3386",
        ),
    ],
)
def test_a_sentence_brings_what_it_cannot_be_read_without(
    tmp_path: Path, text: str, question: str, quoted: str
) -> None:
    (tmp_path / "harbour.txt").write_text("The harbour\n\n" + text, encoding="utf-8")
    library = Library(tmp_path)
    library.update()

    assert quoted in Bot(library).ask(question).citations[0].cited_text


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("The canal was opened by the mayor in 1827.", "1827"),
        ("The canal was opened by the mayor, but not in 1827.", None),
    ],
)
def test_what_a_sentence_denies_is_no_short_answer(
    tmp_path: Path, text: str, short: str | None
) -> None:
    (tmp_path / "harbour.txt").write_text("The harbour\n\n" + text, encoding="utf-8")
    library = Library(tmp_path)
    library.update()

    answer = Bot(library).ask("When was the canal opened?")

    assert answer.citations
    assert (answer.short_answer.text if answer.short_answer else None) == short


def test_the_next_question_of_a_list_of_them_is_not_quoted_along(tmp_path: Path) -> None:
    (tmp_path / "pool.txt").write_text(
        "The pool\n\nQ: Can I bring my dog to the pool?\nA: No, animals stay outside.\n\n"
        "Q: Where do I park at the pool?\nA: Behind the building, where there are forty places.\n\n"
        "Q: How deep is the pool?\nA: It is two metres deep.\n",
        encoding="utf-8",
    )
    library = Library(tmp_path)
    library.update()

    first = Bot(library).ask("Where can I park at the pool?").citations[0].cited_text

    assert "Behind the building" in first
    assert first.count("Q:") == 1


def test_a_short_item_of_a_list_is_quoted_without_the_next(tmp_path: Path) -> None:
    prices = "# Prices\n\n- Cinnamon bun: 32 kr\n- Filter coffee: 28 kr\n- Apple cake: 45 kr\n"

    answer = Bot(indexed(tmp_path, {"prices.md": prices})).ask("How much is a cinnamon bun?")

    assert [citation.cited_text for citation in answer.citations] == ["Cinnamon bun: 32 kr"]
