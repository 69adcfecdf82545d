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

    @property
    def span(self) -> int:
        """How many words there are from the first place to the last."""
        return self.places[-1] - self.places[0] + 1 if self.places else 1


def table(question: Question, found: Sequence[Found]) -> dict[str, Column]:
    """The features of every statement of the passages found, in order: a column a name."""
    statements = [s for each in found for s in each.evidence.statements]
    matches = [match(question, statement) for statement in statements]
    sizes = [len(each.evidence.statements) for each in found]
    strengths = np.array([m.strengths for m in matches]).reshape(len(matches), -1)
    held = (strengths > 0).sum(axis=1)
    columns = {
        **_coverage(question, found, sizes, strengths),
        **_standing(question, found, sizes),
        **_subject(question, statements, matches),
        **_proximity(question, statements),
        "density": held / np.array([match.span for match in matches]),
        **_form(statements, held),
        **_kind_of_answer(question, statements, matches),
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
        strength = 0.0
        if term in statement.places:
            strength = 1.0
            places += statement.places[term]
        elif term in statement.initials:
            strength = _INITIALS
            places.append(statement.initials[term])
        elif family := statement.families.get(term[:FAMILY]):
            strength, other = max((relation(term, other), other) for other in family)
            places += statement.places[other] if strength else ()
        strengths.append(strength)
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


def _proximity(question: Question, statements: Sequence[Statement]) -> dict[str, Column]:
    """Whether the question's terms stand together in a sentence as they do there."""
    phrases = list(pairwise(question.order))
    among = frozenset(phrases)
    shared = [
        [] if among.isdisjoint(each.phrases) else [phrase in each.phrases for phrase in phrases]
        for each in statements
    ]
    return {
        "pairs": _pairs(question, statements),
        "phrases": np.array([sum(each) for each in shared]) / max(1, len(phrases)),
        "longest_run": np.array([_longest_run(each) for each in shared]) / max(1, len(phrases)),
    }


def _pairs(question: Question, statements: Sequence[Statement]) -> Column:
    """How near each other neighbouring terms of the question stand, the weightier the more."""
    neighbours = [
        (first, second, min(first_weight, second_weight))
        for (first, first_weight), (second, second_weight) in pairwise(
            zip(question.terms, question.weights, strict=True)
        )
    ]
    possible = sum(weight for *_, weight in neighbours)
    near = [
        sum(
            weight / _distance(places[first], places[second])
            for first, second, weight in neighbours
            if first in places and second in places
        )
        for places in (statement.places for statement in statements)
    ]
    return np.array(near) / (possible or 1.0)


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
        "length": np.minimum(2.0, lengths / _TYPICAL),
        "brief": (lengths < _BRIEF).astype(float),
        "novel": np.minimum(1.0, (content - held) / 6),
        "figures": np.minimum(1.0, figures / 6),
        "is_item": np.array([float(kind is BlockKind.ITEM) for kind in kinds]),
        "is_other": np.array([float(kind not in prose) for kind in kinds]),
    }


def _kind_of_answer(
    question: Question, statements: Sequence[Statement], matches: Sequence[Match]
) -> dict[str, Column]:
    """For each group of answer types: is there a figure to suit it, and near what was asked?"""
    nothing = np.zeros(len(statements))
    columns = {f"{name}_{group}": nothing for group in _GROUP_NAMES for name in ("suits", "near")}
    if group := _GROUPS.get(question.asked.type):
        suiting = [_suiting(question, statement) for statement in statements]
        columns[f"suits_{group}"] = np.array([float(bool(figures)) for figures in suiting])
        columns[f"near_{group}"] = np.array(
            [
                max((_nearness(figure, held) for figure in figures), default=0.0)
                for figures, held in zip(suiting, matches, strict=True)
            ]
        )
    focus = question.focus
    return {**columns, "focus": np.array([float(focus in each.places) for each in statements])}


def _suiting(question: Question, statement: Statement) -> list[Figure]:
    """The figures of the kind asked for that the question doesn't have itself."""
    kinds = SUITING[question.asked.type]
    return [
        figure
        for figure in statement.figures
        if figure.kind in kinds and not figure.terms.issubset(question.order)
    ]


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
    " defines expands introduces is_heading lacks_names denies on_option"
).split()
