"""Questions about another name or year than the text's: near misses made of answerable questions.

"Who led the Japanese delegation?" is not answered by "Mace leads the US delegation", however many
words they share. Nobody asks such questions in SQuAD 1.1, so they are made: a name of the question
that its text mentions gives way to one that follows the same word in another question, as *the US*
may give way to *the Japanese*, and a year to one nearby.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Mapping, Sequence

_NAME = re.compile(r"(?P<before>\w+) (?P<name>[A-Z][\w-]+(?: (?:of (?:the )?)?[A-Z][\w-]+)*)")
_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
_FURTHEST = 40  # years


def years_away(chance: random.Random) -> int:
    """How many years to move one by, forth or back."""
    return chance.choice((-1, 1)) * chance.randint(1, _FURTHEST)


class Swaps:
    """The names that `questions` mention, by the word before them."""

    def __init__(self, questions: Iterable[str]) -> None:
        names: dict[str, set[str]] = defaultdict(set)
        for question in questions:
            for match in _NAME.finditer(question):
                names[match["before"].lower()].add(match["name"])
        self._names: Mapping[str, Sequence[str]] = {
            before: sorted(found) for before, found in names.items()
        }

    def swapped(
        self, question: str, text: str, chance: random.Random, *, unheard_in: str = ""
    ) -> str | None:
        """`question` with a name or year that `text` mentions exchanged for one that it doesn't.

        Nor does `unheard_in` mention it. None where there is nothing to exchange.
        """
        mentioned = text.lower()
        places = [
            match
            for match in (*_NAME.finditer(question), *_YEAR.finditer(question))
            if (match.groupdict().get("name") or match[0]).lower() in mentioned
        ]
        if not places:
            return None
        place = chance.choice(places)
        if place.re is _YEAR:
            other = str(int(place[0]) + years_away(chance))
            start = place.start()
        else:
            other = chance.choice(self._names.get(place["before"].lower(), (place["name"],)))
            start = place.start("name")
        if any(other.lower() in each.lower() for each in (text, unheard_in, question)):
            return None
        return question[:start] + other + question[place.end() :]
