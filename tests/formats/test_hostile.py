"""A hundred files made to break a reader: each is refused for its reason, or read, and no more."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import sandbox
from index.documents import BlockKind, Reading
from index.errors import UnreadableFile
from index.library import Library
from index.reading import READERS
from tests.formats.makers import archive, docx, epub, odt, paragraph, pdf, pptx, relations, shape
from tests.formats.makers import word_paragraph as wp
from tests.formats.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEEP = 1_000_000
WIDE = 100_000
PROSE = "Peru joined in 1998."
NAMES = map(str, range(10_001))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOOP = b"%PDF-1.7\n1 0 obj<</Pages 1 0 R/Kids[1 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>"
PAGES = b"%PDF-1.7\n1 0 obj<</Pages<</Count 999999999/Kids[]>>>>endobj\ntrailer<</Root 1 0 R>>"
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>'
LINKS = relations({"rId1": ("image", "file:///etc/passwd")}).replace(
    " Id", ' TargetMode="External" Id'
)
MAIL = b"From: a@example.org\n"
OUTSIDE = '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'
PACKAGES: dict[str, Callable[[str], bytes]] = {
    ".docx": lambda xml: docx("", {"word/document.xml": xml}),
    ".odt": lambda xml: odt("", {"content.xml": xml}),
    ".pptx": lambda xml: _with(pptx([shape([PROSE])]), "ppt/slides/slide1.xml", xml),
    ".epub": lambda xml: epub([], parts={"OEBPS/book.opf": xml}),
}
WHOLE = {
    ".pdf": pdf([paragraph([PROSE], 72, 700)]),
    ".docx": docx(wp(PROSE)),
    ".odt": odt(f"<text:p>{PROSE}</text:p>"),
    ".pptx": pptx([shape([PROSE])]),
    ".epub": epub([f"<p>{PROSE}</p>"]),
}


def _with(raw: bytes, name: str, content: str | bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        parts = {each: opened.read(each) for each in opened.namelist()}
    return archive({**parts, name: content})


def _encrypted(raw: bytes) -> bytes:
    """The zip file with the flag of encryption on its entries."""
    marked = bytearray(raw)
    for mark, flag in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = marked.find(mark)
        while at >= 0:
            marked[at + flag] |= 1
            at = marked.find(mark, at + 1)
    return bytes(marked)


def _xml(declared: str) -> str:
    return f'{declared}<x xmlns="urn:x">&a9;</x>'


HOSTILE: list[tuple[str, bytes, str]] = [
    *((f"truncated{s}", raw[: len(raw) // 2], "cut off") for s, raw in WHOLE.items()),
    *((f"empty{s}", b"", "this isn't|no text|isn't valid|no lines|a mail") for s in READERS),
    *((f"nulls{s}", bytes(100_000), "this isn't|no text") for s in READERS),
    *((f"wrong{s}", b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture") for s in READERS),
    *((f"zip{s}", archive({"a.txt": PROSE}), "zip archive") for s in READERS),
    *((f"encrypted{s}", _encrypted(WHOLE[s]), "encrypted") for s in PACKAGES),
    *((f"old{s}", OLE + bytes(99), "old format") for s in PACKAGES),
    *((f"billion{s}", make(_xml(ENTITIES)), "entities") for s, make in PACKAGES.items()),
    *((f"outside{s}", make(_xml(OUTSIDE)), "entities") for s, make in PACKAGES.items()),
    *((f"deep{s}", make("<x>" * DEEP), "too deep|expands") for s, make in PACKAGES.items()),
    *((f"broken{s}", make("<x><y></x>"), "XML is damaged") for s, make in PACKAGES.items()),
    *(
        (f"bomb{s}", make("<x>" + " " * 50_000_000 + "</x>"), "expands more than 100 times")
        for s, make in PACKAGES.items()
    ),
    ("many.docx", archive({"word/document.xml": "", **dict.fromkeys(NAMES, "")}), "parts"),
    ("locked.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ("sheet.docx", archive({"xl/workbook.xml": ""}), "spreadsheet"),
    ("page.pdf", b"<!doctype html><p>Log in</p>", "a web page is stored as .pdf"),
    ("page.docx", b"<html><p>Log in</p>", "a web page is stored as .docx"),
    ("rich.docx", b"{\\rtf1 Text}", "RTF"),
    ("packed.html", gzip.compress(PROSE.encode()), "compressed"),
    ("drawn.pdf", b"%!PS-Adobe-3.0", "PostScript"),
    ("loop.pdf", LOOP, "no text|damaged|cut off"),
    ("pages.pdf", PAGES, "no text|damaged|pages|much"),
    ("deep.html", b"<div>" * DEEP, "nested too deep"),
    ("deep-chapter.epub", epub(["<div>" * DEEP]), "nested too deep|expands"),
    ("deep.json", b"[" * DEEP, "nested too deep"),
    ("deep.md", b"> " * 10_000 + b"x", "nested too deep"),
    ("deep.rst", "\n\n".join(" " * n + "x" for n in range(500)).encode(), "nested too deep"),
    ("cut.json", b'{"country": "Peru', "isn't valid JSON"),
    ("cut.jsonl", b'{"country": "Peru"}\n{"cou', "line 2"),
    ("quotes.csv", b'a,b\n"' + b"x" * 200_000, "check its quotes"),
    ("names.csv", b"n" * 60_000 + b"\n" + b"a\n" * 9_000, "more than 32,000,000 characters"),
    ("silent.srt", b"Just some words.", "no lines with times"),
    ("words.eml", b"Just some words.", "isn't a mail"),
]  # fmt: skip
READ = {
    "columns.csv": (",".join(f"c{n}" for n in range(WIDE)) + "\n" + "1," * WIDE).encode(),
    "columns.html": b"<table><tr>" + b"<td>1" * WIDE + b"</table>",
    "span.html": b"<table><tr><td colspan=9999 rowspan=9999>a<td>b<tr><td>c</table>",
    "unclosed.html": b"<b>" * 1_500 + PROSE.encode(),
    "attributes.html": b"<p " + b"a=1 " * WIDE + b">" + PROSE.encode(),
    "entity.html": (OUTSIDE + "<p>&a9; " + PROSE).encode(),
    "surrogate.json": b'{"name": "\\ud800 Peru"}',
    "number.json": b'{"name": ' + b"9" * 4_000 + b"}",
    "control.vtt": b"WEBVTT\n\n00:01.000 --> 99:99.999\nPeru.\n",
    "headers.eml": MAIL + b"X: y\n" * 5_000 + b"\n" + PROSE.encode(),
    "charset.eml": MAIL + b"Content-Type: text/plain; charset=no-such\n\nPeru joined.",
    "parts.eml": MAIL + b"Content-Type: multipart/mixed\n\n" + PROSE.encode(),
    "really-a-pdf.txt": WHOLE[".pdf"],
    "really-word.md": WHOLE[".docx"],
    "really-a-book.docx": WHOLE[".epub"],
    "linked.docx": docx(wp(PROSE), {"word/_rels/document.xml.rels": LINKS}),
}  # fmt: skip


def test_there_are_a_hundred_of_them_and_each_has_its_own_name() -> None:
    names = [*(name for name, _, _ in HOSTILE), *READ]

    assert len(names) == len(set(names)) >= 100


@pytest.mark.parametrize(("name", "raw", "reason"), HOSTILE, ids=[name for name, _, _ in HOSTILE])
def test_a_hostile_file_is_refused_for_its_reason(name: str, raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(raw, name)


@pytest.mark.parametrize("name", READ)
def test_an_odd_file_is_read(name: str) -> None:
    found = read(READ[name], name)

    assert found.text
    assert "root:" not in found.text  # as /etc/passwd begins


def test_every_one_of_them_fails_alone_and_has_its_reason_in_the_ledger(tmp_path: Path) -> None:
    for name, raw, _ in HOSTILE:
        (tmp_path / name).write_bytes(raw)
    for name, raw in READ.items():
        (tmp_path / name).write_bytes(raw)
    library = Library(tmp_path)

    summary = library.update()

    assert set(summary.added) == set(READ)
    ledger = {entry.source: entry.reason for entry in library.documents()}
    for name, _, reason in HOSTILE:
        assert re.search(reason, ledger[name] or "")


@pytest.mark.parametrize("name", ["a.md", "b.html", "c.rst", "d.csv", "e.eml", "f.srt", "g.txt"])
@pytest.mark.parametrize("repeated", ["[", "<a ", "*a_", "`", "|", "- ", "\n ", "a:\n", "=", ":a:"])
def test_a_pattern_repeated_without_end_costs_no_more_than_its_time(
    name: str, repeated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 1)

    with suppress(UnreadableFile):
        assert read(repeated * 5_000 + PROSE, name).text


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=25)
@given(raw=st.binary(max_size=2_000) | st.text(max_size=500).map(str.encode), data=st.data())
@pytest.mark.parametrize("suffix", sorted(READERS))
def test_any_bytes_under_any_suffix_are_read_or_refused(
    suffix: str, raw: bytes, data: st.DataObject
) -> None:
    if whole := WHOLE.get(suffix):
        at = data.draw(st.integers(0, len(whole)))
        raw = whole[:at] + raw[:20] + whole[at + len(raw[:20]) :]
    found = Reading("", "", ())
    with suppress(UnreadableFile):
        found = read(raw, f"file{suffix}")

    ends = 0
    for block in found.blocks:
        assert ends <= block.start < block.end <= len(found.text)
        assert found.text[block.start : block.end].strip() == found.text[block.start : block.end]
        assert (block.level > 0) == (block.kind in (BlockKind.HEADING, BlockKind.ITEM))
        assert found.title
        ends = block.end
