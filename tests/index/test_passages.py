"""Passages are whole sentences under one heading."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.documents import Block, BlockKind, Document, Passage
from index.passages import split, terms

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM


def document_of(*parts: tuple[BlockKind, str, int], title: str = "Title") -> Document:
    """A document whose blocks are `parts` (kind, text, level), two lines apart."""
    blocks, text = [], ""
    for kind, part, level in parts:
        blocks.append(Block(kind, len(text), len(text) + len(part), level))
        text += part + "\n\n"
    return Document("d1", "d1.txt", title, text, "", tuple(blocks))


def texts_of(document: Document) -> list[str]:
    return [document.text[p.start : p.end] for p in split(document)]


def paragraph(length: int) -> tuple[BlockKind, str, int]:
    return PARAGRAPH, ("Ten words of text that say very little, at length. " * 99)[:length], 0


def test_a_paragraph_is_a_passage() -> None:
    assert list(map(len, texts_of(document_of(paragraph(498), paragraph(549))))) == [498, 549]


def test_tiny_neighbours_under_one_heading_are_merged() -> None:
    merged = texts_of(document_of((PARAGRAPH, "One.", 0), (PARAGRAPH, "Two.", 0)))

    assert merged == ["One.\n\nTwo."]


def test_passages_do_not_cross_headings() -> None:
    document = document_of((PARAGRAPH, "One.", 0), (HEADING, "A part", 2), (PARAGRAPH, "Two.", 0))

    assert [(p.section, document.text[p.start : p.end]) for p in split(document)] == [
        ((), "One."),
        (("A part",), "Two."),
    ]


def test_the_section_path_leaves_out_the_title_and_closed_headings() -> None:
    document = document_of(
        (HEADING, "Title", 1),
        (HEADING, "First", 2),
        (PARAGRAPH, "One.", 0),
        (HEADING, "Second", 2),
        (HEADING, "Inner", 3),
        (PARAGRAPH, "Two.", 0),
    )

    assert [p.section for p in split(document)] == [("First",), ("Second", "Inner")]


def test_a_long_paragraph_is_split_into_even_parts() -> None:
    lengths = list(map(len, texts_of(document_of(paragraph(2_000)))))

    assert len(lengths) == 2
    assert abs(lengths[0] - lengths[1]) < 120


def test_a_list_stays_with_its_introduction() -> None:
    document = document_of(
        paragraph(900), (PARAGRAPH, "Members are:", 0), (ITEM, "Chile", 1), (ITEM, "Peru", 1)
    )

    assert texts_of(document)[-1].split() == ["Members", "are:", "Chile", "Peru"]


def test_a_heading_is_quotable_only_where_nothing_stands_under_it() -> None:
    document = document_of((HEADING, "Alone", 1), (HEADING, "Not alone", 1), paragraph(300))

    assert [p.sentences[0].kind for p in split(document)] == [HEADING, PARAGRAPH]
    assert texts_of(document)[0] == "Alone"


def test_pages_are_not_mixed() -> None:
    text = "One.\n\nTwo."
    blocks = (Block(PARAGRAPH, 0, 4, page=1), Block(PARAGRAPH, 6, 10, page=2))

    assert [p.page for p in split(Document("d", "d.pdf", "T", text, "", blocks))] == [1, 2]


def test_terms_are_those_of_the_passage_its_headings_and_the_title() -> None:
    document = document_of((HEADING, "The goals", 2), (PARAGRAPH, "Adopted in Bogor.", 0))

    [passage] = split(document)
    assert sorted(terms(document, passage)) == ["adopt", "bogor", "goal", "in", "titl"]


def test_the_words_of_a_files_name_that_its_title_lacks_are_terms_of_its_passages() -> None:
    document = document_of((PARAGRAPH, "Closed on Mondays.", 0), title="Plan your visit")
    named = replace(document, source="2024/museum_visit-v2_0517.html")

    assert terms(named, split(named)[0]) == ["close", "on", "monday", "plan", "visit", "museum"]


def test_an_empty_document_has_no_passages() -> None:
    assert split(document_of()) == []


KINDS = st.sampled_from([HEADING, PARAGRAPH, ITEM, BlockKind.ROW, BlockKind.CODE])
PARTS = st.tuples(KINDS, st.text(alphabet="abC. \n", max_size=900), st.integers(1, 6))


@given(st.lists(PARTS, max_size=12))
def test_passages_are_ordered_and_hold_every_word_below_headings(
    parts: list[tuple[BlockKind, str, int]],
) -> None:
    document = document_of(*parts)
    passages = split(document)

    held = "".join(document.text[s.start : s.end] for p in passages for s in p.sentences)
    below = "".join(text for kind, text, _ in parts if kind is not HEADING)
    assert all(before.end <= after.start for before, after in pairwise(passages))
    assert all(fits(passage, document) for passage in passages)
    assert len("".join(held.split())) >= len("".join(below.split()))


def fits(passage: Passage, document: Document) -> bool:
    first, last = passage.sentences[0], passage.sentences[-1]
    return 0 <= passage.start == first.start < passage.end == last.end <= len(document.text)
