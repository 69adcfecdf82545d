"""Score the passages that a cluster found, to the numbers that the embedded engine gives.

Lucene keeps the length of a passage in one byte, rounded down, and counts passages that were
deleted until it merges them. So its best are a pool, which is ranked by exact lengths and counts.
Rounded down means that no passage scores higher than Lucene says: once the last of the pool is
below the last that is wanted, nothing outside the pool can be wanted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.store import K1, B
from index.weighting import lucene

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.opensearch.generations import State

ROUNDING = 1 + 1e-5  # Lucene's scores are float32
NEWER = 3  # from this version of OpenSearch on, BM25 leaves the constant factor k1 + 1 out


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage of the pool: Lucene's score, and what was stored of it."""

    lucene: float
    source: dict[str, Any]

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands in the corpus."""
        return self.source["source"], self.source["body"]["start"]


@dataclass(frozen=True, slots=True)
class Scoring:
    """BM25 for one question: what each of its tokens is worth, rarest first."""

    worth: Sequence[tuple[str, float]]
    average: float  # length of a passage
    major: int  # OpenSearch's version

    @classmethod
    def of(
        cls, asked: Mapping[str, int], frequencies: Mapping[str, int], state: State, major: int
    ) -> Scoring:
        """For tokens, how often each is `asked`, and in how many passages each occurs."""
        rarest = sorted((frequencies[token], token) for token in asked)
        worth = [(token, lucene(state.passages, n) * asked[token]) for n, token in rarest]
        return cls(worth, state.tokens / state.passages if state.tokens else 1.0, major)

    def exact(self, candidate: Candidate) -> float:
        """The score that the embedded engine gives this passage."""
        terms = candidate.source["terms"].split()
        counts = Counter(terms)
        norm = K1 * (1 - B + B * len(terms) / self.average)
        return sum(
            idf * (counts[token] * (K1 + 1) / (counts[token] + norm))
            for token, idf in self.worth
            if token in counts
        )

    def bound(self, candidate: Candidate) -> float:
        """What no passage that Lucene ranks after this one can exceed."""
        factor = K1 + 1 if self.major >= NEWER else 1.0
        return candidate.lucene * factor * ROUNDING
