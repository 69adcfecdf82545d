"""Whether a sentence has a figure of the kind that is asked for: a date for a "when"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bot.answertype import AnswerType
from bot.shapes import SUITING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.evidence import Figure, Statement
    from bot.matching import Match
    from bot.question import Question

    Column = NDArray[np.float64]

_NEAR = 6.0  # words: at this distance a figure is half as near
_GROUP_OF = {
    AnswerType.PERSON: "person",
    AnswerType.NAME: "name",
    AnswerType.PLACE: "place",
    AnswerType.DATE: "date",
    AnswerType.YEAR: "date",
    AnswerType.NUMBER: "number",
    AnswerType.MONEY: "number",
    AnswerType.PERCENTAGE: "number",
    AnswerType.DURATION: "number",
    AnswerType.FREQUENCY: "number",
    AnswerType.CONTACT: "number",
}
GROUPS = tuple(dict.fromkeys(_GROUP_OF.values()))


def suiting(question: Question, statement: Statement) -> list[Figure]:
    """The figures of the kind asked for that the question doesn't have itself."""
    kinds = SUITING.get(question.asked.type, frozenset())
    return [
        figure
        for figure in statement.figures
        if figure.kind in kinds and not figure.terms.issubset(question.order)
    ]


def lacks(question: Question, statement: Statement) -> bool:
    """Whether a figure of some kind is asked for, and the statement has no new one of it."""
    return question.asked.type in SUITING and not suiting(question, statement)


def columns(
    question: Question, statements: Sequence[Statement], matches: Sequence[Match]
) -> dict[str, Column]:
    """For each group of answer types: is there a figure to suit it, and near what was asked?"""
    nothing = np.zeros(len(statements))
    found = {f"{name}_{group}": nothing for group in GROUPS for name in ("suits", "near")}
    if group := _GROUP_OF.get(question.asked.type):
        suited = [suiting(question, statement) for statement in statements]
        found[f"suits_{group}"] = np.array([float(bool(figures)) for figures in suited])
        found[f"near_{group}"] = np.array(
            [
                max((_nearness(figure, held) for figure in figures), default=0.0)
                for figures, held in zip(suited, matches, strict=True)
            ]
        )
    focus = question.focus
    return {**found, "focus": np.array([float(focus in each.places) for each in statements])}


def _nearness(figure: Figure, held: Match) -> float:
    distances = [
        max(figure.first - place, place - figure.last)
        for place in held.places
        if not figure.first <= place <= figure.last
    ]
    return _NEAR / (_NEAR + min(distances)) if distances else 0.0
