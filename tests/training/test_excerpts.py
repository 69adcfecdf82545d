"""Small collections are made of large documents, and questions keep their place."""

from __future__ import annotations

import hashlib

import pytest

from index.documents import Document
from index.reading import read
from training import excerpts
from training.collection import GoldQuestion, brief
from training.excerpts import Excerpts

PARAGRAPHS = [f"In year {number} the club built boat number {number}." for number in range(12)]
ASKED = "Which boat did the club build in year {}?"


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    monkeypatch.setattr(excerpts, "LENGTH", 100)
    return [document(name) for name in ("ark", "boat", "canoe", "dinghy", "egg", "ferry")]


def document(name: str) -> Document:
    reading = read("\n\n".join([name, *PARAGRAPHS]).encode(), f"{name}.txt")
    digest = hashlib.sha256(reading.text.encode()).hexdigest()
    return Document(name, f"{name}.txt", reading.title, reading.text, digest, reading.blocks)


def question(held: Document, number: int) -> GoldQuestion:
    start = held.text.index(PARAGRAPHS[number])
    end = start + len(PARAGRAPHS[number])
    return GoldQuestion(ASKED.format(number), (f"boat number {number}",), held.id, start, end)


@pytest.mark.parametrize("number", [0, 5, 11])
def test_a_question_keeps_its_paragraph(documents: list[Document], number: int) -> None:
    small = Excerpts(documents)

    moved = small.moved(question(documents[1], number))

    assert moved
    held = small.places.home(moved).documents[moved.document_id]
    assert held.text[moved.start : moved.end] == PARAGRAPHS[number]
    assert len(held.text) < len(documents[1].text)


def test_a_collection_holds_excerpts_of_several_documents(documents: list[Document]) -> None:
    small = Excerpts(documents)
    moved = small.moved(question(documents[1], 5))

    assert moved
    assert {d.source for d in small.places.home(moved).documents.values()} == {
        "ark.txt",
        "boat.txt",
        "canoe.txt",
    }
    assert "boat.txt" not in {d.source for d in small.places.away(moved).documents.values()}


def test_a_brief_question_is_its_last_keywords(documents: list[Document]) -> None:
    asked = question(documents[0], 5)

    assert brief(asked, 3).text == "build year 5"
    assert brief(asked, 2).document_id == asked.document_id
