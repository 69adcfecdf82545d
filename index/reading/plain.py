"""Read plain text: find its headings, lists and paragraphs from how its lines look."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby, takewhile, zip_longest
from typing import TYPE_CHECKING

from index.documents import Block, BlockKind, Reading
from index.reading import lines
from index.reading.encoding import decode
from index.reading.metadata import (
    METADATA,
    TITLE_LENGTH,
    effective_date,
    front_matter,
    iso_date,
    stated_date,
    title_from,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.reading.lines import Line

HEADING_LENGTH = 120
INDENT = 4  # columns a level of nesting
LINES_OF_A_LIST = 3  # short lines in a row, from which on they are no headings

NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})*\.?\s")
HASHES = re.compile(r"(#{1,6})[ \t]+(?=\S)")
CLOSING_HASHES = re.compile(r"[ \t]+#+$")
# a line that stops here was cut off, and a heading never is
CUT_OFF = re.compile(r"\b(?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|with)$", re.IGNORECASE)
CONTACT = re.compile(r"@|://|\+?\d(?:[\s().-]?\d){6,}")
FIELD = re.compile(r"[A-Z](?:[\w ]{1,24}|\w{0,24}(?: \w{1,24}){0,2}): ")


def read(raw: bytes, source: str) -> Reading:
    r"""Read a plain text file.

    >>> reading = read(b"Who\n\nDr Bollard leads\nthe secretariat.\n\n- one\n- two", "who.txt")
    >>> reading.title, [block.kind.value for block in reading.blocks]
    ('Who', ['heading', 'paragraph', 'item', 'item'])
    """
    text = decode(raw)
    fields, start = front_matter(text)
    groups = list(lines.groups(text, start))
    width = lines.width(groups)
    blocks = [block for group in groups for block in _blocks(group, width)]
    blocks = _with_numbered_headings(blocks, groups, text)
    blocks, title = _with_title(_demote_headings_without_text(blocks), text)
    blocks = _with_metadata(blocks, text)
    date, origin = effective_date(
        source, text=stated_date(text[start:]), metadata=iso_date(fields.get("date", ""))
    )
    return Reading(
        text,
        fields.get("title") or title or title_from(source, text),
        tuple(blocks),
        date=date,
        date_origin=origin,
    )


def _with_metadata(blocks: Sequence[Block], text: str) -> list[Block]:
    """The fields right below the title told apart from what the document says."""
    first = int(bool(blocks) and blocks[0].kind is BlockKind.HEADING)
    fields = takewhile(lambda block: METADATA.match(text, block.start), blocks[first:])
    metadata = [replace(block, kind=BlockKind.METADATA) for block in fields]
    return [*blocks[:first], *metadata, *blocks[first + len(metadata) :]]


def _blocks(group: Sequence[Line], width: int) -> list[Block]:
    """The blocks in a run of lines: every bullet begins an item, every hard break a block."""
    blocks: list[Block] = []
    units = list(lines.units(group, width))
    for is_short, run in groupby(units, key=_is_short):
        short = list(run)
        if is_short:
            blocks += _short_blocks(short, introduced=bool(blocks) and _introduces(units, short))
        else:
            blocks += map(_long_block, short)
    return blocks


def _is_short(unit: Sequence[Line]) -> bool:
    """Whether the unit is one line that could be a heading."""
    return (
        len(unit) == 1
        and (not unit[0].bullet or unit[0].is_underlined)
        and _looks_like_a_heading(unit[0].content)
    )


def _introduces(units: Sequence[Sequence[Line]], short: Sequence[Sequence[Line]]) -> bool:
    """Whether the line before `short` ends in a colon."""
    return units[units.index(short[0]) - 1][-1].content.endswith(":")


def _short_blocks(units: Sequence[Sequence[Line]], *, introduced: bool) -> Iterator[Block]:
    """Short lines are headings; after a colon, they are items; else many of them are verse."""
    for (line,) in units:
        if hashes := HASHES.match(line.content):
            closing = CLOSING_HASHES.search(line.content)
            end = line.start + closing.start() if closing else line.end
            yield Block(BlockKind.HEADING, line.start + hashes.end(), end, len(hashes[1]))
        elif introduced:
            yield Block(BlockKind.ITEM, line.start, line.end, 1)
        elif len(units) >= LINES_OF_A_LIST:
            yield Block(BlockKind.PARAGRAPH, line.start, line.end)
        else:
            yield Block(BlockKind.HEADING, line.start, line.end, 2)


def _long_block(unit: Sequence[Line]) -> Block:
    first, last = unit[0], unit[-1]
    if first.bullet:
        return Block(BlockKind.ITEM, first.start, last.end, 1 + first.indent // INDENT)
    return Block(BlockKind.PARAGRAPH, first.start, last.end)


def _looks_like_a_heading(line: str) -> bool:
    if HASHES.match(line):
        return True
    return (
        len(line) <= HEADING_LENGTH
        and not line[0].islower()
        and any(character.isalpha() for character in line)
        and not lines.PUNCTUATED.search(line)
        and not CUT_OFF.search(line)
        and not CONTACT.search(line)
        and not FIELD.match(line)
        and not lines.STAMP.match(line)
    )


def _with_numbered_headings(
    blocks: Sequence[Block], groups: Sequence[Sequence[Line]], text: str
) -> list[Block]:
    """Items that stand alone above a paragraph, "2. Methods", or in capitals, are headings."""
    shouted = {group[0].start for group in groups if group[0].content.isupper()}
    depths = {group[0].start: depth for group in groups if (depth := _depth(group))}
    found: list[Block] = []
    for block, after in zip_longest(blocks, blocks[1:]):
        before = found[-1] if found else None
        depth = depths.get(block.start, 0)
        heads = after and (after.kind is BlockKind.PARAGRAPH or depths.get(after.start, 0) > depth)
        introduced = before and text[before.end - 1] == ":"
        listed = introduced or (before and before.kind is BlockKind.ITEM)
        plainly = heads and (depth > 1 or not listed)
        loudly = after and not introduced and block.start in shouted
        is_heading = depth and (plainly or loudly)
        found.append(
            replace(block, kind=BlockKind.HEADING, level=1 + depth) if is_heading else block
        )
    return found


def _depth(group: Sequence[Line]) -> int:
    """How many numbers a line has that could be a numbered heading: 1 for "2.", 2 for "2.1"."""
    line = group[0]
    if len(group) > 1 or not NUMBER.match(line.bullet) or not _looks_like_a_heading(line.content):
        return 0
    return len(re.findall(r"\d+", line.bullet))


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
    return replace(block, kind=BlockKind.PARAGRAPH, level=0)


def _with_title(blocks: Sequence[Block], text: str) -> tuple[list[Block], str]:
    """A heading that opens the text is its title, and the only one of the first level."""
    if not blocks or blocks[0].kind is not BlockKind.HEADING:
        return list(blocks), ""
    first, *rest = blocks
    lower = [replace(b, level=max(b.level, 2)) if b.kind is BlockKind.HEADING else b for b in rest]
    return [replace(first, level=1), *lower], text[first.start : first.end][:TITLE_LENGTH]
