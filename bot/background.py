"""How common a term is in English at large, so that a small corpus doesn't mislead.

In a folder of ten pages "located" may stand nowhere and still say nothing about what is asked.
"""

from __future__ import annotations

from functools import cache

from bot import modelfiles

PASSAGES = 1_000  # of English at large, that count beside those of the corpus


def share(term: str) -> float:
    """In what share of English passages `term` stands; 0 for words of some special subject.

    >>> share("the") > share("meet") > share("apec") == 0.0
    True
    """
    return _shares().get(term, 0.0)


@cache
def _shares() -> dict[str, float]:
    shares: dict[str, float] = modelfiles.read("background")["shares"]
    return shares
