"""Word, OpenDocument, PowerPoint and e-books: zip files of XML, read for their structure."""

from __future__ import annotations

import pytest

from index.errors import UnreadableFile
from tests.formats.makers import (
    docx,
    epub,
    odt,
    pptx,
    shape,
    word_paragraph,
    word_table,
)
from tests.formats.reading import blocks, pages, read

CORE = (
    '<p xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
    "<dc:title>Goals of 1994</dc:title><t:modified>2020-03-01T09:00:00Z</t:modified></p>"
)
TABLE = [("Country", "Joined", "Capital"), ("Peru", "1998", "Lima")]
ROW = ("row", "Country: Peru. Joined: 1998. Capital: Lima.")


def test_word_gives_headings_paragraphs_and_rows() -> None:
    made = docx(
        word_paragraph("The Bogor Goals", "Title")
        + word_paragraph("Members", "Heading2")
        + word_paragraph("Peru joined in 1998.")
        + word_table(TABLE)
    )

    assert blocks(made, "goals.docx") == [
        ("heading1", "The Bogor Goals"),
        ("heading2", "Members"),
        ("paragraph", "Peru joined in 1998."),
        ROW,
    ]


def test_the_properties_of_a_word_file_name_it_where_its_text_does_not() -> None:
    made = docx(word_paragraph("Peru joined in 1998."))
    assert read(made, "goals.docx").title == "goals"

    found = read(docx(word_paragraph("Text."), {"docProps/core.xml": CORE}), "x.docx")
    assert (found.title, found.date) == ("Goals of 1994", "2020-03-01")


def test_open_document_gives_headings_paragraphs_items_rows_and_notes() -> None:
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row)
        + "</table:table-row>"
        for row in TABLE
    )
    made = odt(
        '<text:sequence-decls>x</text:sequence-decls><text:h text:outline-level="1">Goals</text:h>'
        "<text:p>Peru<text:s/>joined in\n <text:span>1998</text:span>.<text:note><text:note-body>"
        "<text:p>So it says.</text:p></text:note-body></text:note></text:p>"
        "<text:list><text:list-item><text:p>Chile</text:p><text:list><text:list-item>"
        "<text:p>Santiago</text:p></text:list-item></text:list></text:list-item></text:list>"
        f"<table:table>{cells}</table:table>"
    )

    assert blocks(made, "goals.odt") == [
        ("heading1", "Goals"),
        ("paragraph", "Peru joined in 1998."),
        ("paragraph", "So it says."),
        ("item1", "Chile"),
        ("item2", "Santiago"),
        ROW,
    ]


def test_a_slide_is_a_page_under_its_title_with_its_notes() -> None:
    made = pptx(
        [
            shape(["Goals"], "ctrTitle") + shape(["2026-02-01"], "dt"),
            shape(["Peru", "Chile"], "") + shape(["Members"], "title") + shape(["3"], "sldNum"),
        ],
        notes={2: "Say who joined when."},
    )

    assert pages(made, "goals.pptx") == [
        (1, "Goals"),
        (2, "Members"),
        (2, "Peru"),
        (2, "Chile"),
        (2, "Say who joined when."),
    ]
    assert blocks(made, "goals.pptx")[1:3] == [("heading2", "Members"), ("item1", "Peru")]


def test_slides_without_text_are_counted() -> None:
    assert read(pptx([shape(["Goals"], "title"), "", ""]), "x.pptx").note == (
        "no text on 2 of 3 slides"
    )


def test_the_chapters_of_a_book_come_in_reading_order() -> None:
    made = epub(["<h1>One</h1><p>First.</p>", "<h1>Two</h1><p>Second.</p>"], title="Goals")

    found = read(made, "x.epub")

    assert (found.title, found.date) == ("Goals", "2026-02-01")
    assert blocks(made, "x.epub") == [
        ("heading1", "One"),
        ("paragraph", "First."),
        ("heading1", "Two"),
        ("paragraph", "Second."),
    ]


@pytest.mark.parametrize(("locked", "readable"), [("c0.xhtml", False), ("font.otf", True)])
def test_a_book_is_locked_only_where_its_chapters_are(locked: str, readable: bool) -> None:
    encryption = f'<e><CipherReference URI="OEBPS/text/{locked}"/></e>'
    made = epub(["<p>Text.</p>"], parts={"META-INF/encryption.xml": encryption})

    if readable:
        assert read(made, "x.epub").text == "Text."
    else:
        with pytest.raises(UnreadableFile, match="DRM"):
            read(made, "x.epub")
