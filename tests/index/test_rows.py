"""Rows of the catalogue: what was put into one comes out of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Block, BlockKind
from index.rows import PackedBlocks, packed_blocks

numbers = st.integers(0, 2**31 - 1)
blocks = st.lists(
    st.builds(
        Block,
        st.sampled_from(BlockKind),
        start=numbers,
        end=numbers,
        level=st.integers(0, 9),
        page=st.none() | numbers,
    ),
    max_size=5,
).map(tuple)


@given(blocks=blocks, first=st.integers(-6, 6), last=st.integers(-6, 6))
def test_packed_blocks_are_the_blocks_however_they_are_looked_at(
    blocks: tuple[Block, ...], first: int, last: int
) -> None:
    packed = PackedBlocks(packed_blocks(blocks))

    assert len(packed) == len(blocks)
    assert packed[first:last] == blocks[first:last]
    assert [packed[place] for place in range(len(blocks))] == list(blocks)
    assert tuple(packed) == blocks
    assert packed == blocks
    assert blocks == packed
    assert hash(packed) == hash(blocks)
    assert repr(packed) == repr(blocks)
    assert packed != (*blocks, Block(BlockKind.ROW, 0, 1))


def test_there_is_no_block_behind_the_last() -> None:
    packed = PackedBlocks(packed_blocks([Block(BlockKind.ITEM, 0, 4, 2, 7)]))

    assert packed[-1] == Block(BlockKind.ITEM, 0, 4, 2, 7)
    with pytest.raises(IndexError):
        packed[1]
