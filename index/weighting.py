"""BM25's two factors: what a term is worth, and how much of it a passage gets.

See Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, and
`index.reference` for the definition that scores are held to.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Idf = Literal["lucene", "okapi"]

K1 = 1.5  # how late further occurrences of a term stop counting
B = 0.75  # how much long passages are held back
EPSILON = 0.25  # rank-bm25's floor under a negative idf, as a share of the average one


def lucene(passages: int, frequency: int) -> float:
    """The idf that is positive for every term, even one that is everywhere."""
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))


def okapi(passages: int, frequency: int) -> float:
    """Robertson and Spärck Jones's idf: negative for terms in more than half of the passages."""
    return math.log(passages - frequency + 0.5) - math.log(frequency + 0.5)


def okapi_floor(passages: int, frequencies: NDArray[Any]) -> float:
    """What rank-bm25 gives instead of a negative idf, from the frequencies of all terms."""
    idfs = np.log(passages - frequencies + 0.5) - np.log(frequencies + 0.5)
    return EPSILON * float(idfs.mean())


def weights(
    frequencies: NDArray[np.int32], lengths: NDArray[np.int32], average: float, k1: float, b: float
) -> NDArray[np.float64]:
    """A term's share of its idf, for each pair of its frequency in a passage and its length."""
    # In rank-bm25's order of operations, so that scores agree to the last bits.
    norms = k1 * (1 - b + b * lengths.astype(np.float64) / average)
    return frequencies * (k1 + 1) / (frequencies + norms)
