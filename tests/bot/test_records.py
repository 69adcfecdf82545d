"""Conversations and feedback are kept beside the index, and survive whoever wrote them."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

from bot.records import Records

if TYPE_CHECKING:
    from pathlib import Path

    from bot.engine import Bot


def test_a_conversation_that_never_was_has_no_turns(records: Records) -> None:
    assert records.turns("nobody") == []


def test_turns_come_back_in_their_order(records: Records, bot: Bot) -> None:
    for question in ("What are the Bogor Goals?", "When were they adopted?"):
        bot.ask(question, conversation_id="mine")

    turns = records.turns("mine")

    assert [turn.question for turn in turns] == [
        "What are the Bogor Goals?",
        "When were they adopted?",
    ]
    assert turns[1].interpreted_as == "When were the Bogor Goals adopted?"


def test_conversations_do_not_mix(bot: Bot) -> None:
    bot.ask("What are the Bogor Goals?", conversation_id="mine")

    assert bot.ask("When were they adopted?", conversation_id="yours").interpreted_as == (
        "When were they adopted?"
    )


def test_what_was_kept_is_read_by_another_process(tmp_path: Path, bot: Bot) -> None:
    answer = bot.ask("What are the Bogor Goals?", conversation_id="mine")

    kept = Records(tmp_path / "user.sqlite").answers("mine")

    assert kept == [json.loads(json.dumps(answer.as_json()))]


def test_nothing_is_written_before_there_is_something_to_keep(tmp_path: Path, bot: Bot) -> None:
    bot.ask("What are the Bogor Goals?")

    assert not (tmp_path / "user.sqlite").exists()


def test_feedback_is_a_row_with_its_comment(tmp_path: Path, records: Records) -> None:
    records.add_feedback("a1", helpful=False, comment="the date is wrong")

    with sqlite3.connect(tmp_path / "user.sqlite") as connection:
        rows = connection.execute("SELECT answer_id, helpful, comment FROM feedback").fetchall()
    connection.close()
    assert rows == [("a1", 0, "the date is wrong")]
