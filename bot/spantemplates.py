"""The features of spans: templates of atoms, hashed.

An atom is what is seen at a place (the word to the left, the type of the question), as a number.
A template combines atoms; filled in at a place, it is hashed to one of ``2**BITS`` features.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Codes = NDArray[np.uint64]
Places = NDArray[np.int64]

BITS = 20


class Templates:
    """Combinations of atoms, each of which becomes one feature wherever it is filled in.

    The hash of a combination is the sum of its atoms, each times an odd number that belongs to
    the template and the atom's name: one product of matrices fills all templates everywhere.
    """

    def __init__(self, name: str, table: str) -> None:
        templates = [line.split() for line in table.strip().splitlines()]
        self._names = sorted({atom for template in templates for atom in template})
        self._factors = np.zeros((len(templates), len(self._names)), dtype=np.uint64)
        self._offsets = np.zeros((len(templates), 1), dtype=np.uint64)
        for row, template in enumerate(templates):
            label = f"{name} {' '.join(template)}"
            self._offsets[row] = _factor(label)
            for atom in template:
                self._factors[row, self._names.index(atom)] = _factor(f"{label}: {atom}")

    def fill(self, seen: dict[str, Codes], count: int) -> Places:
        """The features at `count` places where atoms are `seen`: a row each template."""
        values = np.empty((len(self._names), count), dtype=np.uint64)
        for row, name in enumerate(self._names):
            values[row] = seen[name]
        codes = self._factors @ values + self._offsets
        return (codes >> np.uint64(64 - BITS)).astype(np.int64)

    @property
    def fingerprint(self) -> int:
        """Changes with every template."""
        return crc32(self._factors.tobytes())


def _factor(label: str) -> np.uint64:
    return np.uint64(crc32(label.encode()) << 32 | crc32(label[::-1].encode()) | 1)


def atom(text: str) -> Codes:
    """The code of one word or mark, for every place alike."""
    return np.array([_code(text)], dtype=np.uint64)


def atoms(texts: Sequence[str]) -> Codes:
    """The codes of words or marks, one a place."""
    return np.array([_code(text) for text in texts], dtype=np.uint64)


def numbers(values: Places) -> Codes:
    """Small numbers, from -1 on, as codes."""
    return (values + 1).astype(np.uint64)


@lru_cache(maxsize=1 << 17)
def _code(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def shifted(codes: Codes, by: int) -> Codes:
    """The codes of the words `by` places to the left (or right, if negative)."""
    moved = np.zeros_like(codes)
    if by > 0:
        moved[by:] = codes[:-by]
    else:
        moved[:by] = codes[-by:]
    return moved


def bucket(distances: Places) -> Codes:
    """Distances told apart while they are small: 1, 2, 3, 4, up to 6, up to 10, more, none."""
    return np.searchsorted(_DISTANCES, distances).astype(np.uint64)


_DISTANCES = np.array([1, 2, 3, 4, 6, 10, 30])

FIRST = Templates(
    "first",
    """
    left
    left type
    left shape
    left left2
    left auxiliary type
    left nearest asking
    left before
    left ending
    leftshape shape
    word
    word type
    shape type
    shape opening
    shape focus
    opens type
    opens focus
    opens leftopens
    near nearest type
    near nearest auxiliary
    near nearest auxiliary ending
    near nearest before
    near left
    leftpart opening
    path type
    path nearest type
    path nearest auxiliary
    path nearest auxiliary ending
    path opening
    path shape
    run type
    run near auxiliary
    leftkind type
    leftkind focus
    kind type
    kind focus
    """,
)
LAST = Templates(
    "last",
    """
    right
    right type
    right shape
    right right2
    rightshape shape
    word
    word type
    word focus
    shape type
    shape opening
    shape focus
    closes type
    closes focus
    closes rightcloses
    near nearest type
    near nearest auxiliary
    near nearest auxiliary ending
    near nearest before
    near right
    rightpart opening
    part type
    path type
    path nearest type
    path nearest auxiliary
    path nearest auxiliary ending
    path opening
    path shape
    run type
    run near auxiliary
    rightkind type
    kind type
    kind focus
    kind opening
    """,
)
WHOLE = Templates(
    "whole",
    """
    length
    length type
    length focus
    form
    form type
    form focus
    form opening
    form leftshape rightshape
    kind
    kind type
    kind focus
    kind opening
    kind length
    inside type
    inside length
    left right
    leftshape rightshape type
    near type
    side type
    side auxiliary type
    around type
    where type
    leftnearest rightnearest type
    leftnearest rightnearest auxiliary side
    leftrun rightrun type
    leftrun rightrun auxiliary
    leftnearest near auxiliary side
    rightnearest near auxiliary side
    """,
)
FINGERPRINT = f"spans-2-{FIRST.fingerprint ^ LAST.fingerprint ^ WHOLE.fingerprint:08x}"
"""Changes with the templates (by itself) and the atoms (by hand): weights fit one of them."""
