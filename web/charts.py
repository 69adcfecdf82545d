"""What a small chart shows: bars with a label and a number, to draw and to list in a table."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_BARS = 60
_DAY = len("2026-02-01")
_UNITS = (len("2026-02"), len("2026"), len("202"))  # month, year, decade
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A number with its name; `share` is its part of the largest in the chart."""

    label: str
    number: int
    share: float


def bars(numbers: Iterable[tuple[str, int]]) -> tuple[Bar, ...]:
    """A bar for each number.

    >>> [bar.share for bar in bars([("a", 1), ("b", 4)])]
    [0.25, 1.0]
    """
    numbers = list(numbers)
    largest = max((number for _, number in numbers), default=0) or 1
    return tuple(Bar(label, number, round(number / largest, 4)) for label, number in numbers)


def time_line(dates: Iterable[str]) -> tuple[Bar, ...]:
    """How many of the ISO 8601 `dates` fall on each month, year or decade, without a gap.

    >>> [(bar.label, bar.number) for bar in time_line(["2024-05-01", "2026", "2026-01"])]
    [('2024', 1), ('2025', 0), ('2026', 2)]
    """
    found = sorted(date for date in dates if date[:4].isdecimal())
    for unit in _UNITS:
        counted = Counter(date[:unit] for date in found)
        between = _between(list(counted), unit)
        if between and len(between) <= MOST_BARS:
            return bars((_label(each), counted[each]) for each in between)
    return ()


def growth(times: Iterable[str]) -> tuple[Bar, ...]:
    """How many of the ISO 8601 `times` had passed by the end of each day, or of every few days.

    The days lie equally far apart, so that a quiet month is as wide as a busy one. All on one day
    make one bar.

    >>> [(bar.label, bar.number) for bar in growth(["2026-01-02", "2026-01-02", "2026-01-04"])]
    [('2026-01-02', 2), ('2026-01-03', 2), ('2026-01-04', 3)]
    """
    days = sorted(date.fromisoformat(time[:_DAY]) for time in times)
    if not days:
        return ()
    span = (days[-1] - days[0]).days
    step = span // MOST_BARS + 1
    shown = [days[-1] - timedelta(back) for back in range(span // step * step, -1, -step)]
    return bars((day.isoformat(), bisect_right(days, day)) for day in shown)


def _between(found: Sequence[str], unit: int) -> list[str]:
    """Every month, year or decade from the first of `found` to the last; none if one is shorter."""
    if not found or any(len(each) < unit for each in found):
        return []
    if unit == len("2026-02"):
        first, last = (int(m[:4]) * _MONTHS_A_YEAR + int(m[5:]) - 1 for m in (found[0], found[-1]))
        months = (divmod(month, _MONTHS_A_YEAR) for month in range(first, last + 1))
        return [f"{year:04}-{month + 1:02}" for year, month in months]
    return [f"{each:0{unit}}" for each in range(int(found[0]), int(found[-1]) + 1)]


def _label(unit: str) -> str:
    return f"{unit}0s" if len(unit) == len("202") else unit
