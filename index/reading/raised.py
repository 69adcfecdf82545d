"""Raised figures: exponents stay what they are, marks of notes go."""

from __future__ import annotations

import re

RAISED = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
NOTE_MARK = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:!?…\"'”’)\]]))[⁰¹²³⁴-⁹]{1,3}")


def raised(figures: str) -> str:
    """Figures written small and high; "10" and "6" must never become "106".

    >>> "10" + raised("6")
    '10⁶'
    """
    return figures.translate(RAISED)


def without_note_marks(text: str) -> str:
    """The text without raised figures that no quantity has: after words and sentences.

    >>> without_note_marks("adopted¹ on 40 m².²")
    'adopted on 40 m².'
    """
    return NOTE_MARK.sub("", text)
