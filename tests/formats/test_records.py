"""Tables kept as text, JSON, mail, subtitles and reStructuredText."""

from __future__ import annotations

import json

import pytest

from index.errors import UnreadableFile
from tests.formats.reading import blocks, read

PERU = ("row", "Country: Peru. Joined: 1998.")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_rows_are_sentences_whatever_parts_the_columns(separator: str) -> None:
    table = f"Country{separator}Joined\nPeru{separator}1998\n\nChile{separator}\n"

    assert blocks(table, "members.csv") == [PERU, ("row", "Country: Chile.")]
    assert blocks(table, "members.tsv") == blocks(table, "members.csv")


def test_cells_may_hold_separators_quotes_and_lines() -> None:
    assert blocks('Name,Said\nAna,"Yes, ""now""\nor never."\n', "x.csv") == [
        ("row", 'Name: Ana. Said: Yes, "now" or never.')
    ]


def test_a_table_without_names_for_its_columns_is_read_as_it_is() -> None:
    assert blocks("1998,Peru\n1994,Chile\n", "x.csv") == [
        ("row", "1998. Peru."),
        ("row", "1994. Chile."),
    ]


def test_objects_are_rows_and_long_texts_paragraphs_under_their_names() -> None:
    value = [
        {"country": "Peru", "joined": 1998, "isMember": True, "left": None},
        {"title": "Chile", "body": "One.\n\nTwo.", "cities": ["Santiago", "Arica"]},
        {"title": "Trade", "partners": [{"name": "Japan"}]},
    ]

    assert blocks(json.dumps(value), "members.json") == [
        ("row", "Country: Peru. Joined: 1998. Is member: yes."),
        ("heading1", "Chile"),
        ("row", "Cities: Santiago, Arica."),
        ("paragraph", "One."),
        ("paragraph", "Two."),
        ("heading1", "Trade"),
        ("row", "Title: Trade."),
        ("heading2", "Partners"),
        ("row", "Name: Japan."),
    ]


def test_each_line_of_jsonl_is_an_object() -> None:
    lines = '{"country": "Peru", "joined": 1998}\n\n{"country": "Chile"}\n'

    assert blocks(lines, "x.jsonl") == [PERU, ("row", "Country: Chile.")]


def test_a_line_that_is_no_json_is_named() -> None:
    with pytest.raises(UnreadableFile, match="line 2 isn't valid JSON"):
        read('{"a": 1}\n{"a":\n', "x.jsonl")


MAIL = """From: Ana Lind <ana@example.org>
To: Bo Ek <bo@example.org>
Subject: =?utf-8?q?Caf=C3=A9_money?=
Date: Sun, 01 Feb 2026 23:30:00 -0800
Content-Type: multipart/mixed; boundary=edge

--edge
Content-Type: text/html; charset=utf-8

<p>Staff may spend <b>40 euros</b> a day.</p>
--edge
Content-Type: application/pdf
Content-Disposition: attachment; filename=policy.pdf

x
--edge--
"""


def test_a_mail_gives_subject_day_and_words_and_names_its_attachments() -> None:
    found = read(MAIL, "x.eml")

    assert (found.title, found.date) == ("Café money", "2026-02-01")
    assert found.note == "1 attached: save them beside it to have them read"
    assert blocks(MAIL, "x.eml")[-1] == ("paragraph", "Staff may spend 40 euros a day.")
    assert {kind for kind, _ in blocks(MAIL, "x.eml")[1:-1]} == {"metadata"}


def test_the_words_of_a_mail_go_before_their_copy_in_html_and_quotes_lose_their_marks() -> None:
    mail = (
        "From: a@example.org\nContent-Type: multipart/alternative; boundary=edge\n\n"
        "--edge\nContent-Type: text/plain\n\n"
        "> Peru, where the next meeting will be, joined in the year\n> 1998.\n\nIt did.\n"
        "--edge\nContent-Type: text/html\n\n<p>Other words.</p>\n--edge--\n"
    )

    assert [words for _, words in blocks(mail, "x.eml")][1:] == [
        "Peru, where the next meeting will be, joined in the year\n1998.",
        "It did.",
    ]


SRT = """1
00:00:58,000 --> 00:01:01,500
The goals were adopted

2
00:01:01,600 --> 00:01:04,000
<i>in Bogor</i> in 1994.

3
00:01:30,000 --> 00:01:32,000
Peru joined in 1998.
"""


def test_sentences_of_subtitles_are_whole_under_the_minute_they_begin_in() -> None:
    assert blocks(SRT, "talk.srt") == [
        ("heading2", "0:58"),
        ("paragraph", "The goals were adopted in Bogor in 1994."),
        ("heading2", "1:30"),
        ("paragraph", "Peru joined in 1998."),
    ]


def test_subtitles_are_called_by_their_file_not_by_their_first_minute() -> None:
    assert read(SRT, "talks/free-trade_2.srt").title == "free trade 2"


def test_web_subtitles_name_who_speaks() -> None:
    vtt = (
        "WEBVTT\n\nNOTE none\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v Ana>Peru joined.\n\n"
        "00:02.000 --> 00:03.000\n<v Bo>In <c.loud>1998</c>.\n"
    )

    assert blocks(vtt, "talk.vtt")[1:] == [
        ("paragraph", "Ana: Peru joined."),
        ("paragraph", "Bo: In 1998."),
    ]


RST = """
=====
Goals
=====

:Date: 2026-02-01

.. _target:

The goals of **Bogor** are in :doc:`the paper <x>`, see `APEC <https://apec.org>`_::

    quoth serve

Members
-------

- Peru, which joined
  in 1998
- Chile

  1. Santiago

.. note:: Mind the
   gap.

.. code-block:: python
   :linenos:

   print("hi")

.. toctree::

   other

======== ======
Country  Joined
======== ======
Peru     1998
======== ======

+---------+--------+
| Country | Joined |
+=========+========+
| Peru    | 1998   |
+---------+--------+

.. list-table:: Titles
   :header-rows: 1

   * - Country
     - Joined
   * - Peru
     - 1998

term
   What it means.
"""


def test_restructured_text_gives_what_it_says_and_none_of_its_directives() -> None:
    assert blocks(RST, "goals.rst") == [
        ("heading1", "Goals"),
        ("metadata", "Date: 2026-02-01"),
        ("paragraph", "The goals of Bogor are in the paper, see APEC:"),
        ("code", "quoth serve"),
        ("heading2", "Members"),
        ("item1", "Peru, which joined\nin 1998"),
        ("item1", "Chile"),
        ("item2", "Santiago"),
        ("paragraph", "Mind the\ngap."),
        ("code", 'print("hi")'),
        PERU,
        PERU,
        ("paragraph", "Titles"),
        PERU,
        ("item1", "term: What it means."),
    ]
    assert read(RST, "goals.rst").date == "2026-02-01"
