"""The door to index/maxscore.c, which installing compiles wherever there is a C compiler."""

from __future__ import annotations

import ctypes
import struct
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.shard import Part

    Top = tuple[NDArray[np.int64], NDArray[np.float64]]

LIBRARY = Path(__file__).with_name("_maxscore.so")
VERSION = 2  # of the two structures, as in maxscore.c
LIST = struct.Struct("@qqdd")  # `index.shard.Postings`
SEGMENT = struct.Struct("@PPPPqqq")  # `Shard.addresses`, base, whether codes are wide, lists
MOST_LISTS = 256  # in one segment
WIDE = 4  # bytes; other codes have 2


@cache
def search() -> Callable[[Sequence[Part], int], Top] | None:
    """What `pruning.top` does, compiled; None where it was not built, or for another version."""
    try:
        library = ctypes.CDLL(str(LIBRARY))  # other threads run while it searches
        if library.quoth_version() != VERSION:
            return None
    except (OSError, AttributeError):
        return None
    text, number = ctypes.c_char_p, ctypes.c_int64
    library.quoth_top.restype = number
    library.quoth_top.argtypes = [text, number, text, number, ctypes.c_void_p]
    return partial(_top, library.quoth_top)


def _top(run: Callable[..., int], parts: Sequence[Part], k: int) -> Top:
    hits = np.empty(4 * k)  # k scores, as many for scratch, and the same of positions
    segments = b"".join(
        [
            SEGMENT.pack(
                *shard.addresses, shard.base, shard.segment.codes.itemsize == WIDE, len(lists)
            )
            for shard, lists in parts
        ]
    )
    lists = b"".join([LIST.pack(*postings) for _, lists in parts for postings in lists])
    found = run(segments, len(parts), lists, k, hits.__array_interface__["data"][0])
    return hits[2 * k : 2 * k + found].view(np.int64), hits[:found]
