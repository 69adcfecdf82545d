"""An immutable part of the index: which passages hold which terms, how often, and their lengths.

A posting is a passage and a *code* for its pair of term frequency and passage length. Weights are
looked up by code in a small table made from today's average length, so a segment never has to be
rewritten when other documents come and go.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import islice
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from index import arrayfile
from index.bitmaps import Bitmaps
from index.numbering import Numbering
from index.postings import Run, invert, pack
from index.vocabulary import Vocabulary
from index.weighting import K1, B, weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

CHUNK = 1 << 14  # passages inverted at a time: fewer are many trips, more fit no cache


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Postings in CSR form: the codes of term `t` stand at ``starts[t]:starts[t + 1]``.

    Its passages stand in the same order among those of the terms that are not common; which
    passages a common term is in, its bitmap alone tells.

    Codes are numbered by weight, for the `k1`, `b` and average length that the segment was made
    with. So a term's largest code, its peak, bounds what any of its postings weighs: by the
    heaviest pair up to it, whatever the parameters are by now.
    """

    vocabulary: Vocabulary
    bitmaps: Bitmaps
    starts: NDArray[np.int64]
    passages: NDArray[np.int32]  # of the terms that are not common, ascending within a term
    codes: NDArray[Any]  # uint16, or uint32 where there are more pairs
    frequencies: NDArray[np.int32]  # by code
    pair_lengths: NDArray[np.int32]  # by code
    peaks: NDArray[Any]  # by term, the code that weighs most
    lengths: NDArray[np.int32]  # by passage, in terms
    tokens: int

    @classmethod
    def build(cls, passages: Iterable[Sequence[str]], *, k1: float = K1, b: float = B) -> Self:
        """Invert `passages`, each a sequence of terms; they are numbered from 0 in their order."""
        numbering = Numbering.fastest()
        lengths = [np.zeros(0, np.int32)]
        runs: list[Run] = []
        rest, first = map(_listed, passages), 0
        while chunk := list(islice(rest, CHUNK)):
            sizes = np.fromiter(map(len, chunk), np.int32, len(chunk))
            runs.append(invert(numbering.of(chunk), sizes, first))
            lengths.append(sizes)
            first += len(chunk)
        return cls._pack(numbering.terms(), runs, np.concatenate(lengths), k1, b)

    @classmethod
    def merge(
        cls,
        segments: Sequence[Segment],
        dead: Sequence[NDArray[Any] | None] = (),
        *,
        k1: float = K1,
        b: float = B,
    ) -> Self:
        """Join `segments` in their order without `dead`: for each the passages to drop, or None.

        Passages are numbered anew, without gaps. Equals `build` over the passages that live on.
        """
        numbering = Numbering.fastest()
        lengths = [np.zeros(0, np.int32)]
        runs: list[Run] = []
        first = 0
        for number, segment in enumerate(segments):
            alive = segment.alive(dead[number] if number < len(dead) else None)
            run = segment.run(alive, first)
            terms = segment.vocabulary.terms()
            merged = numbering.of([[terms[number] for number in run.terms.tolist()]])
            runs.append(Run(merged, run.counts, run.passages, run.frequencies))
            lengths.append(segment.lengths[alive])
            first += len(lengths[-1])
        return cls._pack(numbering.terms(), runs, np.concatenate(lengths), k1, b)

    @classmethod
    def open(cls, path: Path, *, sha256: str | None = None) -> Self:
        """Map the segment that was written to `path`; only what a query touches is ever read.

        Raises `IndexDamaged` naming the file; its whole content is checked only where `sha256`
        is given.
        """
        if sha256 is not None:
            cls.verify(path, sha256)
        arrays, facts = arrayfile.read(path)
        words = Vocabulary(*(arrays.pop(field.name) for field in fields(Vocabulary)))
        bitmaps = Bitmaps(*(arrays.pop(field.name) for field in fields(Bitmaps)))
        return cls(words, bitmaps, **arrays, tokens=int(facts["tokens"]))

    @staticmethod
    def verify(path: Path, sha256: str) -> None:
        """Raise `IndexDamaged` unless every byte of the file is what `write` wrote."""
        arrayfile.verify(path, sha256)

    def write(self, path: Path) -> str:
        """Write to `path`, whole and durable or not at all; return the file's SHA-256 in hex."""
        arrays = {
            **{field.name: getattr(self.vocabulary, field.name) for field in fields(Vocabulary)},
            **{field.name: getattr(self.bitmaps, field.name) for field in fields(Bitmaps)},
            **{field.name: getattr(self, field.name) for field in fields(self)[2:-1]},
        }
        return arrayfile.write(path, arrays, {"tokens": self.tokens})

    def __len__(self) -> int:
        return len(self.lengths)

    def alive(self, dead: NDArray[Any] | None) -> NDArray[np.bool_]:
        """For each passage, whether it is not among the positions `dead`."""
        alive = np.ones(len(self), np.bool_)
        if dead is not None:
            alive[dead] = False
        return alive

    def held(self, term: int) -> NDArray[np.int32]:
        """The passages that hold the term with this number, ascending."""
        row = self.bitmaps.row(term)
        if row < len(self.bitmaps.common) and self.bitmaps.common[row] == term:
            return self.bitmaps.passages(row)
        before = self.bitmaps.before.item(row)
        start, end = self.starts.item(term) - before, self.starts.item(term + 1) - before
        return self.passages[start:end]

    def run(self, alive: NDArray[np.bool_], first: int = 0) -> Run:
        """The postings of the passages `alive`, which are numbered anew from `first`."""
        passages = self._all_passages()
        kept = alive[passages]
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])
        counts = np.diff(before[self.starts])
        renumbered = np.cumsum(alive, dtype=np.int32) + np.int32(first - 1)
        present = np.flatnonzero(counts)
        return Run(
            present,
            counts[present],
            renumbered[passages[kept]],
            self.frequencies[self.codes[kept]],
        )

    def _all_passages(self) -> NDArray[np.int32]:
        """Those of the common terms as well, each in its place."""
        passages = np.empty(len(self.codes), np.int32)
        listed = ~_of(self.bitmaps.common, self.starts)
        passages[listed] = self.passages
        for row, term in enumerate(self.bitmaps.common.tolist()):
            passages[self.starts[term] : self.starts[term + 1]] = self.bitmaps.passages(row)
        return passages

    @classmethod
    def _pack(
        cls, terms: list[str], runs: list[Run], lengths: NDArray[np.int32], k1: float, b: float
    ) -> Self:
        tokens = int(lengths.sum(dtype=np.int64))
        average = tokens / len(lengths) if tokens else 1.0
        packed = pack(runs, len(terms), lengths, lambda f, n: weights(f, n, average, k1, b))
        peaks = np.maximum.reduceat(packed.codes, packed.starts[:-1]) if terms else packed.codes
        bitmaps = Bitmaps.build(packed.starts, packed.passages, len(lengths))
        listed = packed.passages[~_of(bitmaps.common, packed.starts)]
        packed = packed._replace(passages=listed)
        return cls(Vocabulary.build(terms), bitmaps, *packed, peaks, lengths, tokens)


def _listed(terms: Sequence[str]) -> list[str]:
    return terms if isinstance(terms, list) else list(terms)


def _of(terms: NDArray[np.int32], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each posting, whether it is of one of these terms."""
    ours = np.zeros(int(starts[-1]), np.bool_)
    for term in terms.tolist():
        ours[starts[term] : starts[term + 1]] = True
    return ours
