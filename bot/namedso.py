"""Whoever a contract names once, and then calls by what they are: Acme Ltd ("the Tenant")."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answertype import AnswerType, asked
from bot.shapes import ShapeKind, shapes
from index import analysis

_NAMED_SO = re.compile(r"\([^()“”\"]{0,40}[“\"]([^()“”\"]{1,60})[”\"][^()“”\"]{0,40}\)")
_ASKING = frozenset({AnswerType.PERSON, AnswerType.DEFINITION})
_WHO_IS = re.compile(r"\W*(?:who|what)(?: (?:is|are|was|were)|['’]s) ", re.IGNORECASE)
_JOINTS = " .,"  # between the parts of a name, and before the bracket behind it


def named_so(question: str, text: str) -> tuple[int, int] | None:
    """Where in `text` the full name stands of what `question` asks about, and of nothing else.

    >>> text = 'between Acme Ltd ("the Landlord") and Bolt B.V. (the "Tenant")'
    >>> text[slice(*named_so("Who is the tenant?", text))]
    'Bolt B.V.'
    """
    wanted = _meant(question)
    for bracket in _NAMED_SO.finditer(text) if wanted else ():
        if set(analysis.content_terms(bracket[1])) == wanted:
            return _name(text[: bracket.start()])
    return None


def _name(before: str) -> tuple[int, int] | None:
    """Where the name stands that `before` ends in."""
    start = end = len(before.rstrip(_JOINTS))
    for shape in reversed([shape for shape in shapes(before) if shape.kind is ShapeKind.NAME]):
        if before[shape.end : start].strip(_JOINTS):
            break
        start = shape.start
    return (start, len(before.rstrip(" ,"))) if start < end else None


@lru_cache(maxsize=1024)  # it is asked of every sentence
def _meant(question: str) -> frozenset[str]:
    """The terms of who or what is asked for, if all that is asked is who it is."""
    kind = asked(question)
    plain = kind.type in _ASKING and _WHO_IS.match(question)
    return frozenset(analysis.content_terms(kind.focus)) if plain else frozenset()
