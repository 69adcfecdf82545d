"""Lives: the words that tell of birth, death and family, and the dates behind a name."""

from __future__ import annotations

import re
from functools import lru_cache

_LIFE = re.compile(
    r"\((?:[^();]*;\s*)?(?P<birth>[^();–—-]*\d{3,4})\s*[–—-]\s*(?P<death>[^();–—-]*\d{3,4})\)"
)
_YEARS = re.compile(r"\([^()]{0,60}\d{3,4}\s*[–—-]")  # "(1862–90)"
_ASKED = {
    "birth": re.compile(r"\bwhen\b.*\bborn\b|\bbirth", re.IGNORECASE),
    "death": re.compile(r"\bwhen\b.*\bdie[sd]?\b|\bdeath\b", re.IGNORECASE),
}
_WHO_IS = r"who (?:is|are|was|were)"
_TOLD = {  # an event or a relation that is asked for, and the words without which it isn't told
    r"(?:when|where|year|city|town|country)\b.*\bborn": (
        r"born|birth\w*|native|bapti[sz]ed|b\. ?\d+"
    ),
    r"(?:when|where|year)\b.*\bdie[sd]?": (
        r"die[sd]?|dying|dead|fell|buried|funeral|passed away|suicide|d\. ?\d+"
        r"|(?:death|kill|murder|assassinat|execut|drown|perish)\w*"
    ),
    rf"{_WHO_IS}\b.*\b(?:husband|wife|spouse)": (
        r"(?:husband|wife|wives|spouse|marri|wed|widow|bride)\w*"
    ),
    rf"{_WHO_IS}\b.*\b(?:father|mother|parents?)": (
        r"(?:father|mother|parent|dad|mum)\w*|(?:sons?|daughters?|child|children|born) (?:of|to)"
    ),
}


def untold(question: str, text: str) -> bool:
    """Whether somebody's birth, death or kin is asked for, and `text` speaks of something else.

    >>> untold("When was Olof born?", "In 1948 she married Olof.")
    True
    >>> untold("When was Olof born?", "Olof (1911–1979) was a painter.")
    False
    """
    told = _telling(question)
    return bool(told) and not any(words.search(text) for words in (*told, _YEARS))


def asked(question: str) -> bool:
    """Whether somebody's birth, death or kin is asked for."""
    return bool(_telling(question))


@lru_cache(maxsize=1024)  # it is asked of every sentence
def _telling(question: str) -> tuple[re.Pattern[str], ...]:
    """The words of which some tell what `question` asks for; none where it asks something else."""
    found = (words for asking, words in _TOLD.items() if _whole(asking).search(question))
    return tuple(map(_whole, found))


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


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
