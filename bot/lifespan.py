"""Of "(10 December 1815 – 27 November 1852)" behind a name, the day of birth or that of death."""

from __future__ import annotations

import re

_LIFE = re.compile(
    r"\((?:[^();]*;\s*)?(?P<birth>[^();–—-]*\d{3,4})\s*[–—-]\s*(?P<death>[^();–—-]*\d{3,4})\)"
)
_ASKED = {
    "birth": re.compile(r"\bwhen\b.*\bborn\b|\bbirth", re.IGNORECASE),
    "death": re.compile(r"\bwhen\b.*\bdie[sd]?\b|\bdeath\b", re.IGNORECASE),
}


def date(question: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The one of two dates of a life, around ``text[start:end]``, that is asked for.

    Where there are no such two, or neither is asked for, `start` and `end`.

    >>> life = "Ada (10 December 1815 – 27 November 1852) was a writer."
    >>> for question in ["When was Ada born?", "When did Ada die?"]:
    ...     start, end = date(question, life, 17, 40)
    ...     print(life[start:end])
    10 December 1815
    27 November 1852
    """
    asked = [name for name, words in _ASKED.items() if words.search(question)]
    for life in _LIFE.finditer(text):
        if len(asked) == 1 and life.start() < end and start < life.end():
            return life.span(asked[0])
    return start, end
