"""How common a term is in English at large, so that a small corpus doesn't mislead.

In a folder of ten pages "located" may stand nowhere and still say nothing about what is asked.
"""

from __future__ import annotations

from functools import cache
from math import log

from bot import modelfiles

PASSAGES = 1_000  # of English at large, that count beside those of the corpus
_LEAST = 0.002  # what a term unknown to English at large is taken to have of its passages


def share(term: str) -> float:
    """In what share of English passages `term` stands; 0 for words of some special subject.

    >>> share("the") > share("meet") > share("apec") == 0.0
    True
    """
    return _shares().get(term, 0.0)


def telling(term: str, held: float) -> float:
    """How much it tells of a corpus that `term` stands in the share `held` of its passages.

    What such a passage adds to the Kullback-Leibler divergence of the corpus from English.

    >>> telling("apec", 0.3) > telling("apec", 0.1) > 0 > telling("the", 0.3)
    True
    """
    return held * log(max(held, _LEAST) / max(share(term), _LEAST))


@cache
def _shares() -> dict[str, float]:
    shares: dict[str, float] = modelfiles.read("background")["shares"]
    return shares
