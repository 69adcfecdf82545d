"""Read plain text: find its headings, lists and paragraphs from how its lines look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.documents import Block, BlockKind, Reading
from index.reading.encoding import decode
from index.reading.metadata import TITLE_LENGTH, iso_date, stated_date, title_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

HEADING_LENGTH = 120
NARROWEST_WRAP = 45  # columns
WIDEST_WRAP = 160  # lines that run on beyond this are whole paragraphs, not wrapped ones
UNWRAPPED_SHARE = 0.2  # of the characters in such lines, where a file is not wrapped
INDENT = 4  # columns a level of nesting

BULLET = re.compile(r"(?:[•‣◦▪●○■□∙·*+–—-]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])[ \t]+(?=\S)")
RULE = re.compile(r"[\W_]+")  # lines such as "# # #", "----" or "* * *"
ENDS_A_SENTENCE = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
# a line that stops here was cut off, and a heading never is
CUT_OFF = re.compile(r"\b(?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|with)$", re.IGNORECASE)
CONTACT = re.compile(r"@|://|\+?\d(?:[\s().-]?\d){6,}")
FIELD = re.compile(r"[A-Z][\w ]{1,24}: ")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its white space: ``text[start:end] == content``."""

    start: int
    end: int
    content: str
    indent: int


def read(raw: bytes, source: str) -> Reading:
    r"""Read a plain text file.

    >>> reading = read(b"Who\n\nDr Bollard leads\nthe secretariat.\n\n- one\n- two", "who.txt")
    >>> reading.title, [block.kind.value for block in reading.blocks]
    ('Who', ['heading', 'paragraph', 'item', 'item'])
    """
    text = decode(raw)
    groups = list(_groups(_lines(text)))
    width = _width(groups)
    blocks = _demote_headings_without_text(
        [block for group in groups for block in _blocks(group, width)]
    )
    blocks, title = _with_title(blocks, text)
    return Reading(
        text,
        title or title_from(source, text),
        tuple(blocks),
        date=stated_date(text) or iso_date(source),
    )


def _lines(text: str) -> Iterator[_Line | None]:
    """Every line, None for a blank one or a rule."""
    start = 0
    for line in text.split("\n"):
        content = line.strip()
        indent = len(line) - len(line.lstrip())
        if not content or RULE.fullmatch(content):
            yield None
        else:
            yield _Line(start + indent, start + indent + len(content), content, indent)
        start += len(line) + 1


def _groups(lines: Iterable[_Line | None]) -> Iterator[list[_Line]]:
    """Runs of lines between blank ones."""
    group: list[_Line] = []
    for line in lines:
        if line is not None:
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _width(groups: Sequence[Sequence[_Line]]) -> int:
    """The column at which this file's lines are wrapped, 0 where they are not."""
    lengths = [line.indent + len(line.content) for group in groups for line in group]
    unwrapped = sum(length for length in lengths if length > WIDEST_WRAP)
    if unwrapped > UNWRAPPED_SHARE * sum(lengths):
        return 0
    broken = sorted(
        line.indent + len(line.content)
        for group in groups
        for line in group[:-1]
        if not BULLET.match(line.content)
    )
    width = broken[len(broken) * 9 // 10] if broken else 0
    return width if NARROWEST_WRAP <= width <= WIDEST_WRAP else 0


def _blocks(group: Sequence[_Line], width: int) -> Iterator[Block]:
    """The blocks in a run of lines: every bullet begins an item, every hard break a block."""
    for unit in _units(group, width):
        first, last = unit[0], unit[-1]
        bullet = BULLET.match(first.content)
        if bullet:
            level = 1 + first.indent // INDENT
            yield Block(BlockKind.ITEM, first.start + bullet.end(), last.end, level)
        elif len(unit) == 1 and _looks_like_a_heading(first.content):
            yield Block(BlockKind.HEADING, first.start, first.end, 2)
        else:
            yield Block(BlockKind.PARAGRAPH, first.start, last.end)


def _units(group: Sequence[_Line], width: int) -> Iterator[list[_Line]]:
    unit: list[_Line] = []
    for line in group:
        if unit and (BULLET.match(line.content) or not _wrapped(unit[-1], line, width)):
            yield unit
            unit = []
        unit.append(line)
    yield unit


def _wrapped(line: _Line, following: _Line, width: int) -> bool:
    """Whether `following` goes on with the sentence of `line`: its first word had no room."""
    if following.content[0].islower():
        return True
    word = following.content.split(None, 1)[0]
    return line.indent + len(line.content) + 1 + len(word) > width > 0


def _looks_like_a_heading(line: str) -> bool:
    return (
        len(line) <= HEADING_LENGTH
        and not line[0].islower()
        and any(character.isalpha() for character in line)
        and not ENDS_A_SENTENCE.search(line)
        and not CUT_OFF.search(line)
        and not CONTACT.search(line)
        and not FIELD.match(line)
    )


def _demote_headings_without_text(blocks: Sequence[Block]) -> list[Block]:
    """A heading heads something: the short lines that end a document are its text."""
    last = max(
        (place for place, block in enumerate(blocks) if block.kind is not BlockKind.HEADING),
        default=0 if len(blocks) == 1 else -1,
    )
    return [
        block if place <= last and len(blocks) > 1 else _as_paragraph(block)
        for place, block in enumerate(blocks)
    ]


def _as_paragraph(block: Block) -> Block:
    if block.kind is not BlockKind.HEADING:
        return block
    return Block(BlockKind.PARAGRAPH, block.start, block.end)


def _with_title(blocks: Sequence[Block], text: str) -> tuple[list[Block], str]:
    """A heading that opens the text is its title, and the only one of the first level."""
    if not blocks or blocks[0].kind is not BlockKind.HEADING:
        return list(blocks), ""
    first = blocks[0]
    heading = Block(BlockKind.HEADING, first.start, first.end, 1)
    return [heading, *blocks[1:]], text[first.start : first.end][:TITLE_LENGTH]
