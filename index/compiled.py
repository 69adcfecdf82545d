"""The door to index/maxscore.c, which installing compiles wherever there is a C compiler."""

from __future__ import annotations

import ctypes
import struct
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.shard import Part

    Top = tuple[NDArray[np.int64], NDArray[np.float64]]

LIBRARY = Path(__file__).with_name("_maxscore.so")
VERSION = 1  # of the two structures, as in maxscore.c
LIST = struct.Struct("@PPqdd")  # passages, codes, how many, idf, bound
SEGMENT = struct.Struct("@PPqqq")  # weights, allowed, base, whether codes are wide, lists
MOST_LISTS = 256  # in one segment


@cache
def search() -> Callable[[Sequence[Part], int], Top] | None:
    """What `pruning.top` does, compiled; None where it was not built, or for another version."""
    try:
        library = ctypes.CDLL(str(LIBRARY))  # other threads run while it searches
        if library.quoth_version() != VERSION:
            return None
    except (OSError, AttributeError):
        return None
    pointer, number = ctypes.c_void_p, ctypes.c_int64
    library.quoth_top.restype = number
    library.quoth_top.argtypes = [
        *(ctypes.c_char_p, number, ctypes.c_char_p, number),
        *(pointer, pointer),
    ]
    return partial(_top, library.quoth_top)


def _top(run: Callable[..., int], parts: Sequence[Part], k: int) -> Top:
    segments = b"".join([_segment(part) for part in parts])
    lists = b"".join([_lists(part) for part in parts])
    positions, scores = np.empty(2 * k, np.int64), np.empty(2 * k)  # the second half is scratch
    found = run(segments, len(parts), lists, k, _address(scores), _address(positions))
    return positions[:found], scores[:found]


def _segment(part: Part) -> bytes:
    shard, lists = part
    allowed = 0 if shard.allowed is None else _address(shard.allowed)
    wide = shard.segment.codes.itemsize == 4  # noqa: PLR2004 # bytes
    return SEGMENT.pack(_address(shard.weights), allowed, shard.base, wide, len(lists))


def _lists(part: Part) -> bytes:
    segment = part.shard.segment
    passages, codes = _address(segment.passages), _address(segment.codes)
    size = segment.codes.itemsize
    return b"".join(
        [
            LIST.pack(passages + 4 * start, codes + size * start, end - start, idf, ceiling * idf)
            for (start, end, _, ceiling), idf in part.lists
        ]
    )


def _address(array: NDArray[Any]) -> int:
    """Where the first element stands, for as long as the array lives."""
    place: int = array.__array_interface__["data"][0]
    return place
