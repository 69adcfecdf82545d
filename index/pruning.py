"""The best passages by MaxScore in numpy: for installations that had no C compiler.

Each part of a question is answered in three steps. Its rarest terms are added up in full, and the
best of those passages are scored by the other terms too: a score that k passages reach. Of the
longer postings only passages that can still reach it are read. These candidates are then looked
up in the longer postings, from the rarest on, and dropped as soon as they fall short.

See Turtle and Flood, "Query evaluation: strategies and optimizations", 1995.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from index.exhaustive import best
from index.shard import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.shard import Part, Postings, Shard

    Top = tuple[NDArray[np.int64], NDArray[np.float64]]
    Scored = tuple[NDArray[np.int32], NDArray[np.float64]]

SHORT = 2048  # so many postings are sooner added up than chosen from
SEEDS = 64  # passages that are scored in full to learn what score is needed


def top(parts: Sequence[Part], k: int) -> Top:
    """The `k` best passages, best first, ties by position; every idf must be positive."""
    positions, scores = np.zeros(0, np.int64), np.zeros(0)
    for part in parts:
        needed = float(scores[-1]) if len(scores) == k else 0.0
        found, sums = _candidates(part, k, needed)
        positions = np.concatenate([positions, found + part.shard.base])
        positions, scores = best(positions, np.concatenate([scores, sums]), k)
    return positions, scores


def _candidates(part: Part, k: int, needed: float) -> Scored:
    """Passages of the shard and their scores: all of its `k` best that score `needed` or more."""
    shard, lists = part
    ends = accumulate(listed.end - listed.start for listed in lists)
    rare = sum(end <= SHORT for end in ends)
    passages, sums = _added(shard, lists[:rare])
    if rare == len(lists):
        return passages, sums
    needed = max(needed, _reached(shard, lists[rare:], passages, sums, k))
    rest = [*accumulate((listed.bound for listed in reversed(lists)), initial=0.0)][::-1]
    kept = sums + rest[rare] >= needed
    newcomers = _newcomers(shard, lists[rare:], rest[rare + 1 :], needed)
    found = _distinct(np.concatenate([passages[kept], newcomers]))
    scores = np.zeros(len(found))
    scores[found.searchsorted(passages[kept])] = sums[kept]
    for listed, more in zip(lists[rare:], rest[rare + 1 :], strict=True):
        scores += _looked_up(shard, listed, found)
        kept = scores + more >= needed
        found, scores = found[kept], scores[kept]
    return found, scores


def _added(shard: Shard, lists: Sequence[Postings]) -> Scored:
    """The passages that hold any of the terms, ascending, and what they get from them."""
    held = [np.zeros(0, np.int32), *(shard.passages(listed) for listed in lists)]
    weighed = [shard.weigh(listed, shard.codes(listed)) for listed in lists]
    passages = _distinct(np.concatenate(held))
    sums = np.zeros(len(passages))
    places = passages.searchsorted(np.concatenate(held))
    np.add.at(sums, places, np.concatenate([np.zeros(0), *weighed]))
    if shard.allowed is None:
        return passages, sums
    allowed = shard.allowed[passages]
    return passages[allowed], sums[allowed]


def _reached(
    shard: Shard,
    long: Sequence[Postings],
    passages: NDArray[np.int32],
    sums: NDArray[np.float64],
    k: int,
) -> float:
    """A score that `k` passages reach, as far as the most promising ones tell."""
    if len(passages) < k:
        passages = _heaviest(shard, long[0])
        sums = np.zeros(len(passages))
    if len(passages) > SEEDS + k:
        seeds = np.sort(sums.argpartition(-SEEDS - k)[-SEEDS - k :])
        passages, sums = passages[seeds], sums[seeds]
    for listed in long:
        sums = sums + _looked_up(shard, listed, passages)
    return float(np.partition(sums, -k)[-k]) if len(sums) >= k else 0.0


def _heaviest(shard: Shard, listed: Postings) -> NDArray[np.int32]:
    """Some of the passages that get most from a term: above what a sample tells to expect."""
    codes = shard.codes(listed)
    sample = codes[:: -(-len(codes) // SHORT)]
    cut = np.partition(sample, -SEEDS)[-SEEDS] if len(sample) > SEEDS else 0
    passages = shard.passages(listed)[codes >= cut]
    return passages if shard.allowed is None else passages[shard.allowed[passages]]


def _newcomers(
    shard: Shard, long: Sequence[Postings], rest: Sequence[float], needed: float
) -> NDArray[np.int32]:
    """The passages that one of `long` and what is in the `rest` after it can lift so far."""
    found = [np.zeros(0, np.int32)]
    for listed, more in zip(long, rest, strict=True):
        # Codes are numbered by weight: comparing them is all it takes.
        cut = shard.ceilings.searchsorted((needed - more) / (listed.idf * ROUNDING))
        if cut < len(shard.ceilings):
            codes = shard.codes(listed)
            found.append(shard.passages(listed)[codes >= cut])
    passages = np.concatenate(found)
    return passages if shard.allowed is None else passages[shard.allowed[passages]]


def _looked_up(shard: Shard, listed: Postings, passages: NDArray[np.int32]) -> NDArray[np.float64]:
    """What `passages`, ascending, get from a term: 0 where it is not."""
    held = shard.passages(listed)
    places = held.searchsorted(passages)
    weighed = shard.weigh(listed, shard.codes(listed).take(places, mode="clip"))
    weighed *= held.take(places, mode="clip") == passages
    return weighed


def _distinct(passages: NDArray[np.int32]) -> NDArray[np.int32]:
    """The same, ascending and each once; `np.unique` hashes, which is three times as slow."""
    ordered = np.sort(passages)
    changed = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=changed[1:])
    return ordered[changed]
