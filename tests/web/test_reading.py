"""The reading page: leaves of a long document, a search in it, and what was cited of it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from web.reading import find

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from bot.engine import Bot
    from index.library import Library


def page(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def marks(text: str) -> list[tuple[str, str]]:
    """What is marked in the document on a page, and how."""
    body = text.partition("<article")[2]
    found = re.findall(r'<(?:mark|span)[^>]* ?class="(highlight|found|cited)"[^>]*>([^<]*)<', body)
    return [(kind, html.unescape(words)) for kind, words in found]


@pytest.fixture
def goals(library: Library) -> str:
    [found] = [f"/library/{row.id}" for row in library.documents() if row.source == "goals.md"]
    return found


@pytest.fixture
def book(corpus: Path, library: Library) -> str:
    chapters = [
        f"## Chapter {n}\n\n{'The sea is wide. ' * 99}The mate is M{n}.\n" for n in range(90)
    ]
    (corpus / "book.md").write_text("# The book\n\n" + "\n".join(chapters))
    library.update()
    [found] = [f"/library/{row.id}" for row in library.documents() if row.source == "book.md"]
    return found


def test_a_search_marks_every_place_and_opens_at_the_first(client: FlaskClient, goals: str) -> None:
    text = page(client, f"{goals}?find=GOALS")

    assert marks(text)[0] == ("highlight", "Goals")
    assert {words.lower() for kind, words in marks(text) if kind == "found"} == {"goals"}
    places = re.findall(
        r'<a dir="auto" href="\?find=GOALS&amp;start=\d+&amp;end=\d+#highlight"', text
    )
    assert len(places) == len(marks(text)) == 3
    assert text.count('aria-current="true"') == 1


def test_a_place_among_those_found_is_shown_with_the_others(
    client: FlaskClient, goals: str
) -> None:
    third = re.findall(r'href="(\?find=[^"]*)"', page(client, f"{goals}?find=goals"))[2]

    text = page(client, goals + html.unescape(third).split("#")[0])

    assert [kind for kind, _ in marks(text)] == ["found", "found", "highlight"]


def test_words_are_found_across_lines_and_as_they_are_written() -> None:
    text = "A.b\nfree and\n open, a+b FREE  and open"

    assert [text[each.start : each.end] for each in find(text, "free AND open")] == [
        "free and\n open",
        "FREE  and open",
    ]
    assert [text[each.start : each.end] for each in find(text, "a+b")] == ["a+b"]
    assert list(find(text, "  ")) == []


def test_what_a_document_does_not_say_is_told(client: FlaskClient, goals: str) -> None:
    text = page(client, f"{goals}?find=<b>zebra</b>")

    assert "This document does not say “&lt;b&gt;zebra&lt;/b&gt;”." in text
    assert marks(text) == []


def test_a_search_tells_where_it_stopped(client: FlaskClient, book: str) -> None:
    text = page(client, f"{book}?find=sea")

    assert "The first 200 places" in text


def test_the_sentences_that_answers_cited_are_marked_and_listed(
    client: FlaskClient, bot: Bot, goals: str
) -> None:
    assert "Quoted in answers" not in page(client, goals)
    cited = bot.ask("Where were the Bogor Goals adopted?", conversation_id="mine").citations[0]

    text = page(client, goals)

    assert ("cited", cited.cited_text) in marks(text)
    listed = re.findall(r"<b>([^<]*)</b>", text.partition("Quoted in answers")[2])
    assert cited.cited_text in [html.unescape(words) for words in listed]


@pytest.fixture
def link(bot: Bot) -> str:
    """The link of a sentence of goals.md that an answer quoted."""
    answer = bot.ask("Where were the Bogor Goals adopted?", conversation_id="mine")
    assert "adopted by" in answer.citations[0].cited_text
    return answer.citations[0].permalink


def change(corpus: Path, library: Library, old: str, new: str) -> None:
    text = (corpus / "goals.md").read_text(encoding="utf-8")
    (corpus / "goals.md").write_text(text.replace(old, new), encoding="utf-8")
    library.update()


def test_a_quotation_that_stands_where_it_stood_is_shown_and_nothing_else_is_said(
    client: FlaskClient, link: str
) -> None:
    text = page(client, link)

    assert "They were adopted by" in marks(text)[0][1]
    assert "Since this was quoted" not in text


def test_the_link_of_a_quotation_finds_it_where_it_has_moved_to(
    client: FlaskClient, link: str, corpus: Path, library: Library
) -> None:
    change(corpus, library, "# The Bogor", "# Read this first\n\nIt is about trade.\n\n# The Bogor")

    text = page(client, link)

    assert "They were adopted by" in marks(text)[0][1]
    assert "This sentence has moved" in text


def test_the_link_of_a_quotation_finds_it_in_another_document(
    client: FlaskClient, link: str, corpus: Path, library: Library
) -> None:
    text = (corpus / "goals.md").read_text(encoding="utf-8")
    (corpus / "other.md").write_text(f"# Preface\n\nRead on.\n\n{text}", encoding="utf-8")
    (corpus / "goals.md").unlink()
    library.update()

    text = page(client, link)

    assert "They were adopted by" in marks(text)[0][1]
    assert "other.md" in text


def test_a_quotation_that_was_edited_is_shown_against_the_old_one(
    client: FlaskClient, link: str, corpus: Path, library: Library
) -> None:
    change(corpus, library, "in 1994", "in 1995")

    text = page(client, link)

    assert "1995" in marks(text)[0][1]
    assert "<del>1994.</del> <ins>1995.</ins>" in text


@pytest.mark.parametrize("whole", [True, False])
def test_a_quotation_that_is_gone_is_still_told(
    client: FlaskClient, link: str, corpus: Path, library: Library, *, whole: bool
) -> None:
    if whole:
        (corpus / "goals.md").unlink()
    else:
        (corpus / "goals.md").write_text("# The Bogor Goals\n\nNothing is left.\n")
    library.update()

    response = client.get(link)

    assert response.status_code == (404 if whole else 200)
    text = response.get_data(as_text=True)
    assert "No document says this any more" in text
    assert "They were adopted by" in text
    assert marks(text) == []


def test_a_long_document_opens_at_the_quotation_and_not_in_whole(
    client: FlaskClient, library: Library, book: str
) -> None:
    text = library.snapshot().document(book.rpartition("/")[2]).text
    start = text.index("The mate is M40.")

    text = page(client, f"{book}?start={start}&end={start + 16}")

    assert marks(text) == [("highlight", "The mate is M40.")]
    assert len(text) < 100_000
    assert "Earlier in this document" in text
    assert "Further in this document" in text


def test_its_leaves_follow_each_other_without_a_gap(client: FlaskClient, book: str) -> None:
    address, chapters = book, []
    while address:
        text = page(client, address)
        chapters += re.findall(r"<h2 [^>]*>Chapter (\d+)</h2>", text)
        further = re.findall(r'<a href="([^"]*)" rel="next"', text)
        address = html.unescape(further[0]) if further else ""

    assert chapters == [str(n) for n in range(90)]


def test_the_outline_of_a_long_document_leads_to_its_leaves(client: FlaskClient, book: str) -> None:
    contents = page(client, book)
    leaf, anchor = re.findall(r'href="(\?leaf=\d+)#(at-\d+)">Chapter 89<', contents)[0]

    assert f'id="{anchor}"' in page(client, book + leaf)


@pytest.mark.parametrize("leaf", ["", "x", "-1", "0", "999", "9" * 5000, "²"])
def test_a_leaf_that_makes_no_sense_is_no_trouble(
    client: FlaskClient, book: str, leaf: str
) -> None:
    assert "The book" in page(client, f"{book}?leaf={leaf}")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.md", "---\ndate: 1994-11-15\n---\nThey met.", ("1994-11-15", "metadata")),
        ("a.txt", "Talks\nDate: 2026-02-01\n\nThey met.", ("2026-02-01", "text")),
        ("2017-02-22 a.txt", "Talks\n\nThey met.", ("2017-02-22", "name")),
    ],
)
def test_what_says_the_date_of_a_document_is_told_with_it(
    corpus: Path, library: Library, name: str, text: str, said: tuple[str, str]
) -> None:
    (corpus / name).write_text(text)
    library.update()
    [entry] = [row for row in library.documents() if row.source == name]

    document = library.snapshot().document(str(entry.id))
    assert (entry.date, entry.date_origin) == (document.date, document.date_origin) == said


def test_what_says_the_date_of_a_document_is_shown_with_it(
    corpus: Path, library: Library, client: FlaskClient
) -> None:
    (corpus / "2017-02-22 talks.txt").write_text("Talks\n\nThey met.")
    library.update()
    [entry] = [row for row in library.documents() if row.date]

    assert client.get(f"/documents/{entry.id}").get_json()["date_origin"] == "name"
    assert "by its file's name" in html.unescape(page(client, f"/library/{entry.id}"))
    assert "by its file's name" in html.unescape(page(client, "/library"))
