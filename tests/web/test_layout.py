"""A document laid out for reading: everything once, in order, the right slice marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Block, BlockKind, Document
from index.reading import read
from web.layout import Layout, Marks, Part, Span, lay_out
from web.leaves import FULL, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKDOWN = """# Members

APEC has *21* members.

## Asia

1. Japan
2. Korea
   - Seoul
   - Busan
3. China

#### Deep

Done.
"""


def document(raw: str = MARKDOWN, source: str = "members.md") -> Document:
    reading = read(raw.encode(), source)
    return Document("d1", source, reading.title, reading.text, "", reading.blocks)


def every_part(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from every_part(part.children)


def marked(layout: Layout) -> list[str]:
    return [
        piece.text
        for part in every_part((layout.title, *layout.parts))
        for piece in part.pieces
        if piece.mark == "asked"
    ]


def test_the_heading_that_is_the_title_is_shown_once_as_the_title() -> None:
    layout = lay_out(document())

    assert layout.title.text == "Members"
    assert [part.text for part in layout.outline] == ["Asia", "Deep"]


def test_a_title_from_elsewhere_leaves_every_heading_in_place() -> None:
    reading = read(b"---\ntitle: The roll\n---\n# Members\n\nSome.\n", "roll.md")

    layout = lay_out(Document("d1", "roll.md", reading.title, reading.text, "", reading.blocks))

    assert layout.title.text == "The roll"
    assert [part.text for part in layout.parts] == ["Members", "Some."]


def test_headings_never_skip_a_level() -> None:
    assert [part.level for part in lay_out(document()).outline] == [2, 3]


def test_headings_of_one_level_stay_on_one_level() -> None:
    shown = document("# Book\n\n## One\n\n#### Deep\n\n## Two\n\n## Three\n\n### Sub\n\nEnd.\n")

    assert [heading.level for heading in lay_out(shown).outline] == [2, 3, 2, 2, 3]


def test_items_become_nested_lists_that_keep_their_numbers() -> None:
    [outer] = [part for part in lay_out(document()).parts if part.kind == "list"]

    assert [item.text for item in outer.children] == ["Japan", "Korea", "China"]
    assert [item.number for item in outer.children] == [1, 2, 3]
    [inner] = outer.children[1].children
    assert [item.text for item in inner.children] == ["Seoul", "Busan"]
    assert [item.number for item in inner.children] == [None, None]


def test_a_slice_across_blocks_is_marked_in_each_and_begins_once() -> None:
    shown = document()
    start, end = shown.text.index("21"), shown.text.index("Korea") + 2

    layout = lay_out(shown, marks=Marks(Span(start, end)))

    assert marked(layout) == ["21 members.", "Asia", "Japan", "Ko"]
    pieces = [piece for part in every_part(layout.parts) for piece in part.pieces]
    assert [piece.text for piece in pieces if piece.first] == ["21 members."]


def test_a_slice_between_blocks_marks_nothing_and_says_so() -> None:
    shown = document()
    gap = shown.text.index("APEC has") - 1

    layout = lay_out(shown, marks=Marks(Span(gap, gap + 1)))

    assert not layout.marked
    assert marked(layout) == []


def test_a_page_number_stands_only_where_a_new_page_begins() -> None:
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, start, start + 1, page=page)
        for start, page in [(0, 1), (2, 1), (4, 2)]
    )

    layout = lay_out(Document("d1", "a.pdf", "A", "a b c", "", blocks))

    assert [part.page for part in layout.parts] == [1, None, 2]


def test_a_document_without_blocks_is_one_paragraph() -> None:
    bare = Document("d1", "a.txt", "A", "Some words.", "", ())

    layout = lay_out(bare, marks=Marks(Span(0, 4)))

    assert [part.text for part in layout.parts] == ["Some words."]
    assert marked(layout) == ["Some"]


@given(st.text("ab \n-#1.é🙂", max_size=120), st.integers(0, 120), st.integers(1, 120))
def test_every_block_is_shown_once_and_the_marks_are_the_slice(
    raw: str, start: int, length: int
) -> None:
    blocks = read(b"x " + raw.encode(), "a.md")
    shown = Document("d1", "a.md", "no heading", blocks.text, "", blocks.blocks)

    layout = lay_out(shown, marks=Marks(Span(start, start + length)))

    texts = [shown.text[block.start : block.end] for block in shown.blocks]
    assert [part.text for part in every_part(layout.parts) if part.kind != "list"] == texts
    inside = "".join(
        shown.text[max(block.start, start) : min(block.end, start + length)]
        for block in shown.blocks
        if block.start < start + length and block.end > start
    )
    assert "".join(marked(layout)) == inside
    assert layout.marked == bool(inside)


def test_the_strongest_of_several_marks_is_shown() -> None:
    marks = Marks(Span(5, 10), found=[Span(0, 4), Span(8, 12)], cited=[Span(0, 16)])

    [paragraph] = lay_out(Document("d1", "a", "A", "Four score years", "", ()), marks=marks).parts

    assert [(piece.text, piece.mark) for piece in paragraph.pieces] == [
        ("Four", "found"),
        (" ", "cited"),
        ("score", "asked"),
        (" y", "found"),
        ("ears", "cited"),
    ]
    assert [piece.text for piece in paragraph.pieces if piece.first] == ["score"]


def long_document(chapters: int = 300) -> Document:
    chapter = "## Chapter {}\n\n" + "Some words of it. " * 60 + "\n\n- an item\n  - below it\n"
    return document("# Book\n\n" + "\n".join(chapter.format(n) for n in range(chapters)))


def test_a_long_document_opens_at_the_leaf_of_the_asked_slice() -> None:
    book = long_document()
    start = book.text.index("Chapter 200")

    layout = lay_out(book, marks=Marks(Span(start, start + 11)))

    assert marked(layout) == ["Chapter 200"]
    assert 1 < layout.first == layout.last < layout.count
    assert sum(len(part.text) for part in every_part(layout.parts)) < 2 * FULL


def test_a_slice_across_two_leaves_shows_both() -> None:
    book = long_document()
    last = leaves(book)[0].blocks[-1]

    layout = lay_out(book, marks=Marks(Span(last.start, last.end + 60)))

    assert (layout.first, layout.last) == (1, 2)


def test_leaves_hold_every_block_once_and_never_begin_in_a_nested_list() -> None:
    book = long_document()

    cut = leaves(book)

    assert [block for leaf in cut for block in leaf.blocks] == list(book.blocks)
    assert not [
        leaf
        for leaf in cut
        if leaf.blocks[0].level > 1 and leaf.number > 1 and leaf.blocks[0].kind.value == "item"
    ]
    assert [leaf.number for leaf in cut] == list(range(1, len(cut) + 1))


def test_a_block_longer_than_a_leaf_is_cut_between_words() -> None:
    text = "word " * FULL

    blocks = [
        block for leaf in leaves(Document("d", "a", "A", text, "", ())) for block in leaf.blocks
    ]

    assert "".join(text[block.start : block.end] for block in blocks) == text
    assert all(block.end - block.start <= FULL for block in blocks)
    assert {text[block.start] for block in blocks[1:]} == {" "}


def test_the_outline_leads_to_the_leaf_of_each_heading() -> None:
    outline = lay_out(long_document(100)).outline

    assert [heading.text for heading in outline] == [f"Chapter {n}" for n in range(100)]
    assert outline[0].leaf == 1 < outline[-1].leaf


def test_an_outline_of_too_many_headings_has_one_for_each_leaf() -> None:
    layout = lay_out(long_document(300))

    assert [heading.leaf for heading in layout.outline] == list(range(1, layout.count + 1))


@pytest.mark.parametrize("leaf", [-1, 0, 99])
def test_a_leaf_that_there_is_not_is_the_nearest(leaf: int) -> None:
    layout = lay_out(document(), leaf=leaf)

    assert (layout.first, layout.count) == (1, 1)
