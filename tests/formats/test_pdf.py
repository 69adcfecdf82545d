"""PDF: lines become paragraphs, columns are read one by one, and every block knows its page."""

from __future__ import annotations

import pytest

from index.documents import DateOrigin
from index.errors import UnreadableFile
from tests.formats.makers import Words, paragraph, pdf
from tests.formats.reading import blocks, pages, read

TITLE = Words(72, 720, "The Bogor Goals", 18, bold=True)
PROSE = [
    "The goals are free and open trade and investment in the region. They",
    "were adopted by the leaders of all economies at their meeting in Bogor,",
    "Indonesia, in 1994. A review in 2010 found that much had been done.",
]
LEFT = [
    "Trade ministers of the member",
    "economies met to talk about ta-",
    "riffs. The well-known results",
    "of the talks are on this page.",
    "They are listed one by one in",
    "the well-",
    "known annex to the minutes.",
]
RIGHT = [
    "The right column is what a",
    "person reads after the left",
    "one, down to its last line,",
    "and no line of it stands in",
    "the middle of another one.",
    "That is all there is to it.",
]


def test_lines_are_joined_to_paragraphs_under_headings() -> None:
    made = pdf(
        [
            [
                TITLE,
                *paragraph(PROSE, 72, 690),
                Words(72, 630, "Members", 13, bold=True),
                *paragraph(["Peru joined in 1998."], 72, 610),
            ]
        ]
    )

    assert blocks(made, "goals.pdf") == [
        ("heading1", "The Bogor Goals"),
        ("paragraph", " ".join(PROSE)),
        ("heading2", "Members"),
        ("paragraph", "Peru joined in 1998."),
    ]


def test_a_larger_distance_or_an_indent_parts_paragraphs() -> None:
    made = pdf(
        [
            [
                *paragraph(PROSE, 72, 700),
                *paragraph(PROSE, 72, 640),
                Words(90, 604, PROSE[0]),
                *paragraph(PROSE[1:], 72, 592),
            ]
        ]
    )

    assert [words for _, words in blocks(made, "x.pdf")] == [" ".join(PROSE)] * 3


@pytest.mark.parametrize("by_row", [False, True])
def test_columns_are_read_one_after_the_other_whatever_order_they_are_stored_in(
    by_row: bool,
) -> None:
    words = [*paragraph(LEFT, 72, 690), *paragraph(RIGHT, 320, 690)]
    if by_row:
        words.sort(key=lambda each: (-each.y, each.x))

    left, right = blocks(pdf([[TITLE, *words]]), "x.pdf")[1:]

    assert left[1] == (
        "Trade ministers of the member economies met to talk about tariffs. The well-known results "
        "of the talks are on this page. They are listed one by one in the well-known annex to the "
        "minutes."
    )
    assert right[1] == " ".join(RIGHT)


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    made = pdf(
        [
            [
                Words(72, 760, f"APEC Review, Vol. {number}", 8),
                *paragraph([f"This is what page {number} says."], 72, 600),
                Words(300, 30, f"Page {number} of 3", 8),
            ]
            for number in (1, 2, 3)
        ]
    )

    assert pages(made, "x.pdf") == [(n, f"This is what page {n} says.") for n in (1, 2, 3)]


def test_a_paragraph_over_two_pages_is_parted_after_the_sentence_that_crosses() -> None:
    made = pdf(
        [
            paragraph(["Peru, which is a country in South America, joined in"], 72, 90),
            paragraph(
                ["1998. It was the third to join from that region, after", "Chile."], 72, 700
            ),
        ]
    )

    assert pages(made, "x.pdf") == [
        (1, "Peru, which is a country in South America, joined in 1998."),
        (2, "It was the third to join from that region, after Chile."),
    ]


def test_cells_that_stand_below_each_other_are_a_table() -> None:
    rows = [("Country", "Joined"), ("Peru", "1998"), ("Chile", "1994"), ("Viet Nam", "1998")]
    cells = [
        Words(72 + 150 * column, 600 - 15 * row, cell)
        for row, row_cells in enumerate(rows)
        for column, cell in enumerate(row_cells)
    ]

    assert blocks(pdf([[*paragraph(PROSE, 72, 690), *cells]]), "x.pdf")[1:] == [
        ("row", "Country: Peru. Joined: 1998."),
        ("row", "Country: Chile. Joined: 1994."),
        ("row", "Country: Viet Nam. Joined: 1998."),
    ]


def test_bullets_make_items() -> None:
    listed = ["The members are:", "• Australia, which was among those who", "founded it", "• Chile"]

    assert blocks(pdf([paragraph(listed, 72, 700)]), "x.pdf") == [
        ("paragraph", "The members are:"),
        ("item1", "Australia, which was among those who founded it"),
        ("item1", "Chile"),
    ]


def test_bullets_that_are_drawn_make_items() -> None:
    items = [Words(90, 720, "free trade", 10), Words(90, 705, "open investment,", 10)]
    more = [Words(90, 690, "in the whole region", 10), Words(105, 675, "by 2020", 10)]
    made = pdf([[*items, *more]], drawn="78 722 3 3 re f 78 707 3 3 re f 92 676 4 4 re s")

    assert blocks(made, "list.pdf") == [
        ("item1", "free trade"),
        ("item1", "open investment, in the whole region"),
        ("item1", "by 2020"),
    ]


@pytest.mark.parametrize(
    "drawn",
    [
        "78 722 30 3 re f",  # a rule
        "70 718 12 12 re f",  # a box
        "20 722 3 3 re f",  # far away
        "200 722 3 3 re f",  # behind the words
        "78 750 3 3 re f",  # above them
        " ".join(f"78 722 3 3 re f {x} 300 3 3 re f" for x in range(1_000)),  # in a drawing
    ],
)
def test_what_else_is_drawn_is_no_bullet(drawn: str) -> None:
    made = pdf([[Words(90, 720, "Trade is free.", 10)]], drawn=drawn)

    assert blocks(made, "drawn.pdf") == [("paragraph", "Trade is free.")]


def test_bullets_that_stand_far_from_their_words_are_no_column_of_a_table() -> None:
    items = ["Australia, which was there from the beginning", "Chile", "Peru", "Japan"]
    words = [
        each
        for row, said in enumerate(items)
        for each in (Words(72, 700 - 14 * row, "•"), Words(96, 700 - 14 * row, said))
    ]

    assert blocks(pdf([words]), "x.pdf") == [("item1", said) for said in items]


def test_entries_of_a_table_of_contents_are_left_out() -> None:
    made = pdf(
        [paragraph(["Methods . . . . . . . . 12", "Results ............ 14", *PROSE], 72, 700)]
    )

    assert blocks(made, "x.pdf") == [("paragraph", " ".join(PROSE))]


def test_the_title_is_what_the_page_shows_and_the_properties_confirm() -> None:
    shown = [TITLE, *paragraph(PROSE, 72, 690)]

    assert read(pdf([shown], title="Microsoft Word - x.doc"), "x.pdf").title == "The Bogor Goals"
    assert read(pdf([shown], title="the bogor goals"), "x.pdf").title == "the bogor goals"
    assert read(pdf([shown[1:]], title="Goals of 1994"), "x.pdf").title == "Goals of 1994"
    assert read(pdf([shown[1:]], title="x.doc"), "bogor-goals.pdf").title == "bogor goals"


def test_the_day_that_the_text_states_goes_before_the_day_the_file_was_made() -> None:
    made = pdf([[TITLE, *paragraph(["Date: 2026-02-01", "", *PROSE], 72, 690)]])

    assert read(made, "x.pdf").date == "2026-02-01"
    undated = read(pdf([[TITLE, *paragraph(PROSE, 72, 690)]]), "x.pdf")
    assert (undated.date, undated.date_origin) == ("2020-03-01", DateOrigin.FILE)


def test_scanned_pages_are_counted() -> None:
    made = pdf([paragraph(PROSE, 72, 700), [], []], picture=True)

    assert read(made, "x.pdf").note == "no text on 2 of 3 pages"


def test_an_empty_page_is_not_a_scanned_one() -> None:
    assert read(pdf([paragraph(PROSE, 72, 700), []]), "x.pdf").note is None


def test_a_scanned_document_is_refused_as_one() -> None:
    with pytest.raises(UnreadableFile, match=r"^no text on 12 of 12 pages: it is scanned"):
        read(pdf([[]] * 12, picture=True), "x.pdf")


def test_an_encrypted_document_is_refused_as_one() -> None:
    key = "aa" * 32
    locked = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >> /ID [<aa><aa>]"
    )

    with pytest.raises(UnreadableFile, match="encrypted: save it without a password"):
        read(pdf([paragraph(PROSE, 72, 700)], trailer=locked), "x.pdf")
