"""What belongs with a sentence, so that a quotation can be read, and answers, on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answertype import AnswerType
from bot.suiting import lacks
from bot.wordings import wants_list
from index.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evidence import Statement
    from bot.question import Question

_LONGEST = 360  # characters of a sentence with its neighbour
_LONGEST_LIST = 2_000  # characters of an introduction and its items
_BRIEF = 8  # words: what is shorter, and no item, announces more often than it tells
_TOLD_AT_LENGTH = frozenset({AnswerType.REASON, AnswerType.MANNER})


def reach(question: Question, statements: Sequence[Statement], place: int) -> tuple[int, int]:
    """The first and the last statement of the quotation around the one at `place`.

    An introduction brings its items, and an item its list where a list is asked for. "It" or
    "They" brings the sentence that says who. A sentence without anything of the kind asked for
    brings the neighbour that has it. A row of a table stands for itself.
    """
    listed = _list_around(question, statements, place)
    if listed != (place, place) or statements[place].sentence.kind is BlockKind.ROW:
        return listed
    first = last = place
    if statements[place].leans and place > 0:
        first -= 1
    elif _wants_next(question, statements, place):
        last += 1
    elif lacks(question, statements[place]) and place > 0:
        first -= not lacks(question, statements[place - 1])
    fits = statements[last].sentence.end - statements[first].sentence.start <= _LONGEST
    return (first, last) if fits else (place, place)


def _list_around(
    question: Question, statements: Sequence[Statement], place: int
) -> tuple[int, int]:
    first = last = place
    while wants_list(question) and first > 0 and _is_item(statements[first]):
        first -= 1
    introduces = statements[first].text.endswith(":")
    while introduces and last + 1 < len(statements) and _follows(statements, first, last + 1):
        last += 1
    fits = statements[last].sentence.end - statements[first].sentence.start <= _LONGEST_LIST
    return (first, last) if fits and introduces else (place, place)


def _follows(statements: Sequence[Statement], introduction: int, place: int) -> bool:
    """Whether a statement belongs to what an introduction ends in: ":" and items or lines."""
    if _is_item(statements[introduction + 1]):
        return _is_item(statements[place])
    return not statements[place].text.rstrip("\"'”’)").endswith((".", "!", "?"))


def _wants_next(question: Question, statements: Sequence[Statement], place: int) -> bool:
    if place + 1 == len(statements):
        return False
    this, following = statements[place], statements[place + 1]
    if "question" in following.cues:  # it is the next thing
        return False
    brief = len(this.terms) < _BRIEF and not _is_item(this)
    announces = brief or question.asked.type in _TOLD_AT_LENGTH
    has_it = lacks(question, this) and not lacks(question, following)
    return announces or has_it or this.text.endswith(":")


def _is_item(statement: Statement) -> bool:
    return statement.sentence.kind is BlockKind.ITEM
