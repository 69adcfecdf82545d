"""Answers as text: readable in a terminal, and harmless as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.transcript import as_markdown, as_text

if TYPE_CHECKING:
    from pathlib import Path

    from bot.engine import Bot
    from index.library import Library


def test_a_terminal_answer_shows_quotations_and_where_they_stand(bot: Bot) -> None:
    text = as_text(bot.ask("When were the Bogor Goals adopted?").as_json())

    assert text.startswith("1994 [1]")
    assert "[1] The Bogor Goals (goals.md" in text


def test_a_refusal_names_the_words_that_no_document_has(bot: Bot) -> None:
    text = as_text(bot.ask("What is the parental leave of zookeepers?").as_json())

    assert "don't answer" in text
    assert "“zookeepers”" in text


def test_a_follow_up_shows_how_it_was_understood(bot: Bot) -> None:
    bot.ask("When were the Bogor Goals adopted?", conversation_id="mine")

    text = as_text(bot.ask("And where?", conversation_id="mine").as_json())

    assert text.startswith("(Where were the Bogor Goals adopted?)")


def test_markdown_has_the_question_the_quotation_and_its_place(bot: Bot) -> None:
    answer = bot.ask("When were the Bogor Goals adopted?").as_json()

    text = as_markdown([answer])

    assert text.startswith("## When were the Bogor Goals adopted?")
    assert "They were adopted by" in text
    assert f"characters {answer['citations'][0]['start_char_index']}–" in text


def test_what_stays_open_and_what_disagrees_is_told(
    bot: Bot, library: Library, corpus: Path
) -> None:
    (corpus / "new.txt").write_text(
        "Staff may spend 55 euros a day on meals when they travel.", encoding="utf-8"
    )
    library.update()
    answer = bot.ask("How much may staff spend on meals a day, and who won the cup?").as_json()

    for text in (as_text(answer), as_markdown([answer])):
        assert "[1] and [2] disagree: another sum" in text
        assert "Not answered: Who won the cup" in text


def test_markup_in_a_document_stays_text(bot: Bot, library: Library, corpus: Path) -> None:
    (corpus / "odd.txt").write_text(
        "The qqzz password is [click](javascript:x) <b>now</b>.", encoding="utf-8"
    )
    library.update()

    text = as_markdown([bot.ask("What is the qqzz password?").as_json()])

    assert "[click](javascript" not in text
    assert "<b>" not in text.replace("\\<", "")
