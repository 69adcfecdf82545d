"""Text in every encoding and with every line ending, and files that aren't text at all."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import UnreadableFile
from index.reading.encoding import SAMPLE, decode

FRENCH = "L'été dernier, à la frontière, où les élèves étaient très occupés, le garçon reçut ça."
CURLY = "“All of us recognise that the benefits – and costs – aren’t shared,” he said… €5."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "utf-8-sig"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "utf-32"),
        (FRENCH, "utf-32-be"),
        (FRENCH, "cp1252"),
        (FRENCH, "latin-1"),
        ("naïve café", "cp1252"),
        (CURLY, "cp1252"),
        (CURLY, "utf-8"),
        ("Die Straße führt über die Brücke nach Köln, der Größe und dem Maß nach.", "cp1252"),
        ("Министры стран приняли решение о свободной торговле на встрече.", "cp1251"),
        ("Министры стран приняли решение о свободной торговле на встрече.", "koi8-r"),
        ("Zażółć gęślą jaźń. Ministrowie przyjęli decyzję o wolnym handlu.", "cp1250"),
        ("Οι υπουργοί αποφάσισαν για το ελεύθερο εμπόριο στη συνάντηση.", "cp1253"),
        ("大臣たちは会合で自由貿易について決定しました。これは重要です。", "shift_jis"),
        ("部长们在会议上就自由贸易作出了决定。这很重要。", "gb18030"),
    ],
)
def test_text_is_read_in_the_encoding_it_was_written_in(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_becomes_a_newline(ending: str) -> None:
    assert decode(f"one{ending}two{ending}{ending}three".encode()) == "one\ntwo\n\nthree"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode(codecs.BOM_UTF8 + b"Bogor") == "Bogor"


@pytest.mark.parametrize(
    "raw",
    [
        bytes(range(256)),
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"\x7fELF\x02\x01\x01" + bytes(200),
        codecs.BOM_UTF16_LE + b"odd",
        bytes(1000),
    ],
    ids=["every byte", "png", "elf", "half a character", "zeros"],
)
def test_what_is_no_text_is_refused_with_a_remedy(raw: bytes) -> None:
    with pytest.raises(UnreadableFile, match="save it as UTF-8"):
        decode(raw)


def test_a_bad_byte_far_into_a_file_loses_nothing_else() -> None:
    raw = b"Officials met in Nha Trang. " * (SAMPLE // 20) + b"\x81 The end."

    text = decode(raw)

    assert text.endswith("The end.")
    assert len(text) == len(raw)


@given(st.binary())
@example(b"+2AA-\xff")
@example(b"\xff\xfe\x00\xd8")
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    try:
        text = decode(raw)
    except UnreadableFile:
        return

    assert text.encode().decode() == text
    assert "\r" not in text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf_8_always_comes_back_as_it_was(text: str) -> None:
    assert decode(text.removeprefix("\ufeff").encode()) == text.removeprefix("\ufeff")
