"""Scores are rank-bm25's; top is what sorting all scores would give; segments change nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index import compiled
from index.bm25 import Bm25
from index.errors import IndexDamaged, IndexMissing
from index.exhaustive import best
from index.reference import BM25Lucene
from index.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.weighting import Idf

    Large = tuple[list[Segment], list[NDArray[np.int64] | None]]

TERMS = ["apec", "bogor", "goal", "lima", "nha", "trade", "trang", "été", "貿易", "absent"]
passages_of_terms = st.lists(st.lists(st.sampled_from(TERMS[:-1]), max_size=8), max_size=16)
queries = st.lists(st.sampled_from(TERMS), max_size=6)
fewer = settings(max_examples=40)
options = st.tuples(st.sampled_from([0.1, 1.2, 1.5, 3.0]), st.sampled_from([0.0, 0.4, 0.75, 1.0]))

SEARCHERS = {"numpy": lambda *_: None, "compiled": compiled.searcher}

REFERENCES: dict[Idf, type[BM25Okapi]] = {"lucene": BM25Lucene, "okapi": BM25Okapi}


class Cut(NamedTuple):
    """A corpus in segments, some of its passages dead."""

    segments: list[list[list[str]]]
    dead: list[NDArray[np.int64] | None]

    @property
    def living(self) -> list[int]:
        """The positions that are not dead."""
        gone, base = set(), 0
        for segment, dead in zip(self.segments, self.dead, strict=True):
            gone |= set() if dead is None else {base + int(position) for position in dead}
            base += len(segment)
        return [position for position in range(base) if position not in gone]

    def ranking(self, **how: Any) -> Bm25:
        return Bm25([Segment.build(segment) for segment in self.segments], self.dead, **how)

    def rebuilt(self, **how: Any) -> Bm25:
        everything = [passage for segment in self.segments for passage in segment]
        return Bm25.build([everything[position] for position in self.living], **how)


@st.composite
def cuts(draw: st.DrawFn) -> Cut:
    segments = draw(st.lists(passages_of_terms, max_size=4))
    dead = []
    for segment in segments:
        positions = st.lists(st.sampled_from(range(len(segment))), unique=True) if segment else None
        chosen = draw(st.none() if positions is None else st.none() | positions)
        dead.append(None if chosen is None else np.array(chosen, np.int64))
    return Cut(segments, dead)


def expected_top(
    ranking: Bm25, holders: Sequence[int], terms: list[str], k: int
) -> list[tuple[int, float]]:
    scores = ranking.scores(terms)
    best = sorted(holders, key=lambda position: (-scores[position], position))[:k]
    return [(position, float(scores[position])) for position in best]


def pairs(top: tuple[NDArray[np.int64], NDArray[np.float64]]) -> list[tuple[int, float]]:
    return list(zip(top[0].tolist(), top[1].tolist(), strict=True))


@pytest.mark.parametrize("idf", REFERENCES)
@fewer
@given(passages=passages_of_terms.filter(any), terms=queries, how=options)
def test_scores_are_those_of_rank_bm25(
    idf: Idf, passages: list[list[str]], terms: list[str], how: tuple[float, float]
) -> None:
    k1, b = how
    ranking = Bm25.build(passages, k1=k1, b=b, idf=idf)

    ours = ranking.scores(terms)

    with np.errstate(invalid="ignore"):  # theirs is 0 / 0 for an empty passage where b is 1
        theirs = REFERENCES[idf](passages, k1=k1, b=b).get_scores(terms)
    np.testing.assert_allclose(ours, np.nan_to_num(theirs), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("idf", REFERENCES)
@pytest.mark.parametrize("passages", [[], [[]], [[], []]])
def test_without_any_term_every_score_is_zero_and_nothing_is_found(
    idf: Idf, passages: list[list[str]]
) -> None:
    ranking = Bm25.build(passages, idf=idf)

    assert ranking.scores(["goal", "goal"]).tolist() == [0.0] * len(passages)
    assert pairs(ranking.top(["goal"], 10)) == []
    assert ranking.frequency("goal") == 0


def test_two_passages_score_above_zero_though_every_term_is_in_half_of_them() -> None:
    ranking = Bm25.build([["bogor", "goal"], ["trade", "goal"]])

    assert ranking.scores(["bogor", "goal"]).min() > 0


@pytest.mark.parametrize("idf", REFERENCES)
@fewer
@given(passages=passages_of_terms, terms=queries, k=st.integers(0, 30))
def test_top_is_the_head_of_all_scores_sorted_with_ties_by_position(
    idf: Idf, passages: list[list[str]], terms: list[str], k: int
) -> None:
    ranking = Bm25.build(passages, idf=idf)
    holders = [n for n, passage in enumerate(passages) if set(passage) & set(terms)]

    assert pairs(ranking.top(terms, k)) == expected_top(ranking, holders, terms, k)


@pytest.mark.parametrize("idf", REFERENCES)
@fewer
@given(cut=cuts(), terms=queries)
def test_segments_and_dead_passages_score_as_if_built_from_the_living(
    idf: Idf, cut: Cut, terms: list[str]
) -> None:
    ranking, rebuilt = cut.ranking(idf=idf), cut.rebuilt(idf=idf)

    scores = ranking.scores(terms)

    assert ranking.passages == rebuilt.passages == len(cut.living)
    assert scores[cut.living].tolist() == pytest.approx(rebuilt.scores(terms).tolist(), rel=1e-12)
    assert scores.sum() == pytest.approx(scores[cut.living].sum())
    assert [ranking.frequency(t) for t in TERMS] == [rebuilt.frequency(t) for t in TERMS]


@pytest.fixture(scope="module")
def large() -> Large:
    """Enough passages that postings are pruned; segments of all sizes, some passages dead."""
    generator = np.random.default_rng(5)
    vocabulary = [f"w{rank}" for rank in range(4_000)]
    ranks = np.minimum(generator.zipf(1.25, (12_000, 8)) - 1, len(vocabulary) - 1)
    passages = [[vocabulary[rank] for rank in row] * int(row[0] % 3 + 1) for row in ranks.tolist()]
    cuts = pairwise([0, 5, 6, 3_000, 11_900, 11_900, 12_000])
    segments = [Segment.build(passages[start:end]) for start, end in cuts]
    dead = [generator.permutation(len(s))[: len(s) // 9] if len(s) > 5 else None for s in segments]
    return segments, dead


@pytest.mark.parametrize("searcher", SEARCHERS)
@pytest.mark.parametrize("k", [1, 10, 200])
def test_pruning_changes_no_hit_no_score_and_no_tie(
    large: Large, searcher: str, k: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "searcher", SEARCHERS[searcher])
    ranking = Bm25(*large)
    generator = np.random.default_rng(k)
    third = np.arange(0, ranking.positions, 3)

    for size in generator.integers(1, 9, 60).tolist():
        terms = [f"w{rank}" for rank in generator.zipf(1.25, size) - 1]
        scores = ranking.scores(terms)
        found = np.flatnonzero(scores)
        assert pairs(ranking.top(terms, k)) == pairs(best(found, scores[found], k))
        found = np.intersect1d(found, third)
        assert pairs(ranking.top(terms, k, among=third)) == pairs(best(found, scores[found], k))


def test_segments_with_common_terms_are_merged_as_if_built_from_the_living(large: Large) -> None:
    apart, merged = Bm25(*large), Bm25([Segment.merge(*large)])
    living = np.ones(apart.positions, np.bool_)
    for base, dead in zip(np.cumsum([0, *map(len, large[0])]), large[1], strict=False):
        living[base + (dead if dead is not None else np.zeros(0, np.int64))] = False

    assert merged.positions == np.count_nonzero(living)
    for terms in ([f"w{rank}"] for rank in range(0, 300, 7)):
        assert merged.frequency(terms[0]) == apart.frequency(terms[0])
        assert merged.scores(terms).tolist() == apart.scores(terms)[living].tolist()


def test_a_question_of_a_thousand_terms_is_answered(large: Large) -> None:
    ranking = Bm25(*large)
    terms = [f"w{rank}" for rank in range(1_000)]
    scores = ranking.scores(terms)

    assert pairs(ranking.top(terms, 10)) == pairs(best(np.arange(ranking.positions), scores, 10))


def test_a_term_may_hold_any_character() -> None:
    terms = ["", "\0", "a\0b", "\ud800", "\U0010ffff", "\n"]
    ranking = Bm25.build([[term] for term in terms])

    assert [ranking.top([term], 3)[0].tolist() for term in terms] == [[n] for n in range(6)]
    assert len(ranking.top(["a", "b"], 3)[0]) == 0


@fewer
@given(cut=cuts(), terms=queries, k=st.integers(0, 12))
def test_top_over_segments_is_that_of_a_rebuild(cut: Cut, terms: list[str], k: int) -> None:
    positions, scores = cut.rebuilt().top(terms, k)
    expected = [cut.living[position] for position in positions]

    found = cut.ranking().top(terms, k)

    assert found[0].tolist() == expected
    assert found[1].tolist() == scores.tolist()


@fewer
@given(cut=cuts(), terms=queries, k=st.integers(0, 12), data=st.data())
def test_top_among_some_positions_is_the_whole_ranking_without_the_others(
    cut: Cut, terms: list[str], k: int, data: st.DataObject
) -> None:
    ranking = cut.ranking()
    everywhere = range(ranking.positions)
    chosen = data.draw(
        st.lists(st.sampled_from(everywhere), unique=True) if everywhere else st.just([])
    )

    among = ranking.top(terms, k, among=np.array(sorted(chosen), np.int64))

    everything = pairs(ranking.top(terms, ranking.positions))
    assert pairs(among) == [(p, score) for p, score in everything if p in chosen][:k]


def test_threads_that_share_a_ranking_do_not_disturb_each_other() -> None:
    generator = np.random.default_rng(1)
    vocabulary = [f"w{n}" for n in range(300)]
    passages = [[vocabulary[n] for n in generator.zipf(1.3, 30) % 300] for _ in range(2_000)]
    ranking = Bm25.build(passages)
    questions = [passage[:5] for passage in passages[:200]]
    alone = [pairs(ranking.top(question, 10)) for question in questions]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda question: pairs(ranking.top(question, 10)), questions * 3))

    assert together == alone * 3


@pytest.mark.parametrize("idf", REFERENCES)
def test_an_index_that_was_saved_gives_the_same_answers_when_opened(
    tmp_path: Path, idf: Idf
) -> None:
    cut = Cut([[["bogor", "goal"], ["trade"]], [["goal", "été"], ["lima"]]], [None, np.array([1])])
    ranking = cut.ranking(k1=1.2, b=0.4, idf=idf)
    ranking.save(tmp_path / "index")

    opened = Bm25.open(tmp_path / "index")

    assert (
        opened.scores(["goal", "été", "lima"]).tolist()
        == ranking.scores(["goal", "été", "lima"]).tolist()
    )
    assert opened.frequency("lima") == 0


def test_opening_a_folder_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="save"):
        Bm25.open(tmp_path)


def test_a_damaged_manifest_is_named(tmp_path: Path) -> None:
    Bm25.build([["goal"]]).save(tmp_path)
    (tmp_path / "bm25.json").write_bytes(b"{")

    with pytest.raises(IndexDamaged, match=r"bm25\.json"):
        Bm25.open(tmp_path)


def test_a_flipped_bit_is_found_on_opening_and_named(tmp_path: Path) -> None:
    Bm25.build([["goal"]]).save(tmp_path)
    path = tmp_path / "0.segment"
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    with pytest.raises(IndexDamaged, match=r"0\.segment"):
        Bm25.open(tmp_path)


def test_a_segment_that_is_gone_is_named(tmp_path: Path) -> None:
    Bm25.build([["goal"]]).save(tmp_path)
    (tmp_path / "0.segment").unlink()

    with pytest.raises(IndexDamaged, match=r"0\.segment"):
        Bm25.open(tmp_path)
