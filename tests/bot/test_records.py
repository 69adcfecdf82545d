"""Conversations and feedback are kept beside the index, and survive whoever wrote them."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest

from bot.records import Records
from index.errors import ConversationMissing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.engine import Bot
    from index.library import Library


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


def test_the_conversation_asked_last_stands_first_under_its_first_question(
    records: Records, bot: Bot
) -> None:
    bot.ask("What are the Bogor Goals?", conversation_id="goals")
    bot.ask("When are receipts due?", conversation_id="meals")
    bot.ask("When were they adopted?", conversation_id="goals")

    listed = [(each.id, each.name, each.questions) for each in records.conversations()]

    assert listed == [
        ("goals", "What are the Bogor Goals?", 2),
        ("meals", "When are receipts due?", 1),
    ]


def test_conversations_are_found_by_what_was_asked_quoted_or_named(
    records: Records, bot: Bot
) -> None:
    bot.ask("What are the Bogor Goals?", conversation_id="goals")
    bot.ask("When are receipts due?", conversation_id="meals")
    records.rename("meals", "Über Spesen")

    def found(search: str) -> list[str]:
        return [each.id for each in records.conversations(search=search)]

    assert found("BOGOR what") == ["goals"]
    assert found("free investment") == ["goals"]  # in the quotation
    assert found("ÜBER") == ["meals"]
    assert found("goals receipts") == []
    assert found("answer_id") == []  # the name of a field is nothing that was said


def test_a_name_lasts_when_the_conversation_goes_on(records: Records, bot: Bot) -> None:
    bot.ask("What are the Bogor Goals?", conversation_id="mine")
    records.rename("mine", "For the meeting")
    bot.ask("When were they adopted?", conversation_id="mine")

    assert [each.name for each in records.conversations()] == ["For the meeting"]


def test_a_deleted_conversation_is_not_shown_and_can_be_restored(
    records: Records, bot: Bot, library: Library
) -> None:
    answer = bot.ask("What are the Bogor Goals?", conversation_id="mine")
    document = library.snapshot().document(answer.citations[0].document_id)
    records.delete("mine")

    assert records.conversations() == []
    assert records.answers("mine") == []
    assert records.cited(document.id, document.sha256) == []

    records.restore("mine")
    assert len(records.answers("mine")) == 1


def test_what_nobody_wanted_back_for_a_day_is_gone_from_the_file(
    tmp_path: Path, records: Records, bot: Bot
) -> None:
    bot.ask("What are the Bogor Goals?", conversation_id="mine")
    records.delete("mine")
    with sqlite3.connect(tmp_path / "user.sqlite") as connection:
        connection.execute("UPDATE conversations SET deleted_at = '2026-01-01T00:00:00+00:00'")
    connection.close()

    bot.ask("When are receipts due?", conversation_id="yours")

    with sqlite3.connect(tmp_path / "user.sqlite") as connection:
        for table in ("turns", "cited"):
            rows = connection.execute(f"SELECT DISTINCT conversation_id FROM {table}").fetchall()  # noqa: S608
            assert rows == [("yours",)]
    connection.close()
    with pytest.raises(ConversationMissing):
        records.restore("mine")


def test_asking_on_in_a_deleted_conversation_brings_it_back(records: Records, bot: Bot) -> None:
    bot.ask("What are the Bogor Goals?", conversation_id="mine")
    records.delete("mine")

    bot.ask("When are receipts due?", conversation_id="mine")

    assert [each.questions for each in records.conversations()] == [2]


def test_what_answers_quoted_of_a_document_is_known_as_long_as_it_is_the_same(
    records: Records, bot: Bot
) -> None:
    for conversation_id in ("mine", "yours"):
        cited = bot.ask("When are receipts due?", conversation_id=conversation_id).citations[0]

    places = records.cited(cited.document_id, cited.document_sha256)

    assert (cited.start_char_index, cited.end_char_index) in places
    assert len(places) == len(set(places))
    assert records.cited(cited.document_id, "of another text") == []


@pytest.mark.parametrize("act", [Records.delete, Records.restore])
def test_what_was_never_begun_cannot_be_changed(
    records: Records, act: Callable[[Records, str], None]
) -> None:
    with pytest.raises(ConversationMissing, match="nobody"):
        act(records, "nobody")


def test_a_file_of_an_older_version_is_taken_over(tmp_path: Path, bot: Bot) -> None:
    answer = bot.ask("When are receipts due?")
    kept = json.dumps(answer.as_json())
    with sqlite3.connect(tmp_path / "old.sqlite") as connection:
        connection.execute(
            "CREATE TABLE turns (id INTEGER PRIMARY KEY, conversation_id TEXT, asked_at TEXT,"
            " answer TEXT)"
        )
        connection.execute(
            "INSERT INTO turns VALUES (1, 'mine', '2026-01-01T00:00:00+00:00', ?)", (kept,)
        )
    connection.close()

    records = Records(tmp_path / "old.sqlite")

    assert [each.name for each in records.conversations()] == ["When are receipts due?"]
    citation = answer.citations[0]
    place = (citation.start_char_index, citation.end_char_index)
    assert place in records.cited(citation.document_id, citation.document_sha256)
