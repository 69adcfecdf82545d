"""What a question asks about documents, and what asks about the world."""

from __future__ import annotations

import pytest

from bot.aboutdocuments import AboutDocuments, Wanted, about_documents


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Which documents mention tariffs?", "tariffs"),
        ("which of the files talk about marine debris", "marine debris"),
        ("What documents are about the Bogor Goals?", "the Bogor Goals"),
        ("In which document is Casey Mace mentioned?", "Casey Mace"),
        ("Where are the fisheries mentioned?", "fisheries"),
        ("Do any of the documents mention penguins?", "penguins"),
        ("Is there a report about the meeting?", "the meeting"),
        ("List all documents that mention Peru.", "Peru"),
        ("documents about the environment", "the environment"),
    ],
)
def test_who_asks_which_documents_mention_something_names_it(question: str, topic: str) -> None:
    assert about_documents(question) == AboutDocuments(Wanted.MENTIONS, topic)


def test_who_asks_what_documents_say_about_something_names_it() -> None:
    question = "And what do these documents say about small businesses?"

    assert about_documents(question) == AboutDocuments(Wanted.WORDS, "small businesses")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What is this about?", ""),
        ("what are these documents about", ""),
        ("What's in this folder?", ""),
        ("So, what do the documents cover?", ""),
        ("Which topics are covered in these files?", ""),
        ("Give me a short overview", ""),
        ("Summarise the library.", ""),
        ("What can I ask?", ""),
        ("What is the travel policy about?", "travel policy"),
        ("What is goals.md about?", "goals.md"),
        ("Summarize the report on trade", "report on trade"),
    ],
)
def test_who_asks_what_documents_are_about_may_name_one(question: str, name: str) -> None:
    assert about_documents(question) == AboutDocuments(Wanted.GIST, name)


@pytest.mark.parametrize(
    "question",
    [
        "Where were the Bogor Goals adopted?",
        "Which economies mention tariffs?",
        "Which article of the treaty covers fisheries?",
        "What documents did the delegation bring?",
        "What does the report describe as a risk?",
        "Who wrote about the environment?",
        "What is the document that every member signs?",
        "How many files may be uploaded?",
        "Where is the shop that the author talked about?",
        "about",
        "",
    ],
)
def test_who_asks_what_stands_in_documents_asks_nothing_about_them(question: str) -> None:
    assert about_documents(question) is None
