"""Number terms in the order in which they are first seen."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from functools import cache
from itertools import chain, count
from typing import TYPE_CHECKING, Any

import numpy as np

from index import native

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

VERSION = 1  # of the call, as in numbering.c
SLOT = 4  # words of 64 bits: two addresses and their numbers
FEWEST = 1 << 16  # slots, so that a small vocabulary has room from the start


class Numbering:
    """Terms and their numbers, which count from 0.

    >>> numbering = Numbering()
    >>> numbering.of([["bogor", "goal"], ["goal", "trade"]]).tolist()
    [0, 1, 1, 2]
    >>> numbering.terms()
    ['bogor', 'goal', 'trade']
    """

    def __init__(self) -> None:
        self._numbers = defaultdict[str, int](count().__next__)  # a new term gets the next one

    @staticmethod
    def fastest() -> Numbering:
        """One that is compiled, where there is one."""
        call = _library()
        return _Compiled(call) if call else Numbering()

    def of(self, passages: Sequence[list[str]]) -> NDArray[np.int64]:
        """The numbers of the terms of `passages`, one after the other."""
        total = sum(map(len, passages))
        words = map(self._numbers.__getitem__, chain.from_iterable(passages))
        return np.fromiter(words, np.int64, total)

    def terms(self) -> list[str]:
        """Every term, in order of number."""
        return list(self._numbers)


class _Compiled(Numbering):
    """The same, with the addresses of known terms beside the dictionary: see numbering.c."""

    def __init__(self, call: Callable[..., int]) -> None:
        self._call = call
        self._known: dict[str, int] = {}
        self._terms: list[str] = []
        self._slots: NDArray[Any] = np.zeros((FEWEST, SLOT), np.int64)

    def of(self, passages: Sequence[list[str]]) -> NDArray[np.int64]:
        if len(self._terms) > len(self._slots):  # too many for it: a larger one fills anew
            self._slots = np.zeros((4 * len(self._slots), SLOT), np.int64)
        sizes = np.fromiter(map(len, passages), np.int64, len(passages))
        numbers = np.empty(int(sizes.sum()), np.int64)
        bits = len(self._slots).bit_length() - 1
        addresses = (each.ctypes.data for each in (sizes, self._slots, numbers))
        self._call(list(passages), self._known, self._terms, bits, *addresses)
        return numbers

    def terms(self) -> list[str]:
        return self._terms


@cache
def _library() -> Callable[..., int] | None:
    library = native.library("numbering", VERSION, ctypes.PyDLL)
    if library is None:
        return None
    call = library.quoth_number
    call.argtypes = [*[ctypes.py_object] * 3, ctypes.c_int, *[ctypes.c_void_p] * 3]
    return call
