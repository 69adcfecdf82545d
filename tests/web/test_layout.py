"""A document laid out for reading: everything once, in order, the right slice marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from index.documents import Block, BlockKind, Document
from index.reading import read
from web.layout import Layout, Part, Span, lay_out

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
        if piece.marked
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

    layout = lay_out(shown, span=Span(start, end))

    assert marked(layout) == ["21 members.", "Asia", "Japan", "Ko"]
    pieces = [piece for part in every_part(layout.parts) for piece in part.pieces]
    assert [piece.text for piece in pieces if piece.first] == ["21 members."]


def test_a_slice_between_blocks_marks_nothing_and_says_so() -> None:
    shown = document()
    gap = shown.text.index("APEC has") - 1

    layout = lay_out(shown, span=Span(gap, gap + 1))

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
    layout = lay_out(Document("d1", "a.txt", "A", "Some words.", "", ()), span=Span(0, 4))

    assert [part.text for part in layout.parts] == ["Some words."]
    assert marked(layout) == ["Some"]


@given(st.text("ab \n-#1.é🙂", max_size=120), st.integers(0, 120), st.integers(1, 120))
def test_every_block_is_shown_once_and_the_marks_are_the_slice(
    raw: str, start: int, length: int
) -> None:
    blocks = read(b"x " + raw.encode(), "a.md")
    shown = Document("d1", "a.md", "no heading", blocks.text, "", blocks.blocks)

    layout = lay_out(shown, span=Span(start, start + length))

    texts = [shown.text[block.start : block.end] for block in shown.blocks]
    assert [part.text for part in every_part(layout.parts) if part.kind != "list"] == texts
    inside = "".join(
        shown.text[max(block.start, start) : min(block.end, start + length)]
        for block in shown.blocks
        if block.start < start + length and block.end > start
    )
    assert "".join(marked(layout)) == inside
    assert layout.marked == bool(inside)
