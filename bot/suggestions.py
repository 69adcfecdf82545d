"""Suggest questions that a corpus can answer, from its headings and the sentences that define."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from index.documents import BlockKind
from index.sentences import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.documents import Document

_BLOCKS_READ = 120  # of each document: what it is about stands near its beginning
_LONGEST_BLOCK = 4_000  # characters; more is hardly a paragraph
_LONGEST = 80

_NAME = r"[A-Z][\w’'&-]*(?: (?:of|the|for|and|on|in|de) (?=[A-Z0-9])| [A-Z0-9][\w’'&-]*)*"
_WHEN = re.compile(
    rf"^(?P<subject>(?:The )?{_NAME}) (?P<verb>was|were) (?P<done>founded|established|adopted"
    r"|signed|created|launched|held|built|published|introduced)\b(?=.*\b(?:1[0-9]|20)\d\d\b)"
)
_DEFINED = re.compile(
    rf"^(?P<subject>(?:The |An? )?{_NAME}(?: [a-z]+)?)(?: \([^)]{{1,40}}\))?,? (?P<verb>is|are)"
    r" (?:an?|the|one of|part of|(?!\w+(?:ed|ing)\b)[a-z]+ and)\b"
)
_ROLE = re.compile(
    r"\b(?:Director|Secretary|President|Minister|Official|Chairman|Ambassador|Governor)"
    r"(?:,| is|) (?:(?:Dr|Mr|Mrs|Ms|Prof)\.? )?"
    r"(?P<person>[A-Z][a-z’-]+(?: [A-Z][a-z’-]+){1,2})\b"
)
_COUNTED = re.compile(
    rf"(?P<subject>{_NAME}(?: membership)?) (?P<verb>comprises|includes|has|have|covers)"
    r" (?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty) (?:member )?"
    r"(?P<things>[a-z]+s)\b"
)
_LED = re.compile(
    rf"^(?P<subject>The (?:[A-Za-z]+ ){{1,4}})(?P<verb>is|was) (?:being )?"
    rf"(?P<done>led|headed|chaired|spearheaded|founded|hosted) by (?:the )?{_NAME}"
)
_LEADING = re.compile(
    rf"^{_NAME} (?P<leads>leads|heads|chairs|hosts|led|headed|chaired|hosted|founded)"
    r" (?P<object>the (?:[\w’-]+ ){0,3}?[\w’-]+?)(?= in | at | of | from | until |[.,;])"
)
_PLACED = re.compile(
    rf"^(?P<subject>(?:The )?{_NAME}) "
    r"(?:has its (?:seat|headquarters)|(?:is|are) (?:based|located|held)|lies) in "
)
_LEADS = {
    "chaired": "chairs",
    "founded": "founded",
    "headed": "heads",
    "hosted": "hosts",
    "led": "leads",
}
_QUOTED = re.compile(r"[“\"](?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)+),?[”\"]")
_BASE = {
    "comprises": ("does", "comprise"),
    "covers": ("does", "cover"),
    "has": ("does", "have"),
    "have": ("do", "have"),
    "includes": ("does", "include"),
}
_HOW = re.compile(r"^How (?P<subject>.+) (?P<verb>[a-z]+)s$")
_ABOUT_PEOPLE = re.compile(
    r"\b(?:official|minister|president|director|secretary|chair\w*|author|economist|governor"
    r"|scientist|writer|leader|spokes\w+|politician|lawyer|diplomat)\b",
    re.IGNORECASE,
)
_LEANING = re.compile(r"\b(?:it|its|this|that|these|those|they|them|their)\b", re.IGNORECASE)
_ONE_WORD = re.compile(r"Wh\w+ (?:is|are) (?P<word>[A-Z][a-z]+)\?")
_POINTING = re.compile(r"(?:It|He|She|They|This|That|These|Those|There|Here|We|You|I|Its?|Their)\b")


def suggest(documents: Iterable[Document], *, limit: int = 6) -> tuple[str, ...]:
    """At most `limit` different questions, of every kind in turn, from every document in turn.

    The same documents give the same questions. Some may have no good answer: who shows them
    asks first.
    """
    by_document = [_questions(document) for document in documents]
    by_kind = [_in_turn(one_kind) for one_kind in zip(*by_document, strict=True)]
    different: dict[str, str] = {}
    for question in _in_turn(by_kind):
        different.setdefault(question.casefold(), question)
    return tuple(different.values())[:limit]


def _in_turn(lists: Iterable[Iterable[str]]) -> list[str]:
    """The first of each list, then the second of each, …"""
    return [one for row in zip_longest(*lists) for one in row if one is not None]


def _questions(document: Document) -> list[list[str]]:
    """The questions of one document, kind by kind, none longer than a line."""
    blocks = [
        block
        for block in document.blocks[:_BLOCKS_READ]
        if block.end - block.start <= _LONGEST_BLOCK
    ]
    sentences = [
        " ".join(document.text[sentence.start : sentence.end].split())
        for sentence in split(document.text, blocks)
        if sentence.kind is BlockKind.PARAGRAPH
    ]
    headings = [
        " ".join(document.text[block.start : block.end].split())
        for block in blocks
        if block.kind is BlockKind.HEADING
    ]
    kinds = [
        [question for sentence in sentences for question in ask(sentence)]
        for ask in (_leaders, _named, _dates, _people, _places, _counts, _definitions)
    ]
    kinds.append([question for heading in headings for question in _heading(heading)])
    return [
        [
            question
            for question in questions
            if len(question) <= _LONGEST and _is_name_here(question, document.text)
        ]
        for questions in kinds
    ]


def _leaders(sentence: str) -> Iterator[str]:
    """The delegation is led by Casey Mace → Who leads the delegation?"""
    if match := _LED.match(sentence):
        past = "led" if match["done"] == "spearheaded" else match["done"]
        verb = past if match["verb"] == "was" else _LEADS[past]
        yield f"Who {verb} {_inside(match['subject'].strip())}?"
    elif match := _LEADING.match(sentence):
        yield f"Who {match['leads']} {match['object']}?"


def _named(sentence: str) -> Iterator[str]:
    """A name set in quotation marks: the “Bogor Goals” → What are the Bogor Goals?"""
    if match := _QUOTED.search(sentence):
        name = match["name"]
        yield f"What are the {name}?" if name.endswith("s") else f"What is {name}?"


def _definitions(sentence: str) -> Iterator[str]:
    """The Lacey Act is a law → What is the Lacey Act?"""
    if (match := _DEFINED.match(sentence)) and not _POINTING.match(sentence):
        about_a_person = _ABOUT_PEOPLE.search(sentence, match.end(), match.end() + 60)
        asks = "Who" if about_a_person else "What"
        yield f"{asks} {match['verb']} {_inside(match['subject'])}?"


def _dates(sentence: str) -> Iterator[str]:
    """The Bogor Goals were adopted in 1994 → When were the Bogor Goals adopted?"""
    if (match := _WHEN.match(sentence)) and not _POINTING.match(sentence):
        yield f"When {match['verb']} {_inside(match['subject'])} {match['done']}?"


def _places(sentence: str) -> Iterator[str]:
    """The Secretariat has its seat in Singapore → Where is the Secretariat?"""
    if (match := _PLACED.match(sentence)) and not _POINTING.match(sentence):
        yield f"Where is {_inside(match['subject'])}?"


def _people(sentence: str) -> Iterator[str]:
    """Executive Director Alan Bollard said … → Who is Alan Bollard?"""
    if match := _ROLE.search(sentence):
        yield f"Who is {match['person']}?"


def _counts(sentence: str) -> Iterator[str]:
    """APEC has 21 members → How many members does APEC have?"""
    if (match := _COUNTED.search(sentence)) and not _POINTING.match(match["subject"]):
        do, verb = _BASE[match["verb"]]
        yield f"How many {match['things']} {do} {_inside(match['subject'])} {verb}?"


def _heading(heading: str) -> Iterator[str]:
    """A heading that asks, or says how something works, if it can be read on its own."""
    if _LEANING.search(heading):
        return
    if heading.endswith("?"):
        yield heading
    elif match := _HOW.match(heading):
        yield f"How does {match['subject']} {match['verb']}?"


def _inside(subject: str) -> str:
    """The subject as it stands inside a question: the article in lower case."""
    article, _, rest = subject.partition(" ")
    return f"{article.lower()} {rest}" if rest and article in {"The", "A", "An"} else subject


def _is_name_here(question: str, text: str) -> bool:
    """False for a plain word that is only capitalised because a sentence began with it."""
    match = _ONE_WORD.fullmatch(question)
    return match is None or re.search(rf"[a-z,] {match['word']}\b", text) is not None
