"""Lists of questions and answers: does what stands above a sentence ask what is asked?

There the answer seldom repeats the words of its question, and other sections do, in passing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answertype import asked
from index import analysis
from index.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.asked import AnswerType
    from bot.evidence import Evidence, Statement
    from bot.question import Question

_ALIKE = 0.6  # of the terms of two questions: as many in both, and they ask for one thing
_ASIDE = re.compile(r"\s*\([^()]*\)")
_NUMBER = re.compile(r"^\W*(?:(?:Q|FAQ)?\d+(?:\.\d+)*\W+|Q(?:uestion)?\b\W+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it stands in a document."""

    terms: tuple[str, ...]  # those of content, in order
    type: AnswerType


def answers(question: Question, evidence: Evidence) -> Iterator[tuple[float, bool]]:
    """For each statement how like `question` the one above it is, and whether it stands next to it.

    0 where nothing above it asks for the same; 1 where the same is asked in the same words.
    """
    above = evidence.passage.section[-1:] or (evidence.document.title,)
    likeness = _likeness(question, above[0])
    opens = likeness > 0 and _opens_section(evidence, above[0])
    for statement in evidence.statements:
        if _asks(statement):
            likeness, opens = _likeness(question, statement.text), True
            yield 0.0, False
        else:
            yield likeness, opens
            opens = False


def _asks(statement: Statement) -> bool:
    return statement.sentence.kind is BlockKind.HEADING or "question" in statement.cues


def _likeness(question: Question, other: str) -> float:
    """Jaccard's index of the terms; 0 where it is low, or where they are in another order.

    To convert a string to a number is not to convert a number to a string.
    """
    asking = _asking(other)
    if asking is None or asking.type is not question.asked.type:
        return 0.0
    shared = [term for term in question.terms if term in asking.terms]
    index = len(shared) / len({*question.terms, *asking.terms})
    in_order = shared == [term for term in asking.terms if term in shared]
    return index if in_order and index >= _ALIKE else 0.0


@lru_cache(maxsize=4096)
def _asking(text: str) -> Asking | None:
    """The question that a heading or sentence asks; None where it asks nothing.

    >>> _asking("1.2 How do I delete a file? (And other questions)").terms
    ('delet', 'file')
    """
    bare = _NUMBER.sub("", _ASIDE.sub("", text)).strip()
    read = asked(bare)
    if not bare.endswith("?") and not (read.word and bare.lower().startswith(read.word)):
        return None
    return Asking(tuple(dict.fromkeys(analysis.content_terms(bare))), read.type)


def _opens_section(evidence: Evidence, heading: str) -> bool:
    """Whether the passage is the first under its heading."""
    start = evidence.passage.start
    before = evidence.document.text[max(0, start - 2 * len(heading)) : start]
    return " ".join(before.split()).endswith(heading)
