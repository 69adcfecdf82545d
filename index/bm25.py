"""Rank passages with BM25, with the numbers of rank-bm25 and without its loop over passages.

See Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, and
`index.reference` for the definition that the scores are held to.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np

from index import arrayfile
from index.errors import IndexDamaged, IndexMissing
from index.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Top = tuple[NDArray[np.int64], NDArray[np.float64]]

Idf = Literal["lucene", "okapi"]

K1 = 1.5
B = 0.75
EPSILON = 0.25  # of the average idf, the floor under rank-bm25's negative ones
MANIFEST = "bm25.json"
REMEMBERED = 100_000  # terms whose place and weight are kept at hand


@dataclass(frozen=True, slots=True, eq=False)
class _Shard:
    """A segment in its place: `base` is the position of its first passage."""

    segment: Segment
    base: int
    dead: NDArray[np.int64]
    alive: NDArray[np.bool_] | None  # None where nothing is dead
    weights: NDArray[np.float64]  # by code


@dataclass(frozen=True, slots=True)
class _Term:
    """Where a term's postings stand, by shard, and what it weighs."""

    places: tuple[tuple[_Shard, int, int], ...]
    frequency: int
    idf: float


class Bm25:
    """BM25 over segments; safe to call from several threads.

    Positions are global: those of a segment follow those of the one before it. The passages in
    `dead` (for each segment an array of positions within it, or None) keep their position but
    neither score nor count: scores equal those of an index built without them.

    >>> ranking = Bm25.build([["bogor", "goal"], ["trade", "goal", "goal"]])
    >>> positions, scores = ranking.top(["bogor", "goal"], 1)
    >>> positions.tolist()
    [0]
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        dead: Sequence[NDArray[Any] | None] = (),
        *,
        k1: float = K1,
        b: float = B,
        idf: Idf = "lucene",
    ) -> None:
        self.segments = tuple(segments)
        self.k1, self.b, self.idf = k1, b, idf
        self._dead = [np.unique(np.zeros(0, np.int64) if d is None else d) for d in dead]
        self._dead += [np.zeros(0, np.int64)] * (len(segments) - len(dead))
        sizes = [len(segment) for segment in segments]
        self.positions = sum(sizes)
        self.passages = self.positions - sum(map(len, self._dead))
        self._shards = self._placed(sizes)
        self._terms: dict[str, _Term] = {}

    @classmethod
    def build(
        cls,
        passages: Iterable[Sequence[str]],
        *,
        k1: float = K1,
        b: float = B,
        idf: Idf = "lucene",
    ) -> Self:
        """Index `passages`, each a sequence of terms; their positions count from 0."""
        return cls([Segment.build(passages)], k1=k1, b=b, idf=idf)

    def scores(self, terms: Sequence[str]) -> NDArray[np.float64]:
        """The score of every position; a term that is asked for twice counts twice."""
        scores = np.zeros(self.positions)
        for term in map(self._term, terms):
            for shard, start, end in term.places:
                weights = shard.weights.take(shard.segment.codes[start:end])
                weights *= term.idf
                scores[shard.base :][shard.segment.passages[start:end]] += weights
        for shard in self._shards:
            scores[shard.base + shard.dead] = 0.0
        return scores

    def top(self, terms: Sequence[str], k: int, *, among: NDArray[Any] | None = None) -> Top:
        """The positions and scores of the `k` best passages that hold any of `terms`.

        Best first, ties by position. `among` restricts to an ascending array of positions.
        """
        scores, found = self.scores(terms), self._holding(terms)
        if among is not None:
            found = np.intersect1d(found, among, assume_unique=True)
        return _best(found, scores[found], k)

    def frequency(self, term: str) -> int:
        """In how many live passages `term` occurs."""
        return self._term(term).frequency

    def save(self, folder: Path | str) -> None:
        """Write the index to `folder`, which is made where it is missing."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        names = [f"{number}.segment" for number in range(len(self.segments))]
        manifest = {
            "k1": self.k1,
            "b": self.b,
            "idf": self.idf,
            "segments": {
                name: segment.write(folder / name)
                for name, segment in zip(names, self.segments, strict=True)
            },
            "dead": [dead.tolist() for dead in self._dead],
        }
        arrayfile.replace(folder / MANIFEST, [json.dumps(manifest).encode()])

    @classmethod
    def open(cls, folder: Path | str) -> Self:
        """Map the index that was saved in `folder`. Raises `IndexMissing` and `IndexDamaged`."""
        folder = Path(folder)
        try:
            manifest = json.loads((folder / MANIFEST).read_bytes())
            segments = [Segment.open(folder / name) for name in manifest["segments"]]
            dead = [np.array(positions, np.int64) for positions in manifest["dead"]]
            options = {name: manifest[name] for name in ("k1", "b", "idf")}
        except FileNotFoundError as error:
            raise IndexMissing(f"no index in {folder}: make one with Bm25.save") from error
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"{folder / MANIFEST} is damaged: save the index again") from error
        return cls(segments, dead, **options)

    def _placed(self, sizes: list[int]) -> tuple[_Shard, ...]:
        tokens = sum(
            segment.tokens - int(segment.lengths[dead].sum(dtype=np.int64))
            for segment, dead in zip(self.segments, self._dead, strict=True)
        )
        average = tokens / self.passages if tokens else 1.0  # no token, no weight to divide
        bases = np.cumsum([0, *sizes]).tolist()
        return tuple(
            _Shard(
                segment,
                base,
                dead,
                segment.alive(dead) if len(dead) else None,
                _weights(segment, average, self.k1, self.b),
            )
            for segment, base, dead in zip(self.segments, bases, self._dead, strict=False)
        )

    def _term(self, term: str) -> _Term:
        known = self._terms.get(term)
        if known is None:
            if len(self._terms) >= REMEMBERED:
                self._terms.clear()
            known = self._terms[term] = self._found(term)
        return known

    def _found(self, term: str) -> _Term:
        places = []
        frequency = 0
        for shard in self._shards:
            number = shard.segment.vocabulary.find(term)
            if number >= 0:
                start, end = shard.segment.starts[number : number + 2].tolist()
                places.append((shard, start, end))
                frequency += _live(shard, start, end)
        return _Term(tuple(places), frequency, self._weight(frequency))

    def _weight(self, frequency: int) -> float:
        rest = self.passages - frequency
        if self.idf == "lucene":
            return math.log(1 + (rest + 0.5) / (frequency + 0.5))
        idf = math.log(rest + 0.5) - math.log(frequency + 0.5)
        return idf if idf >= 0 else self._floor

    @cached_property
    def _floor(self) -> float:
        """What rank-bm25 gives for a negative idf; looks at the whole vocabulary, once."""
        whole = Segment.merge(self.segments, self._dead)
        frequencies = np.diff(whole.starts)
        idfs = np.log(self.passages - frequencies + 0.5) - np.log(frequencies + 0.5)
        return EPSILON * float(idfs.mean())

    def _holding(self, terms: Sequence[str]) -> NDArray[np.int64]:
        """The live positions that hold any of `terms`, ascending."""
        held = np.zeros(self.positions, np.bool_)
        for term in map(self._term, terms):
            for shard, start, end in term.places:
                held[shard.base :][shard.segment.passages[start:end]] = True
        for shard in self._shards:
            held[shard.base + shard.dead] = False
        return np.flatnonzero(held)


def _weights(segment: Segment, average: float, k1: float, b: float) -> NDArray[np.float64]:
    frequencies = segment.frequencies.astype(np.float64)
    # In rank-bm25's order of operations, so that scores agree to the last bit.
    norms = k1 * (1 - b + b * segment.pair_lengths / average)
    weights = np.zeros(len(frequencies))
    weights[1:] = frequencies[1:] * (k1 + 1) / (frequencies[1:] + norms[1:])
    return weights


def _live(shard: _Shard, start: int, end: int) -> int:
    """How many postings belong to live passages."""
    if shard.alive is None:
        return end - start
    return int(np.count_nonzero(shard.alive[shard.segment.passages[start:end]]))


def _best(positions: NDArray[np.int64], scores: NDArray[np.float64], k: int) -> Top:
    if 0 < k < len(scores):
        least = np.partition(scores, len(scores) - k)[len(scores) - k]
        kept = np.flatnonzero(scores >= least)  # with all ties, which position then decides
        positions, scores = positions[kept], scores[kept]
    order = np.lexsort((positions, -scores))[: max(k, 0)]
    return positions[order], scores[order]
