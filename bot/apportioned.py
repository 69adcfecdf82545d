"""Tell which of several amounts is asked for: "£48 for a full plot and £26 for a half plot"."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.shapes import AMOUNTS, Shape, shapes
from index import analysis

_FOR = re.compile(r"\s(?:for|per)\s[^.;:!?\n]{1,80}")


def amount(question: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The one of the amounts in `text` that is for what `question` asks about.

    Where ``text[start:end]`` is none of several amounts that are each for something, or no one of
    them is for more of what is asked about than all others, `start` and `end`.

    >>> text = "The rent is £48 for a full plot and £26 for a half plot."
    >>> first, last = amount("What is the rent of a half plot?", text, 12, 15)
    >>> text[first:last]
    '£26'
    """
    amounts = [shape for shape in shapes(text) if shape.kind in AMOUNTS]
    if len(amounts) <= 1 or not any(a.start < end and start < a.end for a in amounts):
        return start, end
    asked = frozenset(analysis.content_terms(question))
    shared = [len(asked & terms) if terms else -1 for terms in _purposes(text, amounts)]
    most = max(shared)
    if min(shared) < 0 or shared.count(most) > 1:
        return start, end
    meant = amounts[shared.index(most)]
    return meant.start, meant.end


def _purposes(text: str, amounts: list[Shape]) -> list[frozenset[str]]:
    """The content terms of what each amount is for; none for one that is for nothing."""
    ends = [after.start for _, after in pairwise(amounts)]
    purposes = (
        _FOR.match(text, each.end, end)
        for each, end in zip(amounts, [*ends, len(text)], strict=True)
    )
    return [frozenset(analysis.content_terms(found[0]) if found else ()) for found in purposes]
