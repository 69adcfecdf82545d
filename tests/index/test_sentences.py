"""Sentences are where a careful reader would see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Block, BlockKind
from index.sentences import split


def sentences_of(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    return [text[s.start : s.end] for s in split(text, [Block(kind, 0, len(text))])]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Dr Bollard said so.", "Dr. Bollard left.", "Mr. Mace stayed."],
        ["He is from the U.S.", "The U.S. delegation met on 2-3 March.", "It left"],
        ["Use a fruit, e.g. Apples or i.e. Pears.", "J. K. Rowling wrote it.", "He read."],
        ["It rose to 3.5 per cent.", "By 5 p.m. it fell to 3.1.", "Then it rose."],
        ["“All of us agree.”", "“Do we?” he asked.", "(They did.)", "Yahoo! is a company."],
        ["A hard-wrapped line\ngoes on here.", "Another\none"],
        ["One fact.[1][2]", "Another fact.[citation needed]", "A third."],
        ["hello there.", "nothing here has capitals."],
        ["He was born on Jan. 5 and died (d. 1999) in St. Louis.", "See Fig. 3."],
        ["Call Ann, tel. 0113 496 0123.", "Tel. 089 123456 is Bo.", "She sent it by fax.", "Ask."],
        ["北京是首都。", "上海很大！", "「好。」", "他说。"],
        ["Acme Inc. announced it.", "He works at Acme Inc.", "The company is big."],
        ["Is it so?", "Yes!", "Vitamin C.", "The end..."],
    ],
)
def test_sentences_are_cut_where_a_reader_would(sentences: list[str]) -> None:
    joined = "".join(s if s.endswith("。") else s + " " for s in sentences).strip()

    assert sentences_of(joined) == sentences


@pytest.mark.parametrize("kind", [BlockKind.ITEM, BlockKind.ROW, BlockKind.HEADING])
def test_a_short_item_row_or_heading_is_one_unit(kind: BlockKind) -> None:
    assert sentences_of("Stop. Look. Listen", kind) == ["Stop. Look. Listen"]


def test_a_long_list_item_has_sentences() -> None:
    assert len(sentences_of("This item goes on and on. " * 40, BlockKind.ITEM)) == 40


def test_long_code_is_cut_at_line_ends() -> None:
    code = "print('one. Two. Three')\n" * 40

    assert all(piece.endswith("')") for piece in sentences_of(code, BlockKind.CODE))


def test_a_megabyte_in_one_line_is_cut_at_spaces() -> None:
    pieces = sentences_of("word " * 200_000)

    assert max(map(len, pieces)) <= 1_000
    assert set(" ".join(pieces).split()) == {"word"}


def test_blocks_are_never_joined() -> None:
    text = "A heading\n\nand a paragraph"
    blocks = [Block(BlockKind.HEADING, 0, 9, level=1), Block(BlockKind.PARAGRAPH, 11, len(text))]

    assert [s.kind for s in split(text, blocks)] == [BlockKind.HEADING, BlockKind.PARAGRAPH]


def test_white_space_has_no_sentences() -> None:
    assert sentences_of(" \n\t ") == []


@given(st.text(alphabet="aB.!?。 \n“”'\"()[1]:U,Dr", max_size=300), st.sampled_from(BlockKind))
def test_sentences_are_ordered_trimmed_and_leave_only_space_out(text: str, kind: BlockKind) -> None:
    found = split(text, [Block(kind, 0, len(text))])

    ends = [0, *(s.end for s in found)]
    starts = [*(s.start for s in found), len(text)]
    between = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    assert all(end <= start for end, start in zip(ends, starts, strict=True))
    assert "".join(between).strip() == ""
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in found)
