"""For the terms that are in many passages: a bit for each passage, so that one is found at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARE = 32  # a term is common that is in one of so many passages: the bits outweigh no postings
LEAST = 64  # postings; fewer are searched as fast


@dataclass(frozen=True, slots=True, eq=False)
class Bitmaps:
    """A passage has bit ``passage % 64`` of word ``passage // 64`` in each row.

    The place of its posting is the rank of the word and how many bits are set below its own.

    >>> held = np.array([0, 65, 66], np.int32)
    >>> bitmaps = Bitmaps.build(np.array([0, 3]), held, 70, least=3)
    >>> bitmaps.bits.tolist(), bitmaps.ranks.tolist()
    ([[1, 6]], [[0, 1]])
    """

    common: NDArray[np.int32]  # by row, the number of the term; ascending
    bits: NDArray[np.uint64]  # by row and word
    ranks: NDArray[np.uint32]  # by row and word, how many bits are set in the words before
    before: NDArray[np.int64]  # by row, and in the end: postings of the common terms so far

    @classmethod
    def build(
        cls,
        starts: NDArray[np.int64],
        passages: NDArray[np.int32],
        count: int,
        *,
        least: int = LEAST,
    ) -> Self:
        """The bitmaps of the common ones of the terms whose postings stand from `starts` on.

        `count` is the number of all passages; `least` postings are the fewest of a common term.
        """
        common = np.flatnonzero(np.diff(starts) >= max(least, count / SHARE)).astype(np.int32)
        words = -(-count // 64)
        bits = np.zeros((len(common), words), np.uint64)
        ranks = np.zeros((len(common), words), np.uint32)
        for row, term in enumerate(common.tolist()):
            held = np.zeros(words * 64, np.bool_)
            held[passages[starts[term] : starts[term + 1]]] = True
            bits[row] = np.packbits(held, bitorder="little").view("<u8")
            ranks[row, 1:] = np.cumsum(held.reshape(-1, 64).sum(axis=1))[:-1]
        counts = starts[common + 1] - starts[common]
        return cls(common, bits, ranks, np.concatenate([np.zeros(1, np.int64), counts.cumsum()]))

    def row(self, term: int) -> int:
        """Where a term stands among the common ones, or would."""
        return int(self.common.searchsorted(term))

    def passages(self, row: int) -> NDArray[np.int32]:
        """The passages of a common term, ascending."""
        held = np.unpackbits(self.bits[row].view(np.uint8), bitorder="little")
        return np.flatnonzero(held).astype(np.int32)
