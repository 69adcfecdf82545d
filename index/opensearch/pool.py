"""Find the best passages: a pool of those that Lucene ranks highest, large enough to hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.opensearch.scoring import Candidate

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from index.opensearch.scoring import Scoring
    from index.opensearch.view import View

TIMES = 4  # as many passages are scored as are wanted
SMALLEST = 40
MORE = 5  # times as many, where the pool may lack one of the best
LARGEST = 1_000  # beyond it, passages with one and the same score come as Lucene has them


def best(
    view: View,
    asked: Mapping[str, int],
    scoring: Scoring,
    *,
    documents: Collection[str],
    limit: int,
) -> list[tuple[float, Candidate]]:
    """The best `limit` passages for tokens, and how often each is asked, with their scores.

    `documents` restricts to those ids, where there are any.
    """
    wanted = min(max(limit * TIMES, SMALLEST), LARGEST)
    while True:
        pool = _pool(view, asked, documents, wanted)
        ranked = [(scoring.exact(each), each) for each in pool]
        ranked.sort(key=lambda pair: (-pair[0], pair[1].place))
        enough = len(pool) < wanted or wanted >= LARGEST
        if enough or ranked[limit - 1][0] > scoring.bound(pool[-1]):
            return ranked[:limit]
        wanted = min(wanted * MORE, LARGEST)


def _pool(
    view: View, asked: Mapping[str, int], documents: Collection[str], size: int
) -> list[Candidate]:
    """The passages that Lucene ranks highest."""
    among = [{"terms": {"document": sorted(documents)}}] if documents else []
    query = view.query(*among)
    query["bool"]["should"] = [
        {"term": {"terms": {"value": name, "boost": count}}} for name, count in asked.items()
    ]
    query["bool"]["minimum_should_match"] = 1
    found = view.hits(query, size=size)
    return [Candidate(each["_score"], each["_source"]) for each in found]
