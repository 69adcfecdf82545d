"""The sentences that answer are quoted, and no more."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import evidence, extraction, features, linear
from bot.evidence import Evidence, Library, examine
from bot.matching import Found
from bot.question import analyse
from index import passages
from index.documents import Block, BlockKind, Document
from training.collection import Collection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.engine import Bot
    from bot.extraction import Candidate, Quote
    from bot.question import Question
    from index.documents import Passage
    from index.library import Library as IndexLibrary

PARAGRAPH, ITEM = BlockKind.PARAGRAPH, BlockKind.ITEM


def document_of(*parts: tuple[BlockKind, str]) -> Document:
    blocks, text = [], ""
    for kind, part in parts:
        blocks.append(Block(kind, len(text), len(text) + len(part)))
        text += part + "\n\n"
    return Document("d1", "d1.txt", "A title", text, "", tuple(blocks))


def ranked(question: str, *documents: Document) -> tuple[Question, list[Candidate]]:
    collection = Collection(documents)
    analysed = analyse(question, collection)
    found = [
        Found(examine(hit.passage, collection.document(hit.passage.document_id)), rank, hit.score)
        for rank, hit in enumerate(collection.search(analysed.terms))
    ]
    return analysed, extraction.rank(analysed, found)


def quoted(question: str, *documents: Document, limit: int = 3) -> list[str]:
    quotes = extraction.quotes(*ranked(question, *documents), limit=limit)
    return [texts(quote) for quote in quotes]


def texts(quote: Quote) -> str:
    return quote.evidence.document.text[quote.start : quote.end]


BORN = document_of(
    (
        PARAGRAPH,
        (
            "Ada Lovelace wrote about the engine. She was born in London in 1815 and died in 1852. "
            "Her mother liked mathematics. The engine was never built."
        ),
    )
)
MEMBERS = document_of(
    (PARAGRAPH, "The club was founded long ago. The members of the club are:"),
    (ITEM, "Chile"),
    (ITEM, "Peru"),
    (ITEM, "Viet Nam"),
)


def test_the_sentence_that_holds_the_kind_of_answer_is_quoted() -> None:
    [first, *_] = quoted("When was Ada Lovelace born?", BORN)

    assert "born in London in 1815" in first


@pytest.mark.parametrize(
    "question", ["Who are the members of the club?", "Which members are there?"]
)
def test_a_question_for_a_list_quotes_the_introduction_and_every_item(question: str) -> None:
    assert "are:\n\nChile\n\nPeru\n\nViet Nam" in quoted(question, MEMBERS)[0]


def test_never_more_quotations_than_the_limit() -> None:
    documents = [
        Document(str(n), f"{n}.txt", "T", text, "", (Block(PARAGRAPH, 0, len(text)),))
        for n, text in enumerate(["The goal is trade. Other words."] * 4)
    ]

    assert len(quoted("What is the goal?", *documents, limit=1)) == 1
    assert len(quoted("What is the goal?", *documents, limit=9)) <= extraction.MOST_QUOTES


def test_no_passages_no_candidates_no_quotes() -> None:
    question, candidates = ranked("What is a zebra?", BORN)

    assert candidates == []
    assert extraction.quotes(question, candidates, limit=3) == []


def test_probabilities_sum_to_one_and_the_best_comes_first() -> None:
    _, candidates = ranked("Who liked mathematics?", BORN)

    assert sum(c.probability for c in candidates) == pytest.approx(1)
    assert all(a.score >= b.score for a, b in pairwise(candidates))


def test_the_table_of_features_has_the_columns_that_the_model_was_fitted_on() -> None:
    _, [candidate, *_] = ranked("When was Ada Lovelace born?", BORN)

    assert list(candidate.features)
    assert set(candidate.features) == set(features.NAMES)
    assert set(extraction.model().weights) == set(features.NAMES)


def test_a_model_of_other_features_is_not_used() -> None:
    with pytest.raises(ValueError, match=r"training\.ranking"):
        linear.check(linear.Linear({"cover": 1.0}), ["cover", "length"], script="ranking")


def test_a_name_is_found_by_its_initials() -> None:
    document = document_of((PARAGRAPH, "It is led by the European Union. Others follow."))

    assert quoted("What does the EU lead?", document)[0].startswith("It is led")


def test_evidence_is_kept_up_to_its_size() -> None:
    collection = Collection([BORN])
    [passage] = passages.split(BORN)
    library = Library(size=1)

    assert library.evidence(passage, collection) is library.evidence(passage, collection)


def test_what_a_commit_leaves_as_it_is_is_not_analysed_again(
    bot: Bot, library: IndexLibrary, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysed: list[str] = []

    def noted(passage: Passage, document: Document) -> Evidence:
        analysed.append(document.source)
        return examine(passage, document)

    monkeypatch.setattr(evidence, "examine", noted)
    question = "When were the Bogor Goals adopted, and what may staff spend?"
    before = bot.ask(question)
    analysed.clear()

    (corpus / "goals.md").rename(corpus / "bogor.md")
    (corpus / "travel.txt").write_text("Travel policy\n\nStaff may spend 50 euros a day on meals.")
    library.update()
    after = bot.ask(question)

    assert set(analysed) == {"travel.txt"}
    assert {each.source for each in before.citations} == {"goals.md", "travel.txt"}
    assert {each.source for each in after.citations} == {"bogor.md", "travel.txt"}


WORDS = st.sampled_from("the goal of trade is 1994 Bogor why because not APEC , . : ?".split())


@settings(max_examples=40)
@given(st.lists(WORDS, max_size=60), st.lists(WORDS, min_size=1, max_size=12))
def test_every_quote_is_sentences_in_a_row(words: Sequence[str], asked: Sequence[str]) -> None:
    text = " ".join(words)
    document = document_of((PARAGRAPH, text or "x"), (ITEM, "one trade"), (ITEM, "two 1994"))
    question, candidates = ranked(" ".join(asked), document)

    for quote in extraction.quotes(question, candidates, limit=3):
        assert 0 <= quote.start < quote.end <= len(document.text)
        assert texts(quote) == texts(quote).strip()
