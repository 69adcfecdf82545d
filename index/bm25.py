"""Rank passages with BM25, with the numbers of rank-bm25 and without its loop over passages."""

from __future__ import annotations

import json
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np

from index import arrayfile, compiled, exhaustive, pruning
from index.errors import IndexDamaged, IndexMissing
from index.segment import Segment
from index.shard import Part, Postings, Shard
from index.weighting import K1, B, Idf, lucene, okapi, okapi_floor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from index.compiled import Searcher

    Top = tuple[NDArray[np.int64], NDArray[np.float64]]

MANIFEST = "bm25.json"
CHECKED = 1 << 24  # bytes; larger segments are only checked by `Segment.verify`
REMEMBERED = 100_000  # terms whose postings and weight are kept at hand


class Term(NamedTuple):
    """A term of a question: in how many live passages it is, and its postings by shard."""

    frequency: int
    idf: float
    postings: list[Postings | None]

    def times(self, number: int) -> Term:
        """The term where it is asked for `number` times."""
        scaled = [found and found.times(number) for found in self.postings]
        return Term(self.frequency, self.idf, scaled)


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
        absent = [None] * (len(segments) - len(dead))
        self._dead = [_distinct(s, d) for s, d in zip(segments, [*dead, *absent], strict=True)]
        self.positions = sum(map(len, segments))
        self.passages = self.positions - sum(map(len, self._dead))
        self._shards = self._placed()
        self._terms: dict[str, Term] = {}

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
        return cls([Segment.build(passages, k1=k1, b=b)], k1=k1, b=b, idf=idf)

    def scores(self, terms: Sequence[str]) -> NDArray[np.float64]:
        """The score of every position; a term that is asked for twice counts twice."""
        return exhaustive.scores(self._parts(self._asked(terms), self._shards), self.positions)

    def top(self, terms: Sequence[str], k: int, *, among: NDArray[Any] | None = None) -> Top:
        """The positions and scores of the `k` best passages that hold any of `terms`.

        Best first, ties by position. `among` restricts to an array of positions.
        """
        k = min(k, self.passages)
        if k <= 0:
            return np.zeros(0, np.int64), np.zeros(0)
        shards = self._shards if among is None else self._restricted(among)
        searcher = self._searcher if among is None else self._compiled(shards)
        found = searcher.top(terms, k) if searcher else None
        return self._slower(terms, k, shards) if found is None else found

    def frequency(self, term: str) -> int:
        """In how many live passages `term` occurs."""
        known = self._terms.get(term)
        return known.frequency if known else _frequency(self._places(term))

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
            recorded = manifest["segments"].items()
            segments = [_opened(folder / name, sha256) for name, sha256 in recorded]
            dead = [np.array(positions, np.int64) for positions in manifest["dead"]]
            options = {name: manifest[name] for name in ("k1", "b", "idf")}
        except FileNotFoundError as error:
            raise IndexMissing(f"no index in {folder}: make one with Bm25.save") from error
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"{folder / MANIFEST} is damaged: save the index again") from error
        return cls(segments, dead, **options)

    def _placed(self) -> list[Shard]:
        """The segments in their places, the largest first: it sets the score to reach."""
        tokens = sum(
            segment.tokens - int(segment.lengths[dead].sum(dtype=np.int64))
            for segment, dead in zip(self.segments, self._dead, strict=True)
        )
        average = tokens / self.passages if tokens else 1.0  # no token, no weight to divide
        bases = accumulate(map(len, self.segments), initial=0)
        shards = [
            Shard.place(segment, base, dead, average=average, k1=self.k1, b=self.b)
            for segment, dead, base in zip(self.segments, self._dead, bases, strict=False)
        ]
        return sorted(shards, key=lambda shard: -len(shard.segment))

    def _restricted(self, among: NDArray[Any]) -> list[Shard]:
        chosen = np.zeros(self.positions, np.bool_)
        chosen[among] = True
        return [shard.restricted(chosen) for shard in self._shards]

    @cached_property
    def _searcher(self) -> Searcher | None:
        return self._compiled(self._shards)

    def _compiled(self, shards: list[Shard]) -> Searcher | None:
        return compiled.searcher(shards, self.passages) if self.idf == "lucene" else None

    def _slower(self, terms: Sequence[str], k: int, shards: list[Shard]) -> Top:
        """The same as compiled, for any idf and any number of terms."""
        asked = self._asked(terms)
        parts = self._parts(asked, shards)
        if any(term.idf <= 0 for term in asked):  # the more, the less: nothing can be skipped
            return exhaustive.top(parts, self.positions, k)
        return pruning.top(parts, k)

    def _asked(self, terms: Sequence[str]) -> list[Term]:
        """The terms that occur, each once, rarest first: the order in which scores are summed."""
        counts: dict[str, int] = {}
        for term in terms:
            counts[term] = counts.get(term, 0) + 1
        found = [(self._terms.get(term) or self._learn(term), n) for term, n in counts.items()]
        asked = [term if n == 1 else term.times(n) for term, n in found if term.frequency]
        asked.sort(key=itemgetter(0))
        return asked

    def _parts(self, asked: list[Term], shards: list[Shard]) -> list[Part]:
        parts = []
        for number, shard in enumerate(shards):
            lists = [found for term in asked if (found := term.postings[number]) is not None]
            if lists:
                parts.append(Part(shard, lists))
        return parts

    def _learn(self, term: str) -> Term:
        """Look `term` up, once while it is remembered."""
        placed = self._places(term)
        frequency = _frequency(placed)
        idf = self._idf(frequency)
        postings = [shard.postings(n, idf) if n >= 0 else None for shard, n in placed]
        if len(self._terms) >= REMEMBERED:
            self._terms.clear()
        found = self._terms[term] = Term(frequency, idf, postings)
        return found

    def _places(self, term: str) -> list[tuple[Shard, int]]:
        """The shards, each with its number of `term`, which is negative where it lacks it."""
        return [(shard, shard.segment.vocabulary.find(term)) for shard in self._shards]

    def _idf(self, frequency: int) -> float:
        if self.idf == "lucene":
            return lucene(self.passages, frequency)
        idf = okapi(self.passages, frequency)
        return idf if idf >= 0 else self._floor

    @cached_property
    def _floor(self) -> float:
        """rank-bm25's floor needs the frequency of every term there is: slow, but once."""
        whole = Segment.merge(self.segments, self._dead)
        return okapi_floor(self.passages, np.diff(whole.starts))


def _opened(path: Path, sha256: str) -> Segment:
    small = path.exists() and path.stat().st_size <= CHECKED
    return Segment.open(path, sha256=sha256 if small else None)


def _distinct(segment: Segment, dead: NDArray[Any] | None) -> NDArray[np.int64]:
    """The positions, ascending, each once; `np.unique` takes 50 ms to import what it needs."""
    if dead is None or not len(dead):
        return np.zeros(0, np.int64)
    return np.flatnonzero(~segment.alive(dead))


def _frequency(placed: Sequence[tuple[Shard, int]]) -> int:
    return sum([shard.frequency(number) for shard, number in placed if number >= 0])
