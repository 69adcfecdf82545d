"""Segments say what was indexed, survive the disk, and name the file when they did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.bitmaps import Bitmaps
from index.errors import IndexDamaged
from index.postings import Run, pack
from index.segment import Segment

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

words = st.text(st.sampled_from("aéb字\ud800"), min_size=0, max_size=3)
fewer = settings(max_examples=40)
corpora = st.lists(st.lists(words, max_size=10), max_size=20)


def contents(segment: Segment) -> dict[str, list[tuple[int, int]]]:
    """What a segment holds: for each term its passages and how often it occurs in each."""
    held = {}
    for number, term in enumerate(segment.vocabulary.terms()):
        part = slice(segment.starts[number], segment.starts[number + 1])
        codes = segment.codes[part]
        passages = segment.passages[part]
        assert segment.pair_lengths[codes].tolist() == segment.lengths[passages].tolist()
        held[term] = list(zip(passages.tolist(), segment.frequencies[codes].tolist(), strict=True))
    return held


def counted(passages: list[list[str]]) -> dict[str, list[tuple[int, int]]]:
    """The same, by counting."""
    terms = {term for passage in passages for term in passage}
    return {
        term: [(n, p.count(term)) for n, p in enumerate(passages) if term in p] for term in terms
    }


@fewer
@given(passages=corpora)
def test_a_segment_holds_every_term_of_every_passage_and_nothing_else(
    passages: list[list[str]],
) -> None:
    segment = Segment.build(passages)

    assert contents(segment) == counted(passages)
    assert segment.lengths.tolist() == list(map(len, passages))
    assert segment.tokens == sum(map(len, passages))
    assert len(segment) == len(passages)


def test_a_segment_of_several_chunks_is_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    passages = [[f"t{n % 7}", "all", f"t{n % 3}"] for n in range(50)]
    monkeypatch.setattr("index.segment.CHUNK", 8)

    assert contents(Segment.build(iter(passages))) == counted(passages)


def test_more_pairs_than_sixteen_bits_can_number_get_wider_codes() -> None:
    everyone = np.arange(70_000, dtype=np.int32)
    frequencies, lengths = everyone // 300 + 1, everyone % 300 + 300

    def weigh(frequencies: NDArray[np.int32], lengths: NDArray[np.int32]) -> NDArray[np.float64]:
        return frequencies / lengths

    packed = pack(
        [Run(np.zeros(1, np.int64), np.array([70_000]), everyone, frequencies)], 1, lengths, weigh
    )

    assert packed.codes.dtype == np.uint32
    assert packed.frequencies[packed.codes].tolist() == frequencies.tolist()
    assert packed.pair_lengths[packed.codes].tolist() == lengths.tolist()


@fewer
@given(held=st.lists(st.sets(st.integers(0, 149)), max_size=6))
def test_a_bitmap_tells_which_passages_a_common_term_is_in_and_where(held: list[set[int]]) -> None:
    starts = np.cumsum([0, *map(len, held)])
    passages = np.array([passage for each in held for passage in sorted(each)], np.int32)

    bitmaps = Bitmaps.build(starts, passages, 150, least=5)

    assert bitmaps.common.tolist() == [n for n, each in enumerate(held) if len(each) >= 5]
    for number, bits, ranks in zip(bitmaps.common, bitmaps.bits, bitmaps.ranks, strict=True):
        for place, passage in enumerate(sorted(held[number])):
            word, bit = divmod(passage, 64)
            before = int(bits[word]) % (1 << bit)
            assert int(bits[word]) >> bit & 1
            assert int(ranks[word]) + before.bit_count() == place
        assert sum(int(word).bit_count() for word in bits) == len(held[number])
    for term, each in enumerate(held):
        row = bitmaps.row(term)
        assert bitmaps.before[row] == sum(map(len, (held[n] for n in bitmaps.common if n < term)))
        if term in bitmaps.common:
            assert bitmaps.passages(row).tolist() == sorted(each)


@fewer
@given(passages=corpora)
def test_every_term_is_found_by_its_number_and_no_other(passages: list[list[str]]) -> None:
    vocabulary = Segment.build(passages).vocabulary

    assert [vocabulary.find(term) for term in vocabulary.terms()] == list(range(len(vocabulary)))
    assert [vocabulary[n] for n in range(len(vocabulary))] == vocabulary.terms()
    assert vocabulary.find("never seen") == -1


@fewer
@given(corpora=st.lists(corpora, max_size=4), data=st.data())
def test_merging_equals_building_from_the_passages_that_live(
    corpora: list[list[list[str]]], data: st.DataObject
) -> None:
    alive = [[data.draw(st.booleans()) for _ in corpus] for corpus in corpora]
    dead = [np.flatnonzero(~np.array(flags, np.bool_)) for flags in alive]
    living = [
        passage
        for corpus, flags in zip(corpora, alive, strict=True)
        for passage, lives in zip(corpus, flags, strict=True)
        if lives
    ]

    merged = Segment.merge([Segment.build(corpus) for corpus in corpora], dead)

    assert contents(merged) == counted(living)
    assert merged.lengths.tolist() == list(map(len, living))
    assert merged.tokens == sum(map(len, living))


@pytest.mark.parametrize("passages", [[], [[]], [["bogor", "goal"], ["goal"]]])
def test_a_segment_read_back_is_the_one_that_was_written(
    tmp_path: Path, passages: list[list[str]]
) -> None:
    segment = Segment.build(passages)
    digest = segment.write(tmp_path / "1.segment")

    opened = Segment.open(tmp_path / "1.segment", sha256=digest)

    assert contents(opened) == contents(segment)
    assert opened.tokens == segment.tokens
    assert [file.name for file in tmp_path.iterdir()] == ["1.segment"]


def test_a_segment_on_disk_cannot_be_changed_by_accident(tmp_path: Path) -> None:
    Segment.build([["goal"]]).write(tmp_path / "1.segment")

    opened = Segment.open(tmp_path / "1.segment")

    assert not opened.passages.flags.writeable


def test_every_flipped_bit_is_found_by_verify_and_named(tmp_path: Path) -> None:
    path = tmp_path / "1.segment"
    digest = Segment.build([["goal"]]).write(path)
    written = path.read_bytes()

    for place in range(0, len(written), 5):
        path.write_bytes(written[:place] + bytes([written[place] ^ 4]) + written[place + 1 :])
        with pytest.raises(IndexDamaged, match=r"1\.segment"):
            Segment.verify(path, digest)


@pytest.mark.parametrize("kept", [0, 7, 16, 40, -1])
def test_a_file_cut_short_is_found_on_opening(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "1.segment"
    Segment.build([["goal"]]).write(path)
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(IndexDamaged, match=r"1\.segment"):
        Segment.open(path)


def test_a_damaged_header_is_found_on_opening(tmp_path: Path) -> None:
    path = tmp_path / "1.segment"
    Segment.build([["goal"]]).write(path)
    written = path.read_bytes()

    for place in range(40):
        path.write_bytes(written[:place] + bytes([written[place] ^ 1]) + written[place + 1 :])
        with pytest.raises(IndexDamaged, match=r"1\.segment"):
            Segment.open(path)


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match=r"1\.segment"):
        Segment.open(tmp_path / "1.segment")
