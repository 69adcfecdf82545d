"""Turn terms by passage into passages by term: the inversion, in arrays from end to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Weigh = Callable[[NDArray[np.int32], NDArray[np.int32]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Postings of some consecutive passages, ordered by term and then by passage."""

    terms: NDArray[np.int64]  # the distinct terms, in the order of their postings
    counts: NDArray[np.int64]  # how many postings each has
    passages: NDArray[np.int32]
    frequencies: NDArray[np.int32]


class Packed(NamedTuple):
    """What `pack` returns; `index.segment.Segment` says what each array is."""

    starts: NDArray[np.int64]
    passages: NDArray[np.int32]
    codes: NDArray[Any]
    frequencies: NDArray[np.int32]
    pair_lengths: NDArray[np.int32]


def invert(terms: NDArray[np.int64], lengths: NDArray[np.int32], first: int) -> Run:
    """Postings of passages `first`, `first` + 1, … whose `terms` stand one after the other."""
    bits = max(1, (len(lengths) - 1).bit_length())
    keys = terms << bits  # term and passage in one integer: one sort orders by both
    keys |= np.repeat(np.arange(len(lengths)), lengths)
    keys.sort()
    places = _changes(keys)
    keys, total = keys[places], len(keys)
    frequencies = np.diff(places, append=total).astype(np.int32)
    passages = (keys & ((1 << bits) - 1)).astype(np.int32)
    passages += np.int32(first)
    keys >>= bits
    heads = _changes(keys)
    return Run(keys[heads], np.diff(heads, append=len(keys)), passages, frequencies)


def pack(runs: Sequence[Run], terms: int, lengths: NDArray[np.int32], weigh: Weigh) -> Packed:
    """Join `runs`, which follow each other by passage, into postings by term for `terms` terms."""
    counts = np.zeros(terms, np.int64)
    for run in runs:
        counts[run.terms] += run.counts
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    pairs = _Pairs(runs, lengths, weigh)
    passages = np.empty(int(starts[-1]), np.int32)
    codes = np.empty(int(starts[-1]), pairs.numbers.dtype)
    ends = starts[:-1].copy()
    for run in runs:
        places = np.repeat(ends[run.terms] - (np.cumsum(run.counts) - run.counts), run.counts)
        places += np.arange(len(places))
        passages[places] = run.passages
        codes[places] = pairs.numbers[pairs.cells(run)]
        ends[run.terms] += run.counts
    return Packed(starts, passages, codes, pairs.frequencies, pairs.lengths)


class _Pairs:
    """The distinct pairs of a term's frequency and a passage's length, numbered by weight.

    They are looked for in a table of the frequencies that occur by the lengths that occur: with
    n tokens there are less than √2n of each, so at most 2n cells.
    """

    def __init__(self, runs: Sequence[Run], lengths: NDArray[np.int32], weigh: Weigh) -> None:
        largest = max((int(run.frequencies.max(initial=0)) for run in runs), default=0)
        frequencies = np.zeros(largest + 1, np.bool_)
        for run in runs:
            frequencies[run.frequencies] = True
        occurring = np.bincount(lengths, minlength=1) > 0
        self._width = np.count_nonzero(occurring)
        self._rows = (np.cumsum(frequencies) - 1) * self._width
        self._columns = (np.cumsum(occurring) - 1)[lengths]
        used = np.zeros(np.count_nonzero(frequencies) * self._width, np.bool_)
        for run in runs:
            used[self.cells(run)] = True
        pairs = np.flatnonzero(used)
        rows, columns = np.divmod(pairs, self._width)
        found = np.flatnonzero(frequencies).astype(np.int32)[rows]
        sizes = np.flatnonzero(occurring).astype(np.int32)[columns]
        order = np.argsort(weigh(found, sizes), kind="stable")
        self.frequencies, self.lengths = found[order], sizes[order]
        self.numbers = np.zeros(len(used), np.uint16 if len(pairs) <= 1 << 16 else np.uint32)
        self.numbers[pairs[order]] = np.arange(len(pairs))

    def cells(self, run: Run) -> NDArray[np.int64]:
        """For each posting its pair's place in `numbers`."""
        return self._rows[run.frequencies] + self._columns[run.passages]


def _changes(ordered: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where a value differs from the one before it."""
    changed = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=changed[1:])
    return np.flatnonzero(changed)
