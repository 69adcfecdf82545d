"""What the chat page shows of an answer: each quotation with its short answer and its date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.aboutdocuments import about_documents
from bot.answers import Status, permalink
from index.documents import DateOrigin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Lists keep their lines; prose that was wrapped by hand does not.
_LIST_LINE = re.compile(r"\n[ \t]*(?:[-*•‣◦–]|\d{1,3}[.)])[ \t]")

_ORIGINS: Mapping[str, str] = {
    DateOrigin.TEXT: "by its text",
    DateOrigin.METADATA: "by its metadata",
    DateOrigin.NAME: "by its file's name",
    DateOrigin.FILE: "by its file's properties",
}
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


@dataclass(frozen=True, slots=True)
class Quotation:
    """A text from a document, cut around the short answer in it, and where it stands."""

    before: str = ""
    short: str = ""
    after: str = ""
    number: int | None = 0  # none for a passage that the answer does not cite
    title: str = ""
    section: str = ""
    page: int | None = None
    date: str = ""  # in words
    source: str = ""
    href: str = ""

    @property
    def in_lines(self) -> bool:
        """Whether the text is a list, line by line."""
        return _LIST_LINE.search(self.before + self.short + self.after) is not None


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what to show below it: the first quotation, then what folds out."""

    question: str = ""
    understood: str = ""
    status: str = ""
    confidence: int = 0
    answer_id: str = ""
    quotations: tuple[Quotation, ...] = ()
    further: tuple[Quotation, ...] = ()
    closest: tuple[Quotation, ...] = ()
    missing: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    conflicting: tuple[Quotation, ...] = ()
    better: tuple[str, ...] = ()  # questions that the nearest documents answer

    @property
    def unfolded(self) -> bool:
        """Whether every quotation is needed to read the answer, and not the first alone."""
        listed = about_documents(self.understood or self.question)
        return self.status == Status.PARTIAL or bool(self.conflicts or listed)


def turn(answer: Mapping[str, Any], *, date_of: Callable[[str], str | None]) -> Turn:
    """The page's view of an answer object, fresh or kept; `date_of` takes a document's id.

    Each quotation is shown once: those that disagree side by side, and apart from the others.
    """
    every = [
        _cited(citation, answer["short_answer"], date_of(citation["document_id"]))
        for citation in answer["citations"]
    ]
    disputed = {number for conflict in answer["conflicts"] for number in conflict["citations"]}
    quotations = tuple(each for each in every if each.number not in disputed)
    understood = answer["interpreted_as"]
    return Turn(
        question=answer["question"],
        understood="" if understood == answer["question"] else understood,
        status=answer["status"],
        confidence=round(answer["confidence"] * 100),
        answer_id=answer["answer_id"],
        quotations=quotations[:1],
        further=quotations[1:],
        closest=tuple(
            _close(passage, date_of(passage["document_id"])) for passage in answer["passages"]
        ),
        missing=tuple(answer["missing_terms"]),
        unanswered=tuple(answer["unanswered"]),
        conflicts=tuple(_disagreement(conflict) for conflict in answer["conflicts"]),
        conflicting=tuple(each for each in every if each.number in disputed),
    )


def _cited(
    citation: Mapping[str, Any], short: Mapping[str, Any] | None, dated: str | None
) -> Quotation:
    text = citation["cited_text"]
    start = end = len(text)
    if short and short["citation"] == citation["id"]:
        start = short["start_char_index"] - citation["start_char_index"]
        end = short["end_char_index"] - citation["start_char_index"]
    return Quotation(
        before=text[:start],
        short=text[start:end],
        after=text[end:],
        number=citation["id"],
        title=citation["document_title"],
        section=citation["section"] or "",
        page=citation["page"],
        date=in_words(dated),
        source=citation["source"],
        href=f"{citation['permalink']}#highlight",
    )


def _close(passage: Mapping[str, Any], dated: str | None) -> Quotation:
    link = permalink(passage["document_id"], passage["start_char_index"], passage["end_char_index"])
    return Quotation(
        before=passage["text"],
        number=None,
        title=passage["document_title"],
        date=in_words(dated),
        source=passage["source"],
        href=f"{link}#highlight",
    )


def _disagreement(conflict: Mapping[str, Any]) -> str:
    first, second = conflict["citations"]
    return f"{conflict['reason']} in [{first}] and [{second}]"


def said_by(origin: str | None) -> str:
    """What says when a document is from.

    >>> said_by("name"), said_by(None)
    ("by its file's name", '')
    """
    return _ORIGINS[origin] if origin else ""


def in_words(iso: str | None) -> str:
    """A date as the page writes it; what is no whole date stays as it is.

    >>> in_words("2026-02-01"), in_words("2017"), in_words(None)
    ('1 February 2026', '2017', '')
    """
    try:
        day = date.fromisoformat(iso or "")
    except ValueError:
        return iso or ""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
