"""The door to index/maxscore.c, which installing compiles wherever there is a C compiler."""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.vocabulary import ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.shard import Shard

    Top = tuple[NDArray[np.int64], NDArray[np.float64]]

LIBRARY = Path(__file__).with_name("_maxscore.so")
VERSION = 3  # of `SEGMENT`, as in maxscore.c
SEGMENT = struct.Struct("@12P3q")
WIDE = 4  # bytes; other codes have 2
END = b"\xff"  # of a term: no UTF-8 has this byte


class Searcher:
    """The compiled search over some shards: from terms to hits in one call, without a lock."""

    def __init__(self, run: Callable[..., int], shards: Sequence[Shard], passages: int) -> None:
        self._run, self._passages, self._count = run, passages, len(shards)
        self._arrays = [_arrays(shard) for shard in shards]  # alive as long as their addresses
        self._segments = b"".join(map(_packed, shards, self._arrays))

    def top(self, terms: Sequence[str], k: int) -> Top | None:
        """The `k` best of the living `passages` by Lucene's idf; None for too many terms."""
        text = b"".join([term.encode("utf-8", ERRORS) + END for term in terms])
        hits = bytearray(32 * k)  # k scores and k positions, each with as much scratch
        place = ctypes.byref(ctypes.c_char.from_buffer(hits))
        found = self._run(self._segments, self._count, self._passages, text, len(text), k, place)
        if found < 0:
            return None
        return np.frombuffer(hits, np.int64, found, 16 * k), np.frombuffer(hits, count=found)


def searcher(shards: Sequence[Shard], passages: int) -> Searcher | None:
    """A search over `shards`; None where it was not compiled, or for another version."""
    run = _library()
    return run and Searcher(run, shards, passages)


@cache
def _library() -> Callable[..., int] | None:
    try:
        library = ctypes.CDLL(str(LIBRARY))  # other threads run while it searches
        if library.quoth_version() != VERSION:
            return None
    except (OSError, AttributeError):
        return None
    text, number, pointer = ctypes.c_char_p, ctypes.c_int64, ctypes.c_void_p
    run = library.quoth_top
    run.argtypes = [text, number, number, text, number, number, pointer]
    run.restype = number
    return run


def _arrays(shard: Shard) -> list[NDArray[Any] | None]:
    """In the order of the structure in maxscore.c; the last remembers frequencies of the living."""
    segment, words = shard.segment, shard.segment.vocabulary
    counted = None if shard.alive is None else np.zeros(len(words), np.int32)
    return [
        *(words.blob, words.offsets, words.slots),
        *(segment.starts, segment.passages, segment.codes, segment.peaks),
        *(shard.weights, shard.ceilings, shard.alive, shard.allowed, counted),
    ]


def _packed(shard: Shard, arrays: list[NDArray[Any] | None]) -> bytes:
    addresses = [0 if array is None else array.ctypes.data for array in arrays]
    segment = shard.segment
    mask = len(segment.vocabulary.slots) - 1
    return SEGMENT.pack(*addresses, mask, shard.base, segment.codes.itemsize == WIDE)
