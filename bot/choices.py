"""Find which of the answers that a question offers a text gives: "Is it open or closed?"."""

from __future__ import annotations

import re
from itertools import dropwhile, takewhile

from bot.answertype import AnswerType, asked
from index import analysis

Choices = tuple[frozenset[str], frozenset[str]]

_PHRASE = r"(?!and\b)[^\s,?()]+(?: [^\s,?()]+){0,3}"
_OFFERED = re.compile(rf", ({_PHRASE}),? or ({_PHRASE})[\s?]*$")
_CHOOSING = frozenset({"which", "who", "whom", "whose"})
_THAN = re.compile(r"\bthan (?:an? |the )?$", re.IGNORECASE)  # what follows is surpassed
_COMPARATIVE = re.compile(r"\b(?:more|less|worse|[a-z]{3,}er)\b")  # or "water": then that counts
_WORD = re.compile(r"\w+")
_LONGEST_THAN = len(" than the ")
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
        first, last = analysis.content_terms(before)[-1:], _first_phrase(after)
    elif sought.word in _CHOOSING and (offered := _OFFERED.search(question)):
        first, last = map(analysis.content_terms, offered.groups())
    else:
        return None
    both = frozenset(first).intersection(last)
    return (frozenset(first) - both, frozenset(last) - both) if first and last else None


def chosen(offered: Choices, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where ``text[start:end]`` has one of the `offered` answers; None if it has both or neither.

    >>> offered = choices("Is the garden open or closed on Mondays?")
    >>> chosen(offered, "It is closed on holidays.", 0, 25)
    (6, 12)
    """
    words = [
        (start + word.start, start + word.end, word.term)
        for word in analysis.words(text[start:end])
        if not _THAN.search(text[max(0, start + word.start - _LONGEST_THAN) : start + word.start])
    ]
    found = [[(first, last) for first, last, term in words if term in one] for one in offered]
    held = [places for places in found if places]
    if len(held) != 1:
        return None
    first, last = held[0][0][0], held[0][-1][1]
    return first, first + len(_POSSESSIVE.sub("", text[first:last]))


def compares(question: str, text: str) -> bool:
    """Whether `text` weighs one thing against another, should `question` ask for that.

    >>> compares("Which is older, the mill or the barn?", "The mill is older than the barn.")
    True
    >>> compares("Which is older, the mill or the barn?", "The mill is of 1830, the barn of 1840.")
    False
    """
    comparing = set(_COMPARATIVE.findall(question.lower()))
    told = set(_WORD.findall(text.lower()))
    return not comparing or "than" in told or not comparing.isdisjoint(told)


def _first_phrase(text: str) -> list[str]:
    """The content terms up to the next function word: of "they decline in the South" one."""
    behind = dropwhile(analysis.is_function, analysis.terms(text))
    phrase = takewhile(lambda term: term == "and" or not analysis.is_function(term), behind)
    return [term for term in phrase if term != "and"]
