"""The door to index/maxscore.c: the search, compiled."""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from index import native
from index.vocabulary import ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.shard import Shard

    Top = tuple[NDArray[np.int64], NDArray[np.float64]]

VERSION = 5  # of `RANKING` and `SEGMENT`, as in maxscore.c
RANKING = struct.Struct("@2q")
SEGMENT = struct.Struct("@16P7q")
WIDE = 4  # bytes; other codes have 2
END = "\0"  # of a term


class Searcher:
    """The compiled search over some shards: from terms to hits in one call, without a lock."""

    def __init__(self, run: Callable[..., int], shards: Sequence[Shard], passages: int) -> None:
        self._run = run
        self._arrays = [_arrays(shard) for shard in shards]  # alive as long as their addresses
        segments = map(_packed, shards, self._arrays)
        self._ranking = RANKING.pack(passages, len(shards)) + b"".join(segments)

    def top(self, terms: Sequence[str], k: int) -> Top | None:
        """The `k` best of the living `passages` by Lucene's idf.

        None where there are too many terms, or one that holds what ends a term.
        """
        joined = END.join([*terms, ""])
        if joined.count(END) != len(terms):
            return None
        text = joined.encode("utf-8", ERRORS)
        # k scores and k positions, each with as much scratch; numpy's types know no ctypes
        hits: Any = (ctypes.c_double * (4 * k))()
        found = self._run(self._ranking, text, len(text), k, hits)
        if found < 0:
            return None
        return np.frombuffer(hits, np.int64, found, 16 * k), np.frombuffer(hits, count=found)


def searcher(shards: Sequence[Shard], passages: int) -> Searcher | None:
    """A search over `shards`; None where it was not compiled, or for another version."""
    run = _library()
    return run and Searcher(run, shards, passages)


@cache
def _library() -> Callable[..., int] | None:
    library = native.library("maxscore", VERSION)
    if library is None:
        return None
    run = library.quoth_top
    run.restype = ctypes.c_int64  # of its arguments ctypes sees what they are
    return run


def _arrays(shard: Shard) -> list[NDArray[Any] | None]:
    """In the order of the structure in maxscore.c; the last remembers frequencies of the living."""
    segment, words, maps = shard.segment, shard.segment.vocabulary, shard.segment.bitmaps
    counted = None if shard.alive is None else np.zeros(len(words), np.int32)
    return [
        *(words.blob, words.offsets, words.slots),
        *(segment.starts, segment.passages, segment.codes, segment.peaks),
        *(maps.common, maps.bits, maps.ranks, maps.before),
        *(shard.weights, shard.ceilings, shard.alive, shard.allowed, counted),
    ]


def _packed(shard: Shard, arrays: list[NDArray[Any] | None]) -> bytes:
    addresses = [0 if array is None else array.ctypes.data for array in arrays]
    segment = shard.segment
    mask = len(segment.vocabulary.slots) - 1
    wide = segment.codes.itemsize == WIDE
    rows, words = segment.bitmaps.bits.shape
    sizes = (len(segment), len(segment.frequencies), rows, words)
    return SEGMENT.pack(*addresses, mask, shard.base, wide, *sizes)
