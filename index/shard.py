"""A segment in its place in a ranking: where its passages count from, which live, what they weigh.

A question is put to a ranking as `Part`s: for each shard the postings of the terms that it has,
rarest first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from index.weighting import weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.segment import Segment

ROUNDING = 1 + 1e-9  # a bound must hold in whatever order the sums are rounded


class Postings(NamedTuple):
    """A term's postings in a shard; no passage gets more than `bound` from them.

    The term has this `number`, and the codes are ``start:end``.
    """

    number: int
    start: int
    end: int
    idf: float
    bound: float

    def times(self, count: int) -> Postings:
        """The same for a term that is asked for `count` times."""
        return self._replace(idf=self.idf * count, bound=self.bound * count)


class Part(NamedTuple):
    """What a question asks of one shard; `lists` are rarest first."""

    shard: Shard
    lists: list[Postings]


@dataclass(frozen=True, slots=True, eq=False)
class Shard:
    """`base` is the position of the segment's first passage."""

    segment: Segment
    base: int
    weights: NDArray[np.float64]  # by code
    ceilings: NDArray[np.float64]  # by code, the largest weight up to it
    alive: NDArray[np.bool_] | None  # by passage; None where all are
    allowed: NDArray[np.bool_] | None  # to score: the living, or some of them

    @classmethod
    def place(
        cls,
        segment: Segment,
        base: int,
        dead: NDArray[np.int64],
        *,
        average: float,
        k1: float,
        b: float,
    ) -> Shard:
        """Put `segment` at `base`, weighed by the `average` length of the whole ranking."""
        table = weights(segment.frequencies, segment.pair_lengths, average, k1, b)
        alive = segment.alive(dead) if len(dead) else None
        return cls(segment, base, table, np.maximum.accumulate(table), alive, alive)

    def restricted(self, chosen: NDArray[np.bool_]) -> Shard:
        """The same, where only the positions `chosen` may score."""
        own = chosen[self.base : self.base + len(self.segment)]
        return replace(self, allowed=own if self.alive is None else own & self.alive)

    def frequency(self, number: int) -> int:
        """In how many live passages the term with this number occurs."""
        start, end = self.segment.starts.item(number), self.segment.starts.item(number + 1)
        if self.alive is None:
            return end - start
        return int(np.count_nonzero(self.alive.take(self.segment.held(number))))

    def postings(self, number: int, idf: float) -> Postings:
        """The postings of the term with this number, which is worth `idf`."""
        starts = self.segment.starts
        bound = self.ceilings.item(self.segment.peaks.item(number)) * idf * ROUNDING
        return Postings(number, starts.item(number), starts.item(number + 1), idf, bound)

    def passages(self, postings: Postings) -> NDArray[np.int32]:
        """The passages of `postings`, ascending."""
        return self.segment.held(postings.number)

    def codes(self, postings: Postings) -> NDArray[Any]:
        """For each of them the code of its frequency and length."""
        return self.segment.codes[postings.start : postings.end]

    def weigh(self, postings: Postings, codes: NDArray[Any]) -> NDArray[np.float64]:
        """What passages with these `codes` get from a term."""
        found = self.weights.take(codes)
        found *= postings.idf
        return found
