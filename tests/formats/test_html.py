"""Web pages: what they are about is read, what is around it isn't."""

from __future__ import annotations

import pytest

from index.errors import UnreadableFile
from tests.formats.reading import blocks, read

PAGE = """<!doctype html><html><head><title>Bogor Goals | APEC</title>
<meta property="article:published_time" content="2026-02-01T09:30:00Z">
<style>p { color: red }</style><script>var joined = 1998;</script></head>
<body><nav><a href="/">Home</a></nav><header>Site of APEC</header>
<main><h1>The Bogor <em>Goals</em></h1>
<p>Free and open
trade was <b>agreed</b> in&nbsp;Bogor<sup><a href="#n1">[1]</a></sup>.<br>In 1994.</p>
<ul><li>Australia</li><li>Chile<ul><li>Santiago</li></ul></li></ul>
<ol start="4"><li>fourth</li></ol>
<pre>quoth  serve
  --port 0</pre>
<p hidden>Hidden words.</p><p style="display: none">More of them.</p></main>
<footer>Copyright APEC</footer></body></html>"""


def test_a_page_gives_its_main_part_with_its_structure() -> None:
    assert blocks(PAGE, "goals.html") == [
        ("heading1", "The Bogor Goals"),
        ("paragraph", "Free and open trade was agreed in Bogor.\nIn 1994."),
        ("item1", "Australia"),
        ("item1", "Chile"),
        ("item2", "Santiago"),
        ("item1", "fourth"),
        ("code", "quoth  serve\n  --port 0"),
    ]


def test_a_page_gives_its_title_and_the_day_it_was_published() -> None:
    found = read(PAGE, "goals.html")

    assert (found.title, found.date) == ("The Bogor Goals", "2026-02-01")


def test_a_page_without_a_heading_is_called_by_its_title_without_its_site() -> None:
    assert read("<title>Goals – APEC</title><p>Text.</p>", "x.html").title == "Goals"


@pytest.mark.parametrize(
    "around",
    [
        "<nav>{}</nav>",
        "<header>{}</header>",
        "<footer>{}</footer>",
        "<aside>{}</aside>",
        "<div role=navigation>{}</div>",
        "<div class='navbar dark'>{}</div>",
        "<div aria-hidden=true>{}</div>",
        "<ul><li><a href=1>{}</a><li><a href=2>About</a><li><a href=3>Contact</a></ul>",
        "<form><select><option>{}</select></form>",
        "<script>{}</script>",
        "<template>{}</template>",
        "<noscript>{}</noscript>",
        "<!-- {} -->",
    ],
)
def test_what_is_around_the_text_is_left_out_where_no_main_part_is_marked(around: str) -> None:
    page = f"<body>{around.format('Subscribe')}<div>Peru joined in 1998.</div></body>"

    assert blocks(page, "x.html") == [("paragraph", "Peru joined in 1998.")]


def test_a_page_that_is_all_links_is_read_after_all() -> None:
    page = "<ul><li><a href=1>One</a><li><a href=2>Two</a><li><a href=3>Three</a></ul>"

    assert [words for _, words in blocks(page, "x.html")] == ["One", "Two", "Three"]


def test_rows_of_a_table_are_sentences_in_which_wide_and_tall_cells_count() -> None:
    table = """<table><caption>Members</caption>
    <tr><th>Country</th><th colspan=2>Since</th></tr>
    <tr><td rowspan=2>Peru</td><td>1998</td><td>November</td></tr>
    <tr><td>2016</td><td>again</td></tr></table>"""

    assert blocks(table, "x.html") == [
        ("paragraph", "Members"),
        ("row", "Country: Peru. Since: 1998. Since: November."),
        ("row", "Country: Peru. Since: 2016. Since: again."),
    ]


def test_what_explains_a_term_names_it() -> None:
    page = (
        "<dl><dt>max_connections<dt>maxc<dd><p>At most so many.</p><p>100 by default.</p>"
        "<dt>port<dd><ul><li>5432</ul><dt>host</dl><p>Text.</p>"
    )

    assert blocks(page, "x.html") == [
        ("item1", "max_connections, maxc: At most so many."),
        ("paragraph", "100 by default."),
        ("item1", "port"),
        ("item1", "5432"),
        ("item1", "host"),
        ("paragraph", "Text."),
    ]


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    page = "<table><tr><td><h2>Goals</h2><p>One.</p><p>Two.</p></td><td>Three.</td></tr></table>"

    assert blocks(page, "x.html") == [
        ("heading2", "Goals"),
        ("paragraph", "One."),
        ("paragraph", "Two."),
        ("paragraph", "Three."),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "koi8-r", "shift_jis", "utf-16"])
def test_the_encoding_that_a_page_declares_is_the_one_it_is_read_in(encoding: str) -> None:
    words = {"koi8-r": "Цели Богора", "shift_jis": "ボゴール目標"}.get(encoding, "Café")
    page = f"<meta charset={encoding}><p>{words}</p>".encode(encoding)

    assert read(page, "x.html").text == words


def test_nothing_that_a_page_names_is_fetched_or_opened() -> None:
    page = (
        "<link rel=stylesheet href='http://example.org/x.css'><img src='file:///etc/passwd'>"
        "<iframe src='file:///etc/passwd'></iframe><object data='/etc/passwd'></object><p>Text.</p>"
    )

    assert read(page, "x.html").text == "Text."


def test_a_thousand_unclosed_tags_are_read() -> None:
    assert read("<div><font>" * 900 + "Text.", "x.html").text == "Text."


def test_a_million_nested_tags_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="nested too deep"):
        read("<div>" * 1_000_000 + "Text.", "x.html")
