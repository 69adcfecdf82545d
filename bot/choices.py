"""Find which of the answers that a question offers a text gives: "Is it open or closed?"."""

from __future__ import annotations

import re
from itertools import dropwhile, takewhile

from bot.answertype import AnswerType, asked
from index import analysis

Choices = tuple[frozenset[str], frozenset[str]]

_PHRASE = r"(?!and\b)[^\s,?()]+(?: [^\s,?()]+){0,3}"
_OFFERED = re.compile(rf", (?P<first>{_PHRASE}),? or (?P<last>{_PHRASE})[\s?]*$")
_CHOOSING = frozenset({"which", "who", "whom", "whose"})
_POSSESSIVE = re.compile(r"['’]s?$")


def choices(question: str) -> Choices | None:
    """The content terms of either answer that `question` offers; None where it offers none.

    >>> offered = choices("Which film is longer, Spectre or Skyfall?")
    >>> [sorted(terms) for terms in offered]
    [['specter'], ['skyfal']]
    >>> choices("Is the garden open?") is None
    True
    """
    sought = asked(question)
    if sought.type is AnswerType.YES_NO:
        before, _, after = question.partition(" or ")
        first, last = _content(before)[-1:], _first_phrase(after)
    elif sought.word in _CHOOSING and (offered := _OFFERED.search(question)):
        first, last = map(_content, offered.groups())
    else:
        return None
    both = frozenset(first).intersection(last)
    return (frozenset(first) - both, frozenset(last) - both) if first and last else None


def chosen(offered: Choices, text: str) -> tuple[int, int] | None:
    """Where `text` has one of the answers that are `offered`; None where it has both or neither.

    >>> chosen(choices("Is the garden open or closed on Mondays?"), "It is closed on holidays.")
    (6, 12)
    """
    words = analysis.words(text)
    found = [[word for word in words if word.term in terms] for terms in offered]
    held = [of_one for of_one in found if of_one]
    if len(held) != 1:
        return None
    start, end = held[0][0].start, held[0][-1].end
    return start, start + len(_POSSESSIVE.sub("", text[start:end]))


def _content(text: str) -> list[str]:
    return analysis.content(analysis.terms(text))


def _first_phrase(text: str) -> list[str]:
    """The content terms up to the next function word: of "they decline in the South" one."""
    behind = dropwhile(analysis.is_function, analysis.terms(text))
    phrase = takewhile(lambda term: term == "and" or not analysis.is_function(term), behind)
    return [term for term in phrase if term != "and"]
