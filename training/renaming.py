"""The same question about others: names, years and numbers exchanged in question and text alike.

A network learns a few thousand questions by heart, and what is true of those whom they are about.
Where they are called otherwise each time, it has to read where the answer stands.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from index import analysis
from training.swaps import years_away

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Mapping, Sequence

    from training.reader_examples import Example

EXCHANGED = 0.5  # of the names, and as often the years and the numbers
_NAME = re.compile(r"\b(?P<before>[a-z]+) (?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+)*)")
_YEAR = re.compile(r"(?<![\w.,-])(?:1\d|20)\d\d(?=s?\b(?![.,]?\d))")
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}\b(?![.,]?\d)")
_LAST_DAY = 31
_CALENDAR = frozenset((*calendar.month_name, *calendar.day_name))


class Renaming:
    """Exchanges names for those that `texts` mention behind the same word, if there are any."""

    def __init__(self, texts: Iterable[str]) -> None:
        found: dict[tuple[str, int], set[str]] = defaultdict(set)
        for text in texts:
            for before, name in _names(text):
                size = name.count(" ") + 1
                found[before, size].add(name)
                found["", size].add(name)
        self._names: Mapping[tuple[str, int], Sequence[str]] = {
            place: sorted(names) for place, names in found.items()
        }

    def renamed(self, example: Example, chance: random.Random) -> Example:
        """`example` with some of its names, years and numbers exchanged wherever they stand."""
        exchanged = self._exchanged(example.text, chance)
        pattern = re.compile(r"(?<![\w.,-])(?:" + "|".join(map(re.escape, exchanged)) + r")(?!\w)")

        def put(piece: str) -> str:
            return pattern.sub(lambda match: exchanged[match[0]], piece) if exchanged else piece

        question, text, span = example.question, example.text, example.span
        if span is None:
            return replace(example, question=put(question), text=put(text))
        before, answer, after = map(put, (text[: span[0]], text[slice(*span)], text[span[1] :]))
        span = (len(before), len(before) + len(answer))
        return replace(example, question=put(question), text=before + answer + after, span=span)

    def _exchanged(self, text: str, chance: random.Random) -> dict[str, str]:
        """The words that give way, and what they give way to."""
        exchanged: dict[str, str] = {}
        if chance.random() < EXCHANGED:
            for number in _NUMBER.findall(text):
                exchanged[number] = str(_like(int(number), chance))
        if chance.random() < EXCHANGED:
            later = years_away(chance)
            exchanged.update((year, str(int(year) + later)) for year in _YEAR.findall(text))
        for before, name in _names(text):
            words = name.split()
            if chance.random() >= EXCHANGED or any(word in exchanged for word in words):
                continue
            others = self._names.get((before, len(words))) or self._names.get(("", len(words)))
            if others:
                exchanged.update(zip(words, chance.choice(others).split(), strict=True))
        return exchanged


def _names(text: str) -> list[tuple[str, str]]:
    """Names and the word before them, but for those of days and months."""
    return [
        (match["before"], match["name"])
        for match in _NAME.finditer(text)
        if not any(
            word in _CALENDAR or analysis.is_function(word.lower())
            for word in match["name"].split()
        )
    ]


def _like(number: int, chance: random.Random) -> int:
    """Another number of as many digits, and a day of the month for one that may be."""
    digits = len(str(number))
    most = 10**digits - 1
    if digits == len(str(_LAST_DAY)) and number <= _LAST_DAY:
        most = _LAST_DAY
    return chance.randint(10 ** (digits - 1), most)
