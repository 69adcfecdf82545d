"""The path of a question, from asking to reply."""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers import Status
from bot.conversation import Turn
from bot.engine import LONGEST_QUESTION, Bot
from index.errors import InvalidQuestion

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answers import Answer
    from index.library import Library

ADOPTED = "When were the Bogor Goals adopted?"
LOST = "What is the parental leave of zookeepers?"


def test_an_answer_quotes_the_sentence_that_answers(bot: Bot) -> None:
    answer = bot.ask(ADOPTED)

    assert answer.status is Status.ANSWERED
    assert "in 1994" in answer.citations[0].cited_text
    assert answer.short_answer is not None
    assert answer.short_answer.text == "1994"


@pytest.mark.parametrize("question", [ADOPTED, "meal money", "Who keeps the policy?", LOST])
def test_every_citation_is_an_exact_slice(bot: Bot, library: Library, question: str) -> None:
    for citation in bot.ask(question).citations:
        document = library.snapshot().document(citation.document_id)

        slice_ = document.text[citation.start_char_index : citation.end_char_index]
        assert slice_ == citation.cited_text
        assert hashlib.sha256(document.text.encode()).hexdigest() == citation.document_sha256


def test_the_answer_is_the_cited_texts_each_with_its_number(bot: Bot) -> None:
    answer = bot.ask("What are the Bogor Goals and when were they adopted?")

    for citation in answer.citations:
        assert f"{citation.cited_text} [{citation.id}]" in answer.answer
    assert answer.answer.count("[") == len(answer.citations)


def test_the_short_answer_lies_in_its_citation(bot: Bot, library: Library) -> None:
    short = bot.ask(ADOPTED).short_answer

    assert short is not None
    [cited] = [c for c in bot.ask(ADOPTED).citations if c.id == short.citation]
    text = library.snapshot().document(cited.document_id).text
    assert text[short.start_char_index : short.end_char_index] == short.text


def test_what_the_documents_do_not_say_is_refused_with_the_missing_words(bot: Bot) -> None:
    answer = bot.ask(LOST)

    assert answer.status is Status.NOT_FOUND
    assert (answer.answer, answer.citations, answer.short_answer) == ("", (), None)
    assert {"parental", "zookeepers"} <= set(answer.missing_terms)


def test_one_missing_word_does_not_make_it_refuse(bot: Bot) -> None:
    answer = bot.ask("How many euros a day may staff splurge on meals?")

    assert answer.status is Status.PARTIAL
    assert "40 euros" in answer.answer
    assert answer.missing_terms == ("splurge",)


@pytest.mark.parametrize(
    "question",
    [
        "How much did the meeting in Bogor cost?",
        "How much did leaders pay for the meeting in Bogor?",
    ],
)
def test_where_word_and_kind_are_missing_what_is_close_is_no_answer(
    bot: Bot, question: str
) -> None:
    answer = bot.ask(question, explain=True)

    assert answer.status is Status.NOT_FOUND
    assert answer.explanation is not None
    assert answer.explanation["confidence"]["adds"]["lacks_word_and_kind"] < 0


@pytest.mark.parametrize("question", ["的", "the of and", "<b>'; DROP TABLE--"])
def test_odd_questions_get_an_answer_object(bot: Bot, question: str) -> None:
    assert bot.ask(question).status in set(Status)


@pytest.mark.parametrize("question", ["", " \n", "…?!", "🙂", "x" * (LONGEST_QUESTION + 1)])
def test_what_is_no_question_is_refused_with_a_remedy(bot: Bot, question: str) -> None:
    with pytest.raises(InvalidQuestion, match=r"ask"):
        bot.ask(question)


def test_the_same_question_gets_the_same_answer(bot: Bot, library: Library) -> None:
    def timeless(answer: Answer) -> Answer:
        return replace(answer, took_ms=0)

    assert timeless(bot.ask(ADOPTED)) == timeless(bot.ask(ADOPTED))
    assert timeless(Bot(library).ask(ADOPTED)) == timeless(bot.ask(ADOPTED))


def test_limit_holds_for_passages_and_quotations(bot: Bot) -> None:
    answer = bot.ask("What policy or goals are there?", limit=1)

    assert len(answer.passages) == 1
    assert len(answer.citations) <= 1


def test_documents_restrict_the_search(bot: Bot, library: Library) -> None:
    travel = next(e for e in library.documents() if e.source == "travel.txt")
    answer = bot.ask(ADOPTED, documents=[str(travel.id)])

    assert {passage.source for passage in answer.passages} <= {"travel.txt"}


def test_a_conversation_goes_on(bot: Bot) -> None:
    bot.ask(ADOPTED, conversation_id="mine")

    answer = bot.ask("And where?", conversation_id="mine")

    assert answer.interpreted_as == "Where were the Bogor Goals adopted?"
    assert answer.conversation_id == "mine"


def test_a_stateless_client_brings_its_history(bot: Bot) -> None:
    answer = bot.ask("And where?", history=[Turn(ADOPTED, ADOPTED, "In 1994.")])

    assert answer.interpreted_as == "Where were the Bogor Goals adopted?"
    assert answer.conversation_id is None


def test_an_explanation_adds_up_to_the_score(bot: Bot) -> None:
    explanation = bot.ask(ADOPTED, explain=True).explanation

    assert explanation is not None
    for sentence in explanation["sentences"]:
        assert sum(sentence["adds"].values()) == pytest.approx(sentence["score"])


@pytest.mark.parametrize(
    "question", [ADOPTED, "Whose policy was lost in 1901?", "Who won 40 euros?"]
)
def test_an_explanation_adds_up_to_the_confidence_and_says_what_was_needed(
    bot: Bot, question: str
) -> None:
    answer = bot.ask(question, explain=True)

    assert answer.explanation is not None
    told = answer.explanation["confidence"]
    odds = math.exp(sum(told["adds"].values()))
    assert odds / (1 + odds) == pytest.approx(answer.confidence, abs=1e-4)
    assert (told["probability"] >= told["needed"]) == (answer.status is not Status.NOT_FOUND)


def test_new_documents_are_found_after_an_update(bot: Bot, library: Library, corpus: Path) -> None:
    (corpus / "okapi.txt").write_text("The okapi was first described in 1901.", encoding="utf-8")
    assert bot.ask("When was the okapi described?").status is Status.NOT_FOUND

    library.update()

    assert "1901" in bot.ask("When was the okapi described?").answer


def test_a_name_that_no_document_has_makes_an_answer_less_likely(bot: Bot) -> None:
    told = bot.ask("When were the Bogor Goals adopted in Indonesia?")
    strange = bot.ask("When were the Bogor Goals adopted in Brazil?")

    assert strange.confidence < told.confidence / 2
