"""Turn terms by passage into passages by term: the inversion, in arrays from end to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Postings of some consecutive passages, ordered by term and then by passage."""

    terms: NDArray[Any]  # the distinct terms, in the order of their postings
    counts: NDArray[Any]  # how many postings each has
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


def pack(runs: Sequence[Run], terms: int, lengths: NDArray[np.int32]) -> Packed:
    """Join `runs`, which follow each other by passage, into postings by term for `terms` terms."""
    counts = np.zeros(terms, np.int64)
    for run in runs:
        counts[run.terms] += run.counts
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    passages = np.empty(int(starts[-1]), np.int32)
    frequencies = np.empty(int(starts[-1]), np.int32)
    cursors = starts[:-1].copy()
    for run in runs:
        offsets = cursors[run.terms] - (np.cumsum(run.counts) - run.counts)
        places = np.repeat(offsets, run.counts) + np.arange(len(run.passages))
        passages[places] = run.passages
        frequencies[places] = run.frequencies
        cursors[run.terms] += run.counts
    return Packed(starts, passages, *_codes(frequencies, lengths[passages]))


def _codes(
    frequencies: NDArray[np.int32], lengths: NDArray[np.int32]
) -> tuple[NDArray[Any], NDArray[np.int32], NDArray[np.int32]]:
    """Number the distinct pairs from 1. With n tokens there are at most 2n cells to look at."""
    frequency_ranks, length_ranks = _ranks(frequencies), _ranks(lengths)
    width = int(length_ranks[-1]) + 1
    cells = frequency_ranks[frequencies] * width + length_ranks[lengths]
    used = np.zeros((int(frequency_ranks[-1]) + 1) * width, np.bool_)
    used[cells] = True
    pairs = np.count_nonzero(used)
    numbers = np.cumsum(used, dtype=np.uint16 if pairs < 1 << 16 else np.uint32)
    codes = numbers[cells]
    pair_frequencies = np.zeros(pairs + 1, np.int32)
    pair_lengths = np.zeros(pairs + 1, np.int32)
    pair_frequencies[codes] = frequencies
    pair_lengths[codes] = lengths
    return codes, pair_frequencies, pair_lengths


def _ranks(values: NDArray[np.int32]) -> NDArray[np.int64]:
    """For each number up to the largest, how many smaller ones occur in `values`."""
    present = np.bincount(values, minlength=1) > 0
    return np.cumsum(present) - present


def _changes(ordered: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where a value differs from the one before it."""
    changed = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=changed[1:])
    return np.flatnonzero(changed)
