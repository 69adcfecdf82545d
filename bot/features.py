"""What speaks for a sentence as the answer to a question, in numbers with names.

Most features lie between 0 and 1. They are all that the fitted models know of a sentence:
`bot/models/` holds a weight for each name, and `training/` fits them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from bot.answertype import AnswerType
from bot.evidence import cues
from bot.question import FAMILY, relation
from bot.shapes import SUITING
from bot.wordings import wordings
from index.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.evidence import Evidence, Figure, Statement
    from bot.question import Question

    Column = NDArray[np.float64]

_INITIALS = 0.9  # what the initials of a name count for, beside the name
_SATURATION = 1.2  # BM25's k1, for terms in a sentence
_TYPICAL = 20  # words in a sentence
_NEAR = 6.0  # words: at this distance a figure is half as near
_OPENING = 2  # words into a sentence, its subject has begun
_BRIEF = 5  # words: less is hardly a sentence
_GROUPS = {
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
_GROUP_NAMES = tuple(dict.fromkeys(_GROUPS.values()))


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A passage that the search found: its evidence, its rank from 0, and its score."""

    evidence: Evidence
    rank: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """How strongly a statement holds each term of a question, and at which places."""

    strengths: Sequence[float]
    places: Sequence[int]


def table(question: Question, found: Sequence[Found]) -> dict[str, Column]:
    """The features of every statement of the passages found, in order: a column a name."""
    statements = [s for each in found for s in each.evidence.statements]
    matches = [match(question, statement) for statement in statements]
    sizes = [len(each.evidence.statements) for each in found]
    strengths = np.array([m.strengths for m in matches]).reshape(len(matches), -1)
    columns = {
        **_coverage(question, found, sizes, strengths),
        **_standing(question, found, sizes),
        **_in_rows(
            [
                {
                    **_subject(question, statement, held),
                    **_proximity(question, statement, held),
                    **_form(statement, held),
                    **_kind_of_answer(question, statement, held),
                }
                for statement, held in zip(statements, matches, strict=True)
            ]
        ),
        **_cues(question, statements),
        **_in_rows([w for each in found for w in wordings(question, each.evidence)]),
    }
    cover, first = columns["cover"], columns["first_passage"]
    suits = np.max([columns[f"suits_{group}"] for group in _GROUP_NAMES], axis=0)
    columns["cover_and_suits"] = cover * suits
    columns["cover_in_first_passage"] = cover * first
    columns["introduces"] *= cover
    columns["definition"] *= columns["opens"]
    return columns


def match(question: Question, statement: Statement) -> Match:
    """Find the terms of `question` in `statement`: as they are, as initials, or derived."""
    strengths: list[float] = []
    places: list[int] = []
    for term in question.terms:
        if term in statement.places:
            strengths.append(1.0)
            places.extend(statement.places[term])
        elif term in statement.initials:
            strengths.append(_INITIALS)
            places.append(statement.initials[term])
        else:
            family = statement.families.get(term[:FAMILY], ())
            strength, other = max(((relation(term, o), o) for o in family), default=(0.0, ""))
            strengths.append(strength)
            places.extend(statement.places[other] if strength else ())
    return Match(strengths, sorted(places))


def _coverage(
    question: Question, found: Sequence[Found], sizes: Sequence[int], strengths: Column
) -> dict[str, Column]:
    """How much of the question a sentence holds, and where the rest of it stands."""
    weights = np.array(question.weights)
    ends = np.cumsum(np.array(sizes, np.int64))
    starts = ends - np.array(sizes, np.int64)
    before, after = np.roll(strengths, 1, axis=0), np.roll(strengths, -1, axis=0)
    before[starts], after[ends - 1] = 0.0, 0.0
    passages = np.maximum.reduceat(strengths, starts, axis=0)
    titles = np.array([[t in f.evidence.title for t in question.terms] for f in found], float)
    sections = np.array([[t in f.evidence.section for t in question.terms] for f in found], float)
    whole = np.maximum(passages, np.maximum(titles, sections))
    rarest = np.argsort(-weights, kind="stable")[:2]
    scores = _bm25(found, strengths) @ weights
    best_here = np.maximum.reduceat(scores, starts)

    def rest(there: Column) -> Column:
        left_out: Column = np.maximum(there - strengths, 0.0) @ weights
        return left_out

    def spread(of_passages: Column) -> Column:
        return np.repeat(of_passages, sizes, axis=0)

    cover = strengths @ weights
    telling = _telling(weights, strengths)
    leans = np.array([float(s.leans) for f in found for s in f.evidence.statements])
    return {
        "cover": cover,
        "cover_squared": cover**2,
        "cover_of_most": cover / max(cover.max(), 1e-9),
        "telling": strengths @ telling,
        "telling_before": np.maximum(before - strengths, 0.0) @ telling,
        "terms_found": (strengths > 0).mean(axis=1),
        "rarest": strengths[:, rarest[0]],
        "two_rarest": strengths[:, rarest].mean(axis=1),
        "cover_before": rest(before),
        "cover_after": rest(after),
        "cover_title": rest(spread(titles)),
        "cover_section": rest(spread(sections)),
        "cover_elsewhere": rest(spread(passages)),
        "passage_cover": spread(whole @ weights),
        "leans": leans,
        "leans_on_cover": leans * rest(before),
        "bm25": scores,
        "bm25_of_best_here": scores / np.maximum(spread(best_here), 1e-9),
    }


def _telling(weights: Column, strengths: Column) -> Column:
    """What each term tells between these sentences: little where most of them hold it.

    Of a page about the Bogor Goals, every sentence has "Bogor" and "goals".
    """
    shares = np.maximum((strengths > 0).mean(axis=0), 1 / len(strengths))
    telling = weights * -np.log(shares) * (strengths.max(axis=0) > 0)
    return np.asarray(telling / max(telling.sum(), 1e-9))


def _bm25(found: Sequence[Found], strengths: Column) -> Column:
    """BM25's share for each term, as if a term stood once in a sentence."""
    lengths = np.array([len(s.terms) for f in found for s in f.evidence.statements])
    norms = _SATURATION * (0.6 + 0.4 * lengths / _TYPICAL)
    saturated: Column = strengths / (strengths + norms[:, None])
    return saturated


def _standing(
    question: Question, found: Sequence[Found], sizes: Sequence[int]
) -> dict[str, Column]:
    """How the passage of a sentence came out of the search, and where in it the sentence is."""
    ranks = np.array([float(each.rank) for each in found])
    scores = np.array([each.score for each in found])
    places = np.concatenate([np.arange(size) / size for size in sizes])
    columns = {
        "passage_of_best": scores / max(scores.max(), 1e-9),
        "passage_of_possible": scores / (question.weight * (_SATURATION + 1)),
        "passage_rank": 1 / (1 + ranks),
        "first_passage": (ranks == 0).astype(float),
    }
    return {
        **{name: np.repeat(column, sizes) for name, column in columns.items()},
        "position": places,
        "opens_passage": (places == 0).astype(float),
    }


def _in_rows(rows: Sequence[Mapping[str, float]]) -> dict[str, Column]:
    values = np.array([list(row.values()) for row in rows], float)
    return dict(zip(rows[0], values.T, strict=True))


def _proximity(question: Question, statement: Statement, held: Match) -> dict[str, float]:
    """Whether the question's terms stand together here as they do there."""
    near = possible = 0.0
    weighted = zip(question.terms, question.weights, strict=True)
    for (first, first_weight), (second, second_weight) in pairwise(weighted):
        pair_weight = min(first_weight, second_weight)
        possible += pair_weight
        if first in statement.places and second in statement.places:
            near += pair_weight / _distance(statement.places[first], statement.places[second])
    phrases = [pair in statement.phrases for pair in pairwise(question.order)]
    span = held.places[-1] - held.places[0] + 1 if held.places else 1
    return {
        "pairs": near / possible if possible else 0.0,
        "phrases": sum(phrases) / max(1, len(phrases)),
        "longest_run": _longest_run(phrases) / max(1, len(phrases)),
        "density": sum(strength > 0 for strength in held.strengths) / span,
    }


def _distance(first: Sequence[int], second: Sequence[int]) -> int:
    """How many words apart two different terms stand at the nearest."""
    if len(first) == len(second) == 1:
        return abs(first[0] - second[0])
    return min(abs(a - b) for a in first for b in second)


def _longest_run(phrases: Sequence[bool]) -> int:
    longest = run = 0
    for shared in phrases:
        run = run + 1 if shared else 0
        longest = max(longest, run)
    return longest


def _subject(question: Question, statement: Statement, held: Match) -> dict[str, float]:
    """Whether the statement is about what is asked, or says what its letters stand for."""
    spelt_out = statement.initials.keys() & statement.places.keys()
    return {
        "opens": float(bool(held.places) and held.places[0] <= _OPENING),
        "spells_out": float(any(term in spelt_out for term in question.terms)),
    }


def _form(statement: Statement, held: Match) -> dict[str, float]:
    novel = statement.content - sum(strength > 0 for strength in held.strengths)
    kind = statement.sentence.kind
    return {
        "length": min(2.0, len(statement.terms) / _TYPICAL),
        "brief": float(len(statement.terms) < _BRIEF),
        "novel": min(1.0, novel / 6),
        "figures": min(1.0, len(statement.figures) / 6),
        "is_item": float(kind is BlockKind.ITEM),
        "is_other": float(kind not in {BlockKind.PARAGRAPH, BlockKind.ITEM}),
    }


def _kind_of_answer(question: Question, statement: Statement, held: Match) -> dict[str, float]:
    """For each group of answer types: is there a figure to suit it, and near what was asked?"""
    asked_group = _GROUPS.get(question.asked.type, "")
    suiting = SUITING.get(question.asked.type, frozenset())
    candidates = [
        figure
        for figure in statement.figures
        if figure.kind in suiting and not figure.terms.issubset(question.order)
    ]
    near = max((_nearness(figure, held) for figure in candidates), default=0.0)
    features = {"focus": float(question.focus in statement.places)}
    for group in _GROUP_NAMES:
        features[f"suits_{group}"] = float(group == asked_group and bool(candidates))
        features[f"near_{group}"] = near if group == asked_group else 0.0
    return features


def _nearness(figure: Figure, held: Match) -> float:
    distances = [
        max(figure.first - place, place - figure.last)
        for place in held.places
        if not figure.first <= place <= figure.last
    ]
    return _NEAR / (_NEAR + min(distances)) if distances else 0.0


def _cues(question: Question, statements: Sequence[Statement]) -> dict[str, Column]:
    """Wordings that go with a type of question: a "because" answers a "why"."""

    def told(cue: str, *, where: bool = True) -> Column:
        return np.array([float(where and cue in statement.cues) for statement in statements])

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
    " defines expands introduces is_heading lacks_names denies"
).split()
