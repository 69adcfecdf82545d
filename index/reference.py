"""rank-bm25 as the definition of our scores: slow, plain, and what `index.bm25` is held to.

Only tests and benchmarks import this, so that a question never waits for rank-bm25 to load.
"""

from __future__ import annotations

import math

from rank_bm25 import BM25Okapi


class BM25Lucene(BM25Okapi):  # type: ignore[misc] # rank-bm25 ships no types
    """BM25Okapi with Lucene's idf, ``ln(1 + (N - df + ½) / (df + ½))``, which is always positive.

    rank-bm25's own is negative or zero for terms in half of the passages; with two passages every
    score is 0. See Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009.
    """

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for term, frequency in nd.items():
            rest = self.corpus_size - frequency
            self.idf[term] = math.log(1 + (rest + 0.5) / (frequency + 0.5))
