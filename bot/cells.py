"""Find the cell of a table's row that answers: of "Name: Lamp. Price: 24.90." the one named so.

A reader of prose sees in a row a sentence without a verb. What a cell is called says it plainly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answertype import AnswerType, asked
from bot.question import relation
from index import analysis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAME = re.compile(r"(?:^|(?<=[.!?…:;。！？] ))([^:.!?\n]{1,60}): ")
NOT_IN_A_CELL = frozenset(
    {AnswerType.LIST, AnswerType.YES_NO, AnswerType.REASON, AnswerType.MANNER}
)
_FIGURES = frozenset({AnswerType.DATE, AnswerType.YEAR, AnswerType.DURATION, AnswerType.PERCENTAGE})
_OF_CIRCUMSTANCE = frozenset("at by from in on to until".split())  # "Found at" says no "what"
_DOERS = ("er", "or")  # "Owner" says who owns it
_AMOUNTS = frozenset(
    analysis.terms("price cost fee amount rent salary wage budget charge total rate value")
)
_NO = frozenset({"no", "false", "n", "never", "none", "0", "-", "–"})
_HOW_MUCH = "how much"


@dataclass(frozen=True, slots=True)
class Cell:
    """The terms of a column's name, the value, and where in the row it begins."""

    name: frozenset[str]
    value: str
    start: int


def answering(question: str, row: str) -> Cell | None:
    """The cell of `row` that `question` asks for; None where none is, or more than one could be.

    >>> row = "Name: Red lamp. Price: 24.90. Stock: 3."
    >>> answering("How many red lamps are in stock?", row).value
    '3'
    """
    kind = asked(question)
    if kind.type in NOT_IN_A_CELL:
        return None
    terms = frozenset(analysis.content_terms(question))
    open_cells = [
        each
        for each in cells(row)
        if _may_be(kind.type, each.value) and not _given(each.value, terms)
    ]
    amounts = kind.type is AnswerType.MONEY or kind.word == _HOW_MUCH
    focus = frozenset(analysis.terms(kind.focus))
    done = terms if kind.type is AnswerType.PERSON else frozenset[str]()
    if kind.word == "what":
        open_cells = [each for each in open_cells if _OF_CIRCUMSTANCE.isdisjoint(each.name)]
    return (
        _best({each: _does(each.name, done) for each in open_cells})
        or _best(
            {each: _shared(each.name, terms) + _shared(each.name, focus) for each in open_cells}
        )
        or _best({each: _related(each.name, terms) for each in open_cells})
        or (_best({each: _shared(each.name, _AMOUNTS) for each in open_cells}) if amounts else None)
    )


def says_no(row: str, terms: Iterable[str]) -> bool:
    """Whether a cell that is named by one of `terms` says "no".

    >>> says_no("Name: Red lamp. Discontinued: no.", ["discontinu"])
    True
    """
    asked_for = frozenset(terms)
    return any(
        not asked_for.isdisjoint(each.name) and each.value.lower() in _NO for each in cells(row)
    )


def within(row: str, start: int, end: int) -> tuple[int, int]:
    """Of ``row[start:end]`` what is the value of one cell; nothing of a column's name.

    >>> row = "Option: -n. Default: info."
    >>> row[slice(*within(row, 12, 25))], row[slice(*within(row, 12, 19))]
    ('info', '')
    """
    named = list(cells(row))
    for cell in named:
        first, last = max(start, cell.start), min(end, cell.start + len(cell.value))
        if first < last:
            return first, last
    return (start, start) if named else (start, end)


def cells(row: str) -> Iterator[Cell]:
    """The named cells of a row, as `index/reading/tables.py` writes them."""
    names = list(_NAME.finditer(row))
    ends = [*(name.start() for name in names), len(row)][1:]
    for name, end in zip(names, ends, strict=True):
        value = row[name.end() : end].rstrip().removesuffix(".")
        yield Cell(frozenset(analysis.terms(name[1])), value, name.end())


def _may_be(kind: AnswerType, value: str) -> bool:
    """Whether a value can be what is asked for.

    No time is without a figure, no person has one, and no place is without a letter.
    """
    figure = any(map(str.isdigit, value))
    if kind in _FIGURES:
        return figure
    if kind is AnswerType.PLACE:
        return any(map(str.isalpha, value))
    return bool(value) and not (kind is AnswerType.PERSON and figure)


def _given(value: str, terms: frozenset[str]) -> bool:
    """Whether the question says what stands in a cell: it tells which row is meant."""
    return terms.issuperset(analysis.content_terms(value))


def _shared(name: frozenset[str], terms: frozenset[str]) -> float:
    return len(name & terms) / len(name) if name else 0.0


def _does(name: frozenset[str], terms: frozenset[str]) -> float:
    """1 for the column of those who do what is asked about: "Owner", where it is asked who owns."""
    return float(any(term + ending in name for term in terms for ending in _DOERS))


def _related(name: frozenset[str], terms: frozenset[str]) -> float:
    return max((relation(term, other) for term in terms for other in name), default=0.0)


def _best(likely: dict[Cell, float]) -> Cell | None:
    """The likeliest, unless another is as likely, or none is at all."""
    most = max(likely.values(), default=0.0)
    found = [cell for cell, each in likely.items() if each == most]
    return found[0] if most > 0 and len(found) == 1 else None
