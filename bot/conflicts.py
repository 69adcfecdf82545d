"""Find quotations that disagree: the same terms in two documents, with another date or number."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from bot.answers import Conflict
from bot.shapes import SUITING, ShapeKind
from index import analysis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.asked import AnswerType
    from bot.evidence import Statement
    from bot.extraction import Candidate, Quote

_COMPARED = {
    ShapeKind.DATE: "another date",
    ShapeKind.YEAR: "another year",
    ShapeKind.MONEY: "another sum",
    ShapeKind.PERCENTAGE: "another percentage",
    ShapeKind.DURATION: "another time span",
    ShapeKind.NUMBER: "another number",
    ShapeKind.PHONE: "another telephone number",
    ShapeKind.EMAIL: "another address",
}
_ALIKE = 0.75  # of the terms of the longer sentence stand in the other
_FEWEST_TERMS = 3
_LOOKED_AT = 10  # candidates that may contradict the first quotation

Values = frozenset[frozenset[str]]


def conflicts(quotes: Sequence[Quote]) -> tuple[Conflict, ...]:
    """The pairs of `quotes`, which are numbered from 1, that disagree."""
    return tuple(
        Conflict((first, second), reason)
        for (first, one), (second, other) in combinations(enumerate(quotes, 1), 2)
        if one.evidence.document is not other.evidence.document
        and (reason := disagreement(one.statements[0], other.statements[0])) is not None
    )


def contradicting(
    quotes: Sequence[Quote], candidates: Sequence[Candidate], kind: AnswerType
) -> Candidate | None:
    """The best candidate of another document that disagrees with the first quote.

    It does in what is asked for: a date where the question asks when.
    """
    if not quotes:
        return None
    asked = {_COMPARED[shape] for shape in SUITING.get(kind, ()) if shape in _COMPARED}
    core = quotes[0].statements[0]
    for candidate in candidates[:_LOOKED_AT]:
        elsewhere = candidate.found.evidence.document is not quotes[0].evidence.document
        if elsewhere and disagreement(core, candidate.statement) in asked:
            return candidate
    return None


def disagreement(one: Statement, other: Statement) -> str | None:
    """What two sentences say differently, or None where they don't disagree.

    They share most of their terms, and either one kind of figure differs and no other does, or
    one of them denies what the other says.
    """
    if not _alike(one, other):
        return None
    mine, theirs = _values(one), _values(other)
    different = [
        reason
        for kind, reason in _COMPARED.items()
        if kind in mine and kind in theirs and not _compatible(mine[kind], theirs[kind])
    ]
    date, year = _COMPARED[ShapeKind.DATE], _COMPARED[ShapeKind.YEAR]
    if {date, year} <= set(different):
        different.remove(year)
    if different:
        return different[0] if len(different) == 1 else None
    return "one of them denies it" if _denies(one) != _denies(other) else None


def _alike(one: Statement, other: Statement) -> bool:
    mine, theirs = _subject(one), _subject(other)
    more = max(len(mine), len(theirs))
    return more >= _FEWEST_TERMS and len(mine & theirs) >= _ALIKE * more


def _subject(statement: Statement) -> set[str]:
    """The content terms outside the figures that are compared."""
    figures = {
        term for figure in statement.figures if figure.kind in _COMPARED for term in figure.terms
    }
    return {term for term in statement.places if not analysis.is_function(term)} - figures


def _values(statement: Statement) -> Mapping[ShapeKind, Values]:
    found: dict[ShapeKind, set[frozenset[str]]] = defaultdict(set)
    for figure in statement.figures:
        if figure.kind in _COMPARED:
            found[figure.kind].add(figure.terms)
    return {kind: frozenset(values) for kind, values in found.items()}


def _compatible(mine: Values, theirs: Values) -> bool:
    """Whether some value is the other's, or says it less exactly ("2026", "18 February 2026")."""
    return any(one <= other or other <= one for one in mine for other in theirs)


def _denies(statement: Statement) -> bool:
    return "negation" in statement.cues
