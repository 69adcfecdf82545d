"""The terms of a segment, numbered, and found through a hash table that can stay on disk."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ERRORS = "surrogatepass"  # a broken file may hold half a character


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Terms as one UTF-8 blob, where each begins, and an open-addressing table over CRC-32.

    >>> words = Vocabulary.build(["bogor", "goal"])
    >>> words.find("goal"), words.find("tariff"), words.terms()
    (1, -1, ['bogor', 'goal'])
    """

    blob: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    slots: NDArray[np.int32]  # number of the term plus 1, 0 where free; a power of two long

    @classmethod
    def build(cls, terms: Sequence[str]) -> Vocabulary:
        """Number `terms`, all different, in their order."""
        encoded = [term.encode("utf-8", ERRORS) for term in terms]
        offsets = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)), out=offsets[1:])
        hashes = np.fromiter(map(zlib.crc32, encoded), np.int64, len(encoded))
        return cls(np.frombuffer(b"".join(encoded), np.uint8), offsets, _table(hashes))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, number: int) -> str:
        start, end = self.offsets.item(number), self.offsets.item(number + 1)
        return self.blob[start:end].tobytes().decode("utf-8", ERRORS)

    def find(self, term: str) -> int:
        """The number of `term`, or -1."""
        sought = term.encode("utf-8", ERRORS)
        mask = len(self.slots) - 1
        slot = zlib.crc32(sought) & mask
        while number := self.slots.item(slot):
            start, end = self.offsets.item(number - 1), self.offsets.item(number)
            if self.blob[start:end].tobytes() == sought:
                return number - 1
            slot = (slot + 1) & mask
        return -1

    def terms(self) -> list[str]:
        """Every term, in order of number."""
        blob, offsets = self.blob.tobytes(), self.offsets.tolist()
        return [blob[start:end].decode("utf-8", ERRORS) for start, end in pairwise(offsets)]


def _table(hashes: NDArray[np.int64]) -> NDArray[np.int32]:
    """Place every hash in rounds: who finds a slot free takes it, the others move on by one."""
    slots = np.zeros(1 << (3 * len(hashes) // 2 + 1).bit_length(), np.int32)
    wanted: NDArray[Any] = hashes & (len(slots) - 1)
    waiting = np.arange(len(hashes))
    while len(waiting):
        free = waiting[slots[wanted[waiting]] == 0]
        slots[wanted[free]] = free + 1  # of several the last one wins
        waiting = waiting[slots[wanted[waiting]] != waiting + 1]
        wanted[waiting] = (wanted[waiting] + 1) & (len(slots) - 1)
    return slots
