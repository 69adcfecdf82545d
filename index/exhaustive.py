"""Score every passage that a question touches: plain sums, which every shortcut must equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from index.shard import Part

    Top = tuple[NDArray[np.int64], NDArray[np.float64]]


def scores(parts: Iterable[Part], positions: int) -> NDArray[np.float64]:
    """The score of each of `positions`, summed over its terms from the rarest on."""
    summed = np.zeros(positions)
    for shard, lists in parts:
        place = summed[shard.base : shard.base + len(shard.segment)]
        for postings in lists:
            weighed = shard.weigh(postings, shard.codes(postings))
            np.add.at(place, shard.passages(postings), weighed)  # faster than fancy +=
        if shard.allowed is not None:
            place[~shard.allowed] = 0.0
    return summed


def top(parts: list[Part], positions: int, k: int) -> Top:
    """The `k` best of the passages that hold any term, even where their score is not positive."""
    held = np.zeros(positions, np.bool_)
    for shard, lists in parts:
        place = held[shard.base : shard.base + len(shard.segment)]
        for postings in lists:
            place[shard.passages(postings)] = True
        if shard.allowed is not None:
            place &= shard.allowed
    found = np.flatnonzero(held)
    return best(found, scores(parts, positions)[found], k)


def best(positions: NDArray[Any], scores: NDArray[np.float64], k: int) -> Top:
    """The `k` highest scores and their positions, best first, ties by position."""
    if k < len(scores):
        least = np.partition(scores, len(scores) - k)[len(scores) - k]
        kept = np.flatnonzero(scores >= least)  # all ties: the position decides between them
        positions, scores = positions[kept], scores[kept]
    order = np.lexsort((positions, -scores))[:k]
    return positions[order].astype(np.int64), scores[order]
