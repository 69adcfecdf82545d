"""A segment in its place in a ranking: where its passages count from, which live, what they weigh.

A question is put to a ranking as `Part`s: for each shard the postings of the terms that it has,
rarest first, each with its term's idf.
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
    """A term's postings in a shard: at ``start:end``, of which `live` are of live passages."""

    start: int
    end: int
    live: int
    ceiling: float  # no posting weighs more


class Listed(NamedTuple):
    """Postings that a question asks for, and what their term is worth."""

    postings: Postings
    idf: float

    @property
    def bound(self) -> float:
        """No passage gets more from this term."""
        return self.postings.ceiling * self.idf


class Part(NamedTuple):
    """What a question asks of one shard; `lists` are rarest first."""

    shard: Shard
    lists: list[Listed]


@dataclass(frozen=True, slots=True, eq=False)
class Shard:
    """`base` is the position of the segment's first passage; `allowed` None where all may score."""

    segment: Segment
    base: int
    allowed: NDArray[np.bool_] | None
    weights: NDArray[np.float64]  # by code
    ceilings: NDArray[np.float64]  # by code, the largest weight up to it

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
        allowed = segment.alive(dead) if len(dead) else None
        return cls(segment, base, allowed, table, np.maximum.accumulate(table))

    def restricted(self, chosen: NDArray[np.bool_]) -> Shard:
        """The same, where only the positions `chosen` may score."""
        own = chosen[self.base : self.base + len(self.segment)]
        return replace(self, allowed=own if self.allowed is None else own & self.allowed)

    def postings(self, term: str) -> Postings | None:
        """Where `term` is, or None."""
        segment = self.segment
        number = segment.vocabulary.find(term)
        if number < 0:
            return None
        start, end = segment.starts.item(number), segment.starts.item(number + 1)
        live = end - start
        if self.allowed is not None:
            live = int(np.count_nonzero(self.allowed.take(segment.passages[start:end])))
        ceiling = self.ceilings.item(segment.peaks.item(number))
        return Postings(start, end, live, ceiling * ROUNDING)

    def passages(self, postings: Postings) -> NDArray[np.int32]:
        """The passages of `postings`, ascending."""
        return self.segment.passages[postings.start : postings.end]

    def codes(self, postings: Postings) -> NDArray[Any]:
        """For each of them the code of its frequency and length."""
        return self.segment.codes[postings.start : postings.end]

    def weigh(self, listed: Listed, codes: NDArray[Any]) -> NDArray[np.float64]:
        """What passages with these `codes` get from a term."""
        found = self.weights.take(codes)
        found *= listed.idf
        return found
