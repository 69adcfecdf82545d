"""Features of what was found: how much of the question it holds, and how the search ranked it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.matching import Found
    from bot.question import Question

    Column = NDArray[np.float64]

_SATURATION = 1.2  # BM25's k1, for terms in a sentence
TYPICAL = 20  # words in a sentence


def coverage(
    question: Question, found: Sequence[Found], sizes: Sequence[int], strengths: Column
) -> dict[str, Column]:
    """How much of the question a sentence holds, and where the rest of it stands."""
    weights = np.array(question.weights)
    ends = np.cumsum(np.array(sizes, np.int64))
    starts = ends - np.array(sizes, np.int64)
    before, after = np.roll(strengths, 1, axis=0), np.roll(strengths, -1, axis=0)
    before[starts], after[ends - 1] = 0.0, 0.0
    passages = np.maximum.reduceat(strengths, starts, axis=0)
    titles = np.array([[t in f.evidence.title for t in question.terms] for f in found], float)
    sections = np.array([[t in f.evidence.section for t in question.terms] for f in found], float)
    whole = np.maximum(passages, np.maximum(titles, sections))
    rarest = np.argsort(-weights, kind="stable")[:2]
    scores = _bm25(found, strengths) @ weights
    best_here = np.maximum.reduceat(scores, starts)

    def rest(there: Column) -> Column:
        left_out: Column = np.maximum(there - strengths, 0.0) @ weights
        return left_out

    def spread(of_passages: Column) -> Column:
        return np.repeat(of_passages, sizes, axis=0)

    cover = strengths @ weights
    telling = _telling(weights, strengths)
    leans = np.array([float(s.leans) for f in found for s in f.evidence.statements])
    return {
        "cover": cover,
        "cover_squared": cover**2,
        "cover_of_most": cover / max(cover.max(), 1e-9),
        "telling": strengths @ telling,
        "telling_before": np.maximum(before - strengths, 0.0) @ telling,
        "terms_found": (strengths > 0).mean(axis=1),
        "rarest": strengths[:, rarest[0]],
        "two_rarest": strengths[:, rarest].mean(axis=1),
        "cover_before": rest(before),
        "cover_after": rest(after),
        "cover_title": rest(spread(titles)),
        "cover_section": rest(spread(sections)),
        "cover_elsewhere": rest(spread(passages)),
        "passage_cover": spread(whole @ weights),
        "leans": leans,
        "leans_on_cover": leans * rest(before),
        "bm25": scores,
        "bm25_of_best_here": scores / np.maximum(spread(best_here), 1e-9),
    }


def _telling(weights: Column, strengths: Column) -> Column:
    """What each term tells between these sentences: little where most of them hold it.

    Of a page about the Bogor Goals, every sentence has "Bogor" and "goals".
    """
    shares = np.maximum((strengths > 0).mean(axis=0), 1 / len(strengths))
    telling = weights * -np.log(shares) * (strengths.max(axis=0) > 0)
    return np.asarray(telling / max(telling.sum(), 1e-9))


def _bm25(found: Sequence[Found], strengths: Column) -> Column:
    """BM25's share for each term, as if a term stood once in a sentence."""
    lengths = np.array([len(s.terms) for f in found for s in f.evidence.statements])
    norms = _SATURATION * (0.6 + 0.4 * lengths / TYPICAL)
    saturated: Column = strengths / (strengths + norms[:, None])
    return saturated


def standing(question: Question, found: Sequence[Found], sizes: Sequence[int]) -> dict[str, Column]:
    """How the passage of a sentence came out of the search, and where in it the sentence is."""
    ranks = np.array([float(each.rank) for each in found])
    scores = np.array([each.score for each in found])
    places = np.concatenate([np.arange(size) / size for size in sizes])
    columns = {
        "passage_of_best": scores / max(scores.max(), 1e-9),
        "passage_of_possible": scores / (question.weight * (_SATURATION + 1)),
        "passage_rank": 1 / (1 + ranks),
        "first_passage": (ranks == 0).astype(float),
    }
    return {
        **{name: np.repeat(column, sizes) for name, column in columns.items()},
        "position": places,
        "opens_passage": (places == 0).astype(float),
    }
