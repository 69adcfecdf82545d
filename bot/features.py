"""What speaks for a sentence as the answer to a question, in numbers with names.

Most features lie between 0 and 1. They are all that the fitted models know of a sentence:
`bot/models/` holds a weight for each name, and `training/` fits them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bot import suiting
from bot.answertype import AnswerType
from bot.coverage import TYPICAL, coverage, standing
from bot.evidence import cues
from bot.matching import match
from bot.proximity import proximity
from bot.wordings import wordings
from index.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.evidence import Statement
    from bot.matching import Found, Match
    from bot.question import Question

    Column = NDArray[np.float64]

_OPENING = 2  # words into a sentence, its subject has begun
_BRIEF = 5  # words: less is hardly a sentence


def table(question: Question, found: Sequence[Found]) -> dict[str, Column]:
    """The features of every statement of the passages found, in order: a column a name."""
    statements = [s for each in found for s in each.evidence.statements]
    matches = [match(question, statement) for statement in statements]
    sizes = [len(each.evidence.statements) for each in found]
    strengths = np.array([m.strengths for m in matches]).reshape(len(matches), -1)
    held = (strengths > 0).sum(axis=1)
    columns = {
        **coverage(question, found, sizes, strengths),
        **standing(question, found, sizes),
        **_subject(question, statements, matches),
        **proximity(question, statements),
        "density": held / np.array([match.span for match in matches]),
        **_form(statements, held),
        **suiting.columns(question, statements, matches),
        **_cues(question, statements),
        **_in_rows([w for each in found for w in wordings(question, each.evidence)]),
    }
    cover, first = columns["cover"], columns["first_passage"]
    suits = np.max([columns[f"suits_{group}"] for group in suiting.GROUPS], axis=0)
    columns["cover_and_suits"] = cover * suits
    columns["cover_in_first_passage"] = cover * first
    columns["introduces"] *= cover
    columns["definition"] *= columns["opens"]
    return columns


def _in_rows(rows: Sequence[Mapping[str, float]]) -> dict[str, Column]:
    values = np.array([list(row.values()) for row in rows], float)
    return dict(zip(rows[0], values.T, strict=True))


def _subject(
    question: Question, statements: Sequence[Statement], matches: Sequence[Match]
) -> dict[str, Column]:
    """Whether a sentence is about what is asked, or says what its letters stand for."""
    spelt_out = [
        any(t in each.initials and t in each.places for t in question.terms) for each in statements
    ]
    opens = [bool(held.places) and held.places[0] <= _OPENING for held in matches]
    return {"opens": np.array(opens, float), "spells_out": np.array(spelt_out, float)}


def _form(statements: Sequence[Statement], held: Column) -> dict[str, Column]:
    """What a sentence is like; `held` says how many terms of the question it holds."""
    lengths = np.array([len(each.terms) for each in statements])
    content = np.array([each.content for each in statements])
    figures = np.array([len(each.figures) for each in statements])
    kinds = [each.sentence.kind for each in statements]
    prose = {BlockKind.PARAGRAPH, BlockKind.ITEM}
    return {
        "length": np.minimum(2.0, lengths / TYPICAL),
        "brief": (lengths < _BRIEF).astype(float),
        "novel": np.minimum(1.0, (content - held) / 6),
        "figures": np.minimum(1.0, figures / 6),
        "is_item": np.array([float(kind is BlockKind.ITEM) for kind in kinds]),
        "is_other": np.array([float(kind not in prose) for kind in kinds]),
    }


def _cues(question: Question, statements: Sequence[Statement]) -> dict[str, Column]:
    """Wordings that go with a type of question: a "because" answers a "why"."""

    def told(cue: str, *, where: bool = True) -> Column:
        if not where:
            return np.zeros(len(statements))
        return np.array([float(cue in statement.cues) for statement in statements])

    kind = question.asked.type
    negated = float("negation" in cues(question.text))
    return {
        "reason": told("reason", where=kind is AnswerType.REASON),
        "manner": told("manner", where=kind is AnswerType.MANNER),
        "definition": told("definition", where=kind is AnswerType.DEFINITION),
        "enumeration": told("enumeration", where=kind is AnswerType.LIST),
        "negation": np.abs(told("negation") - negated),
        "asks": told("question"),
    }


NAMES = (
    "cover cover_squared cover_of_most telling telling_before terms_found rarest two_rarest"
    " cover_before cover_after cover_title cover_section cover_elsewhere passage_cover leans"
    " leans_on_cover bm25 bm25_of_best_here passage_of_best passage_of_possible passage_rank"
    " first_passage position opens_passage pairs phrases longest_run density length brief novel"
    " figures is_item is_other focus opens spells_out suits_person near_person suits_name near_name"
    " suits_place near_place suits_date near_date suits_number near_number reason manner definition"
    " enumeration negation asks cover_and_suits cover_in_first_passage"
    " defines expands named_so introduces is_heading lacks_names denies untold labelled poorer_row"
    " on_option in_answer opens_answer"
).split()
