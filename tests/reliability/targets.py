"""What is fuzzed: every reader of files, the index's own files, and the path of a question.

A target takes any bytes, does with them what the product would, and raises nothing.
"""

from __future__ import annotations

import hashlib
import math
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from bot import compound, spelling
from bot.conversation import Turn, interpret
from bot.engine import Bot
from bot.question import analyse
from index import arrayfile, passages, reading
from index.documents import Document
from index.errors import IndexDamaged, InvalidQuestion, UnreadableFile
from index.library import Library
from index.segment import Segment
from index.segmentlist import part
from tests.formats.makers import docx, epub, odt, paragraph, pdf, pptx, shape, word_paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PROSE = "Peru joined in 1998. It is led by Ms. Lind, who said: “We met in Bogor.”"
QUESTION = "When were the goals adopted?"
CHAPTER = "<h1>One</h1><p>Peru <b>joined</b> in 1998.<ul><li>a<li>b</ul><table><tr><th>x<td>1"


@dataclass(frozen=True, slots=True)
class Target:
    """Something that takes bytes, and bytes to begin with."""

    take: Callable[[bytes], None]
    seeds: Sequence[bytes]


def read(suffix: str, raw: bytes) -> None:
    """Read, cut and analyse a file as an update does; its offsets must fit its text."""
    try:
        found = reading.read(raw, f"file{suffix}")
    except UnreadableFile:
        return
    sha256 = hashlib.sha256(found.text.encode()).hexdigest()
    document = Document("id", f"file{suffix}", found.title, found.text, sha256, found.blocks)
    last = 0
    for block in found.blocks:
        assert last <= block.start < block.end <= len(found.text), "a block is out of place"
        last = block.end
    for passage in passages.split(document):
        assert 0 <= passage.start < passage.end <= len(found.text), "a passage is out of place"
        passages.terms(document, passage)


def read_part(suffix: str, make: Callable[[str], bytes], raw: bytes) -> None:
    """The same for the part of a package that holds the text."""
    read(suffix, make(raw.decode("utf-8", "replace")))


def read_segment(raw: bytes) -> None:
    """Open a segment that was altered, whether or not its checksum would have told."""
    path = _scratch() / "a.segment"
    path.write_bytes(raw)
    with suppress(IndexDamaged):
        arrayfile.read(path)
    with suppress(IndexDamaged):
        Segment.open(path, sha256="0" * 64)


def read_segment_list(raw: bytes) -> None:
    """Read a row of the list of segments that was altered."""
    number, file, packed = raw[:1], raw[1:9].decode("latin-1"), raw[9:]
    with suppress(IndexDamaged):
        part((number, file, "0" * 64, packed, 0))  # type: ignore[arg-type]  # as from SQLite


def analyse_question(raw: bytes) -> None:
    """Understand a question, and one that goes on about it, as far as the search for passages."""
    question, _, more = raw.decode("utf-8", "replace").partition("\n")
    retriever = _library().snapshot()
    turns = [Turn(QUESTION, QUESTION, "In 1994, by 21 economies.")]
    for text in (question, more):
        for each in compound.parts(text):
            whole = interpret(each, turns)
            turns.append(Turn(each, whole, PROSE))
            meant = analyse(whole, retriever)
            assert math.isclose(sum(meant.weights), bool(meant.terms)), "the weights are no shares"
            if meant.missing:
                analyse(spelling.corrected(whole, retriever), retriever)


def ask(raw: bytes) -> None:
    """Ask a question, and go on about it; quotations must be what they say they are."""
    question, _, more = raw.decode("utf-8", "replace").partition("\n")
    with suppress(InvalidQuestion):
        answer = _bot().ask(question, explain=True)
        for citation in answer.citations:
            text = _library().snapshot().document(citation.document_id).text
            cited = text[citation.start_char_index : citation.end_char_index]
            assert cited == citation.cited_text, "a quotation is not what stands there"
    with suppress(InvalidQuestion):
        _bot().ask(more or question, conversation_id="fuzz")


@cache
def _library() -> Library:
    folder = _scratch() / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{PROSE}\n\nThe goals were adopted in 1994 by 21 economies.")
    (folder / "b.md").write_text("# Goals\n\n- free trade by 2010\n- open investment\n")
    library = Library(folder)
    library.update()
    return library


@cache
def _bot() -> Bot:
    return Bot(_library())


@cache
def _scratch() -> Path:
    return Path(mkdtemp(prefix="fuzzed-"))


def _segment() -> bytes:
    path = _scratch() / "seed.segment"
    Segment.build([["goal", "trade"], ["goal"]]).write(path)
    return path.read_bytes()


def _reader(suffix: str, *seeds: str | bytes) -> Target:
    raw = [seed.encode() if isinstance(seed, str) else seed for seed in seeds]
    return Target(partial(read, suffix), raw)


def _package(suffix: str, make: Callable[[str], bytes], seed: str) -> Target:
    return Target(partial(read_part, suffix, make), [seed.encode()])


def _questions() -> list[bytes]:
    return [f"{QUESTION}\nAnd where?".encode(), "Who said “open”, and why?".encode()]


TARGETS = {
    "plain": _reader(".txt", PROSE, "Title\n=====\n\n1. one\n2. two\n\nDate: 2026-11-22\n"),
    "markdown": _reader(
        ".md", f"---\ndate: 2026-01-02\n---\n# A\n\n> {PROSE}\n\n|a|b|\n|-|-|\n|1|2|"
    ),
    "rst": _reader(
        ".rst", f"A\n=\n\n{PROSE}\n\n.. note:: b\n\n=== ===\na   b\n=== ===\n1   2\n=== ==="
    ),
    "html": _reader(".html", f"<!doctype html><title>a</title>{CHAPTER}"),
    "csv": _reader(".csv", 'country,year\nPeru,1998\n"Viet Nam",1998\n'),
    "json": _reader(".json", '[{"country": "Peru", "in": {"year": 1998, "with": ["a", null]}}]'),
    "jsonl": _reader(".jsonl", '{"country": "Peru"}\n{"country": "Chile"}\n'),
    "subtitles": _reader(".vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Hello there.\n"),
    "eml": _reader(
        ".eml",
        "From: a@b.c\nSubject: =?utf-8?q?Caf=C3=A9?=\nContent-Type: text/html\n\n<p>Hi",
        'From: a\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n\nHi\n--x--\n',
    ),
    "pdf": _reader(".pdf", pdf([paragraph([PROSE, "More of it."], 72, 700)])),
    "docx": _reader(".docx", docx(word_paragraph(PROSE))),
    "docx-body": _package(".docx", docx, word_paragraph(PROSE, "Heading1")),
    "odt-body": _package(".odt", odt, f"<text:h>One</text:h><text:p>{PROSE}</text:p>"),
    "pptx-slide": _package(".pptx", lambda body: pptx([body]), shape([PROSE], "title")),
    "epub-chapter": _package(".epub", lambda body: epub([body]), CHAPTER),
    "segment": Target(read_segment, [_segment(), _segment()[:8] + bytes(600)]),
    "segment-list": Target(read_segment_list, [bytes(40)]),
    "analysis": Target(analyse_question, _questions()),
    "question": Target(ask, _questions()),
}
