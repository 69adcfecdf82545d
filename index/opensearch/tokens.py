"""Terms as the tokens of a whitespace analyser: one for one, none lost, none cut in two."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 80  # characters; Lucene cuts a token after 255 of UTF-16's, and stores 32,766 bytes
MARK = "#"  # which no term begins with


def token(term: str) -> str:
    """The token for a term: itself, unless it is long or holds a space, as few ligatures do.

    >>> token("bogor"), token("sallallahou alayhe wasallam")
    ('bogor', '#780b2563df5e3934cf6a')
    """
    if len(term) <= LONGEST and not any(character.isspace() for character in term):
        return term
    return MARK + hashlib.sha256(term.encode()).hexdigest()[:20]


def stream(terms: Iterable[str]) -> str:
    """The terms of a passage as one text."""
    return " ".join(map(token, terms))
