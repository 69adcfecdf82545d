"""Markdown: what is stored is what a person sees when it is rendered, with its structure."""

from __future__ import annotations

import pytest

from index.documents import BlockKind, Reading
from index.errors import UnreadableFile
from index.reading import read

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM
ROW, CODE = BlockKind.ROW, BlockKind.CODE


def reading(text: str, source: str = "notes.md") -> Reading:
    return read(text.encode(), source)


def blocks(text: str) -> list[tuple[BlockKind, str]]:
    found = reading(text)
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def test_headings_of_both_styles_keep_their_level() -> None:
    found = reading("# Goals\n\nSub\n---\n\n### Deeper\n\nText.\n")

    assert [block.level for block in found.blocks] == [1, 2, 3, 0]
    assert found.title == "Goals"
    assert found.text == "Goals\n\nSub\n\nDeeper\n\nText."


def test_emphasis_links_images_and_entities_give_way_to_their_words() -> None:
    text = (
        "**Bogor** is a *city* in [Java](http://x), ![its flag](f.png) &amp; `code`; \\*star\\*\n"
    )

    assert blocks(text) == [(PARAGRAPH, "Bogor is a city in Java, its flag & code; *star*")]


def test_what_stands_beside_other_facts_at_the_head_is_said_and_no_metadata() -> None:
    minutes = "Date: 2026-02-01\nPlace: Guangzhou\nPresent: Ana Lind (chair)"
    head = "**Date:** 2026-02-01\n**Author:** Ana Lind"

    assert blocks(f"# Minutes\n\n{minutes}\n")[1:] == [(PARAGRAPH, minutes)]
    assert reading(f"# Minutes\n\n{minutes}\n").date == "2026-02-01"
    assert [kind for kind, _ in blocks(f"# A note\n\n{head}\n\nText.\n")] == [
        HEADING,
        BlockKind.METADATA,
        PARAGRAPH,
    ]


def test_hard_wrapped_lines_and_breaks_stay_lines() -> None:
    assert blocks("one\ntwo  \nthree<br>four\n") == [(PARAGRAPH, "one\ntwo\nthree\nfour")]


@pytest.mark.parametrize("mark", ["-", "*", "+"])
def test_list_items_keep_their_depth_and_read_as_a_list(mark: str) -> None:
    found = reading(f"Members:\n\n{mark} Chile\n  {mark} its capital\n{mark} Peru\n")

    assert found.text == "Members:\n\n- Chile\n  - its capital\n- Peru"
    assert [(block.kind, block.level) for block in found.blocks[1:]] == [
        (ITEM, 1),
        (ITEM, 2),
        (ITEM, 1),
    ]


def test_numbered_items_keep_their_numbers_outside_of_the_block() -> None:
    found = reading("1. first\n2. second\n")

    assert found.text == "1. first\n2. second"
    assert blocks("1. first\n2. second\n") == [(ITEM, "first"), (ITEM, "second")]


def test_a_table_row_reads_as_a_sentence() -> None:
    table = "| Area | Contact |\n|---|---|\n| Press | Ana Lind |\n|  | Bo Ek |\n"

    assert blocks(table) == [(ROW, "Area: Press. Contact: Ana Lind."), (ROW, "Contact: Bo Ek.")]


def test_code_quotes_and_paragraphs_in_items_are_told_apart() -> None:
    text = "```\nquoth serve\n```\n\n> Said somebody.\n\n- item\n\n  More on it.\n"

    assert blocks(text) == [
        (CODE, "quoth serve"),
        (PARAGRAPH, "Said somebody."),
        (ITEM, "item"),
        (PARAGRAPH, "More on it."),
    ]


def test_html_gives_its_words_but_neither_comments_nor_scripts() -> None:
    text = (
        "<div>5 &lt; 6</div>\n\n<!-- not\n\nthis -->\n\n<script>\nvar x = 1;\n</script>\n\n"
        "Read <b>this</b><!-- nor this -->.\n"
    )

    assert blocks(text) == [(PARAGRAPH, "5 < 6"), (PARAGRAPH, "Read this.")]


def test_front_matter_gives_title_and_date_and_is_not_quoted() -> None:
    found = reading("---\ntitle: 'Goals'\ndate: 1994-11-15\n---\n\n# Heading\n\nText.\n")

    assert (found.title, found.date) == ("Goals", "1994-11-15")
    assert found.text == "Heading\n\nText."


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert blocks("---\n\nThey met.\n\n---\n\nThey left.\n") == [
        (PARAGRAPH, "They met."),
        (PARAGRAPH, "They left."),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "<!-- only a comment -->", "---\ntitle: T\n---\n"])
def test_a_file_without_text_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFile, match="no text"):
        reading(text)


def test_forty_lists_in_each_other_are_read() -> None:
    text = "".join("  " * depth + f"- item{depth}\n" for depth in range(40))

    assert "item39" in reading(text).text


@pytest.mark.parametrize("nested", ["*", "[", "![", "<b>", "_a ", "a> "])
def test_absurd_nesting_inside_a_line_is_read_as_text(nested: str) -> None:
    assert "end" in reading(nested * 3_000 + "end").text


@pytest.mark.parametrize("nested", ["> ", "- ", "1. "])
def test_absurd_nesting_of_blocks_is_refused_with_a_remedy(nested: str) -> None:
    with pytest.raises(UnreadableFile, match="flatten"):
        reading("before\n\n" + nested * 3_000 + "end\n\nafter\n")


def test_a_line_of_a_megabyte_is_one_paragraph() -> None:
    line = "word and word " * 75_000

    assert blocks(line) == [(PARAGRAPH, line.strip())]
