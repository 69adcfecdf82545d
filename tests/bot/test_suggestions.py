"""Questions suggested by documents: sensible, varied, always the same."""

from __future__ import annotations

import pytest

from bot.suggestions import suggest
from index.documents import Document
from index.reading import read


def document(text: str, source: str = "news.txt") -> Document:
    reading = read(text.encode(), source)
    return Document(source, source, reading.title, reading.text, "", reading.blocks)


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The Lacey Act is a law of the United States.", "What is the Lacey Act?"),
        ("Alan Bollard is an economist from New Zealand.", "Who is Alan Bollard?"),
        ("The Bogor Goals were adopted in 1994.", "When were the Bogor Goals adopted?"),
        ("The US delegation was led by Casey Mace.", "Who led the US delegation?"),
        ("Casey Mace leads the US delegation in Guangzhou.", "Who leads the US delegation?"),
        ("It was welcomed by Executive Director Dr Alan Bollard.", "Who is Alan Bollard?"),
        ("APEC has 21 members on both sides of the ocean.", "How many members does APEC have?"),
        ("The APEC Secretariat has its seat in Singapore.", "Where is the APEC Secretariat?"),
        ("Central to it are the “Bogor Goals,” set long ago.", "What are the Bogor Goals?"),
    ],
)
def test_a_telling_sentence_becomes_a_question(sentence: str, question: str) -> None:
    assert question in suggest([document(f"A title\n\n{sentence}\n")])


def test_headings_that_ask_are_asked() -> None:
    text = "# APEC\n\n## How APEC works\n\nWell.\n\n## Who pays?\n\nAll.\n"

    assert suggest([document(text, "a.md")]) == ("How does APEC work?", "Who pays?")


@pytest.mark.parametrize(
    "text",
    [
        "This engagement is a strategic move.",
        "It was founded in 1989.",
        "Plastic is a material.",
        "# Notes\n\n## How does it work?\n\nWell.",
        "",
    ],
)
def test_what_cannot_be_asked_on_its_own_is_not_suggested(text: str) -> None:
    assert suggest([document(f"A title\n\n{text}\n", "a.md")]) == ()


def test_kinds_and_documents_take_turns() -> None:
    goals = document(
        "Goals\n\nThe Bogor Goals were adopted in 1994. The Bogor Goals are a promise of trade.\n"
        "The Busan Roadmap was adopted in 2005.\n"
    )
    law = document("Laws\n\nThe Lacey Act is a law.\n", "laws.txt")

    assert suggest([goals, law]) == (
        "When were the Bogor Goals adopted?",
        "What are the Bogor Goals?",
        "When was the Busan Roadmap adopted?",
        "What is the Lacey Act?",
    )


def test_no_more_are_suggested_than_wanted_and_none_twice() -> None:
    law = document("Laws\n\nThe Lacey Act is a law.\n", "laws.txt")
    goals = document("Goals\n\nThe Bogor Goals were adopted in 1994.\n")

    assert suggest([law, law, goals], limit=2) == (
        "When were the Bogor Goals adopted?",
        "What is the Lacey Act?",
    )
    assert suggest([]) == ()
