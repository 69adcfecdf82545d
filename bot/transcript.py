"""Show answers as text: in a terminal, and as Markdown to keep."""

from __future__ import annotations

from textwrap import fill, indent
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Answer = Mapping[str, Any]

WIDTH = 88  # columns
NOT_FOUND = "The documents don't answer this."


def as_text(answer: Answer, *, width: int = WIDTH) -> str:
    """An answer for a terminal: quotations, the citations below them."""
    parts = []
    if answer["interpreted_as"] != answer["question"]:
        parts.append(f"({answer['interpreted_as']})")
    if answer["status"] == "not_found":
        parts.append(_refusal(answer, width))
    if answer["short_answer"]:
        short = answer["short_answer"]
        parts.append(f"{_line(short['text'])} [{short['citation']}]")
    parts += [
        indent(fill(f"{_line(cited['cited_text'])} [{cited['id']}]", width - 2), "  ")
        for cited in answer["citations"]
    ]
    if answer["unanswered"]:
        parts.append("Not answered: " + "; ".join(answer["unanswered"]))
    parts += [_disagreement(conflict) for conflict in answer["conflicts"]]
    if answer["citations"]:
        parts.append("\n".join(f"[{cited['id']}] {_place(cited)}" for cited in answer["citations"]))
    return "\n\n".join(parts)


def _disagreement(conflict: Mapping[str, Any]) -> str:
    first, second = conflict["citations"]
    return f"[{first}] and [{second}] disagree: {conflict['reason']}"


def as_markdown(answers: Sequence[Answer]) -> str:
    """A conversation as Markdown: questions as headings, quotations as block quotes."""
    return "\n".join(_turn_as_markdown(answer) for answer in answers)


def _turn_as_markdown(answer: Answer) -> str:
    lines = [f"## {_escaped(_line(answer['question']))}", ""]
    if answer["interpreted_as"] != answer["question"]:
        lines += [f"*Understood as: {_escaped(_line(answer['interpreted_as']))}*", ""]
    if answer["status"] == "not_found":
        lines += [NOT_FOUND, ""]
    for cited in answer["citations"]:
        lines += [
            f"> {_escaped(_line(cited['cited_text']))} [{cited['id']}]",
            "",
            f"[{cited['id']}] {_escaped(_place(cited))}, {_offsets(cited)}",
            "",
        ]
    lines += [f"{_disagreement(conflict)}\n" for conflict in answer["conflicts"]]
    lines += [f"Not answered: {_escaped(_line(part))}\n" for part in answer["unanswered"]]
    return "\n".join(lines)


def _refusal(answer: Answer, width: int) -> str:
    lines = [NOT_FOUND]
    if answer["missing_terms"]:
        words = ", ".join(f"“{term}”" for term in answer["missing_terms"])
        lines.append(f"No document mentions {words}.")
    if answer["passages"]:
        closest = answer["passages"][0]
        lines.append(f"The closest passage is in {closest['source']}:")
        lines.append("")
        lines.append(indent(fill(_line(closest["text"]), width - 2), "  "))
    return "\n".join(lines)


def _place(cited: Mapping[str, Any]) -> str:
    section = f", “{_line(cited['section'])}”" if cited["section"] else ""
    page = f", page {cited['page']}" if cited["page"] else ""
    return f"{_line(cited['document_title'])} ({cited['source']}{section}{page})"


def _offsets(cited: Mapping[str, Any]) -> str:
    return f"characters {cited['start_char_index']}–{cited['end_char_index']}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """Text from a document must not become markup."""
    for character in "\\`*_[]<>#|":
        text = text.replace(character, "\\" + character)
    return text
