"""Plain text: headings, lists and paragraphs are told from how the lines look."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import BlockKind, DateOrigin, Reading
from index.errors import UnreadableFile
from index.reading import read

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM
METADATA = BlockKind.METADATA


def reading(text: str, source: str = "notes.txt") -> Reading:
    return read(text.encode(), source)


def blocks(text: str) -> list[tuple[BlockKind, str]]:
    found = reading(text)
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def test_short_lines_without_a_full_stop_are_headings() -> None:
    text = (
        "US Engages in APEC 2026 Senior Officials' Meeting\n\n"
        "The United States has joined.\n\n"
        "Leadership and Objectives\n\n"
        "Casey Mace leads the delegation.\n"
    )

    assert [kind for kind, _ in blocks(text)] == [HEADING, PARAGRAPH, HEADING, PARAGRAPH]
    assert [block.level for block in reading(text).blocks] == [1, 0, 2, 0]
    assert reading(text).title == "US Engages in APEC 2026 Senior Officials' Meeting"


@pytest.mark.parametrize("underline", ["=====", "-----", "~~~~~~~~"])
def test_an_underlined_line_is_a_heading_without_its_line(underline: str) -> None:
    text = f"Before it.\n\n1. Scope\n{underline}\n\nWhat it covers.\n"

    assert blocks(text)[1:] == [(HEADING, "Scope"), (PARAGRAPH, "What it covers.")]


def test_hashes_make_headings_of_their_level() -> None:
    found = reading("# Goals\n\n### Targets ##\n\nBy 2010.\n")

    assert found.title == "Goals"
    assert [block.level for block in found.blocks] == [1, 3, 0]
    assert found.text[found.blocks[1].start : found.blocks[1].end] == "Targets"


def test_a_numbered_line_above_a_paragraph_is_a_heading_and_in_a_list_an_item() -> None:
    text = (
        "Report\n\n1. Introduction\n\nWe measured.\n\n2. Methods\n\n2.1 Scope\n\nAll of it.\n\n"
        "The rules are:\n\n1. Measure first\n\n2. Cut later\n\nThat was all.\n"
    )

    assert blocks(text) == [
        (HEADING, "Report"),
        (HEADING, "Introduction"),
        (PARAGRAPH, "We measured."),
        (HEADING, "Methods"),
        (HEADING, "Scope"),
        (PARAGRAPH, "All of it."),
        (PARAGRAPH, "The rules are:"),
        (ITEM, "Measure first"),
        (ITEM, "Cut later"),
        (PARAGRAPH, "That was all."),
    ]
    assert [b.level for b in reading(text).blocks if b.kind is HEADING] == [1, 2, 2, 3]


def test_a_numbered_line_in_capitals_is_a_heading_wherever_it_stands_alone() -> None:
    text = (
        "Leaflet\n\nIn it:\n\n- What it is\n- What to know\n\n1. WHAT IT IS\n\nA tablet.\n\n"
        "2. WHAT TO KNOW\n\nDo not take it\n\n- with milk.\n"
    )

    headings = [said for kind, said in blocks(text) if kind is HEADING]
    assert headings == ["Leaflet", "WHAT IT IS", "WHAT TO KNOW", "Do not take it"]


def test_a_field_with_a_name_of_three_words_is_no_heading() -> None:
    holder = "Marketing authorisation holder: Pharmexa Nord, Aalborg"

    assert (PARAGRAPH, holder) in blocks(f"Leaflet\n\n{holder}\n\nIt was last changed in May.\n")


@pytest.mark.parametrize(
    "mark", ["-", "*", "+", "•", "‣", "◦", "▪", "●", "·", "–", "—", "1.", "12)", "(3)", "a)", "(b)"]
)
def test_every_usual_bullet_begins_an_item(mark: str) -> None:
    text = f"The members are:\n\n  {mark} Australia\n  {mark}\tChile\n"

    assert blocks(text)[1:] == [(ITEM, "Australia"), (ITEM, "Chile")]


def test_a_list_under_a_list_is_one_level_deeper() -> None:
    found = reading("The list:\n\n- one\n    - two\n- three\n")

    assert [block.level for block in found.blocks[1:]] == [1, 2, 1]


def test_lines_under_a_colon_are_a_list_even_without_bullets() -> None:
    assert blocks("Members:\nAustralia\nChile\n\nThat is all.\n")[1:3] == [
        (ITEM, "Australia"),
        (ITEM, "Chile"),
    ]


@pytest.mark.parametrize(
    "beginning", ["J. Barrie Jones", "A. Bollard", "3.5 million people", "2026 - a year -", "-5 °C"]
)
def test_initials_and_numbers_that_begin_a_paragraph_are_no_bullets(beginning: str) -> None:
    text = f"The heading\n\n{beginning} is what the paragraph begins with.\n"

    assert blocks(text)[1][1].startswith(beginning)


def test_a_dash_that_happens_to_begin_a_line_is_no_bullet() -> None:
    text = (
        "The plan of the officials who met in Guangzhou this February\n"
        "- which failed - was to open markets for everyone in the region\n"
        "and beyond it.\n"
    )

    assert [kind for kind, _ in blocks(text)] == [PARAGRAPH]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "Trade officials from the 21 member economies are convening in the town\n"
        "of Nha Trang to lay the groundwork for a refocused effort that boosts\n"
        "trade. Officials, guided by the chair of the year, will develop new\n"
        "actions.\n"
    )

    assert [kind for kind, _ in blocks(f"Talks\n\n{wrapped}\n{wrapped}")] == [
        HEADING,
        PARAGRAPH,
        PARAGRAPH,
    ]


def test_a_file_with_a_paragraph_a_line_has_as_many_paragraphs() -> None:
    text = "One sentence. " * 20 + "\n" + "Another one. " * 20 + "\nA third.\n"

    assert [kind for kind, _ in blocks(text)] == [PARAGRAPH] * 3


@pytest.mark.parametrize(
    "stamp", ["[09:0{}]", "09:0{}", "04.05.26, 09:0{} -", "2026-05-04T09:0{}:11.5Z", "9:0{} PM:"]
)
def test_each_message_of_a_chat_is_a_paragraph_and_none_a_heading(stamp: str) -> None:
    said = [
        "Lena: morning! did the client call back",
        "Omar: yes, they want the demo moved to Thursday\nat 3 pm, because Friday is a holiday",
        "Lena: ok",
        "Priya: fine with me. The server is up",
    ]
    messages = [f"{stamp.format(n)} {each}" for n, each in enumerate(said)]

    assert blocks("\n".join(messages)) == [(PARAGRAPH, message) for message in messages]


def test_a_time_that_happens_to_begin_a_line_begins_nothing_else() -> None:
    text = (
        "The talks of the last day of the meeting began as late as\n09:30 and went on for long.\n"
    )

    assert blocks(text) == [(PARAGRAPH, text.strip())]


def test_verse_and_addresses_are_no_headings() -> None:
    text = "The poem.\n\nRoses are red\nViolets are blue\nSugar is sweet\n\nThe end of it.\n"

    assert HEADING not in [kind for kind, _ in blocks(text)]


def test_the_last_line_may_be_cut_off_and_is_text_all_the_same() -> None:
    assert blocks("Talks\n\nThey met.\n\nThe officials then turned to the")[-1] == (
        PARAGRAPH,
        "The officials then turned to the",
    )
    assert blocks("They met.\n\nMore to follow") == [
        (PARAGRAPH, "They met."),
        (PARAGRAPH, "More to follow"),
    ]


def test_a_line_with_a_telephone_number_is_no_heading() -> None:
    text = "Please contact:\n\nDavid Hendrickson +65 9137 3886 at\n\nMore on APEC is online.\n"

    assert HEADING not in [kind for kind, _ in blocks(text)]


def test_curly_quotes_end_a_sentence_as_straight_ones_do() -> None:
    assert blocks("Heading\n\n“We are working on it.”\n")[1] == (
        PARAGRAPH,
        "“We are working on it.”",
    )


def test_a_head_with_title_date_and_origin_is_understood() -> None:
    found = reading("The Bogor Goals\nDate: 2026-02-01\nDrawn from: a report\n\nThey met.\n")

    assert found.title == "The Bogor Goals"
    assert (found.date, found.date_origin) == ("2026-02-01", DateOrigin.TEXT)
    assert [block.kind for block in found.blocks] == [HEADING, METADATA, METADATA, PARAGRAPH]


def test_what_looks_like_a_field_further_down_is_text() -> None:
    found = reading("Rules\n\nRead this first.\n\nSource: the river.\n")

    assert METADATA not in [block.kind for block in found.blocks]


def test_front_matter_gives_title_and_date_and_is_not_quoted() -> None:
    text = "---\ntitle: The Bogor Goals\ndate: 1994-11-15\n---\nThey were adopted.\n"

    assert reading(text).title == "The Bogor Goals"
    assert reading(text).date == "1994-11-15"
    assert reading(text).date_origin is DateOrigin.METADATA
    assert blocks(text) == [(PARAGRAPH, "They were adopted.")]


def test_two_rules_with_prose_between_them_are_no_front_matter() -> None:
    assert blocks("---\nThey met, and talked.\n---\nThen they left.\n") == [
        (PARAGRAPH, "They met, and talked."),
        (PARAGRAPH, "Then they left."),
    ]


def test_a_file_without_a_heading_is_called_by_its_name_or_its_beginning() -> None:
    assert reading("They met.", "news/trade_talks-2017.txt").title == "trade talks 2017"
    assert reading("They met.", "004_0d36a467a663d0bf.txt").title == "They met."


@pytest.mark.parametrize("raw", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", "\u2003\u00a0".encode()])
def test_a_file_without_text_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableFile, match="no text"):
        read(raw, "empty.txt")


def test_a_file_of_another_kind_is_refused_with_what_can_be_read() -> None:
    with pytest.raises(UnreadableFile, match=r"\.md .*\.txt"):
        read(b"\x89PNG", "photo.png")


def test_a_line_of_a_megabyte_is_one_paragraph() -> None:
    line = "word and word " * 75_000

    assert blocks(line) == [(PARAGRAPH, line.strip())]


FRAGMENTS = (
    "|Title|- item|1. one|2.1 Two|# Head|====|---|a: b|A. Smith|Colon:|“Quoted.”|  in|> quote"
    "|The officials met in the town of|lower case goes on.|* [a](b)|```|<b>c</b>|&amp;"
)
LINES = st.lists(
    st.sampled_from(FRAGMENTS.split("|"))
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
)


@pytest.mark.parametrize("suffix", [".md", ".txt"])  # tests/formats tries the others
@given(raw=st.binary() | LINES.map("\n".join).map(lambda text: text.encode("utf-8", "replace")))
def test_whatever_a_file_holds_it_is_read_or_refused_and_its_blocks_fit(
    suffix: str, raw: bytes
) -> None:
    try:
        found = read(raw, f"file{suffix}")
    except UnreadableFile:
        return

    end = 0
    for block in found.blocks:
        assert end <= block.start < block.end <= len(found.text)
        text = found.text[block.start : block.end]
        assert text == text.strip()
        assert (block.level > 0) == (block.kind in (HEADING, ITEM))
        end = block.end
    assert found.title


@given(LINES)
def test_all_words_of_a_plain_text_are_in_its_blocks(lines: list[str]) -> None:
    text = "Begin.\n" + "\n".join(line for line in lines if line not in ("---", "===="))
    found = read(text.encode("utf-8", "replace"), "file.txt")
    outside = list(found.text)
    for block in found.blocks:
        outside[block.start : block.end] = " " * (block.end - block.start)

    assert not [word for word in "".join(outside).split() if word.isalpha() and len(word) > 2]


def test_the_date_in_the_text_goes_before_the_one_in_front_of_it() -> None:
    stated = reading("---\ndate: 2026-03-09\n---\nTravel policy\n\nEffective from 1 March 2026\n")
    silent = reading("---\ndate: 9 March 2026\n---\nTravel policy\n\nOn 1 March 2026 it rained.\n")

    assert (stated.date, stated.date_origin) == ("2026-03-01", DateOrigin.TEXT)
    assert (silent.date, silent.date_origin) == ("2026-03-09", DateOrigin.METADATA)


@pytest.mark.parametrize(
    "line",
    [
        "Date: 2026-02-01",
        "DATE: 2026-02-01T10:30",
        "Date: Sunday, 1 February 2026",
        "Published on February 1, 2026",
        "Last updated: Feb. 1st, 2026 by the press office",
        "*Effective date:* 1st of February 2026",
        "As of 1 Feb 2026",
    ],
)
def test_a_line_at_the_head_says_when_a_text_is_from(line: str) -> None:
    assert reading(f"Travel policy\n\n{line}\n\nStaff may travel.\n").date == "2026-02-01"


@pytest.mark.parametrize(
    "line",
    [
        "Updated on 1 February 2026 and again later, it is long.",
        "Date: 1/2/2026",
        "Date: 31 February 2026",
        "Dated",
        "It was published on 1 February 2026",
    ],
)
def test_other_lines_with_a_date_say_nothing_of_when_a_text_is_from(line: str) -> None:
    assert reading(f"Travel policy\n\n{line}\n\nStaff may travel.\n").date is None
