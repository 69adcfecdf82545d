"""How the lines of a plain text hang together: groups between blanks, bullets, and wrapping."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NARROWEST_WRAP = 45  # columns
WIDEST_WRAP = 160  # lines that run on beyond this are whole paragraphs, not wrapped ones
MOSTLY_FULL = 0.8  # of the width; a sentence that stops there goes on in the next line
UNWRAPPED_SHARE = 0.2  # of the characters in such lines, where a file is not wrapped

BULLET = re.compile(
    r"(?:[•‣⁃◦▪▫●○■□∙·*+–—-]"  # the usual marks
    r"|\(?\d{1,3}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+(?=\s+[A-Z])"  # 1. 1) (1) 1.2. 1.2
    r"|\(?[a-z][.)]|\(?[A-Z]\)|\(?[ivx]{1,5}[.)]"  # a) (a) iv., but no initial as in "J. Smith"
    r")[ \t]+(?=\S)"
)
STAMP = re.compile(  # of a message in a chat or log: "[09:02] ", "04.05.26, 09:02 - "
    r"\[?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[,T ]+)?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
    r"(?: ?[AaPp][Mm])?Z?\]?[\s:–-]"
)
RULE = re.compile(r"[\W_]+")  # lines such as "# # #", "----" or "* * *"
UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}")
PUNCTUATED = re.compile(r"[.!?…:;,][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its white space and its bullet: ``text[start:end] == content``."""

    start: int
    end: int
    content: str
    indent: int  # columns
    bullet: str = ""
    is_underlined: bool = False


def groups(text: str, start: int = 0) -> Iterator[list[Line]]:
    """The runs of lines between blank ones and rules, from `start`."""
    group: list[Line] = []
    for raw in text[start:].split("\n"):
        content = raw.strip()
        if content and not RULE.fullmatch(content):
            indent = len(raw) - len(raw.lstrip())
            group.append(_line(start + indent, content, indent))
        elif group:
            if len(group) == 1 and UNDERLINE.fullmatch(content):
                group = [replace(group[0], is_underlined=True)]
            yield _without_stray_bullets(group)
            group = []
        start += len(raw) + 1
    if group:
        yield _without_stray_bullets(group)


def width(grouped: Sequence[Sequence[Line]]) -> int:
    """The column at which this file's lines are wrapped, 0 where they are not."""
    lengths = [_column(line) for group in grouped for line in group]
    unwrapped = sum(length for length in lengths if length > WIDEST_WRAP)
    if unwrapped > UNWRAPPED_SHARE * sum(lengths):
        return 0
    broken = sorted(_column(line) for group in grouped for line in group[:-1] if not line.bullet)
    width = broken[len(broken) * 9 // 10] if broken else 0
    return width if NARROWEST_WRAP <= width <= WIDEST_WRAP else 0


def units(group: Sequence[Line], width: int) -> Iterator[list[Line]]:
    """The lines that are one item or paragraph together; a file without `width` has one a line.

    In a chat or log, whose first line begins with a time, others that do begin something new.
    """
    is_log = STAMP.match(group[0].content)
    unit: list[Line] = []
    for line in group:
        begins = line.bullet or (is_log and STAMP.match(line.content))
        if unit and (begins or not _wrapped(unit[-1], line, width)):
            yield unit
            unit = []
        unit.append(line)
    yield unit


def _line(start: int, content: str, indent: int) -> Line:
    bullet = BULLET.match(content)
    mark = bullet[0] if bullet else ""
    return Line(start + len(mark), start + len(content), content[len(mark) :], indent, mark)


def _without_stray_bullets(group: Sequence[Line]) -> list[Line]:
    """A dash or a number that happens to begin a line, in mid-sentence, is no bullet."""
    alone = sum(1 for line in group if line.bullet) == 1
    return [
        _unbulleted(line) if alone and line.bullet and before and _goes_on(before, line) else line
        for before, line in zip([None, *group], group, strict=False)
    ]


def _goes_on(before: Line, line: Line) -> bool:
    return line.content[0].islower() and not PUNCTUATED.search(before.content)


def _unbulleted(line: Line) -> Line:
    return Line(line.start - len(line.bullet), line.end, line.bullet + line.content, line.indent)


def _wrapped(line: Line, following: Line, width: int) -> bool:
    """Whether `following` goes on with the sentence of `line`: its first word had no room."""
    is_stray = not following.bullet and BULLET.match(following.content)
    if is_stray or following.content[0].islower():
        return True
    if width and _column(line) >= MOSTLY_FULL * width and not PUNCTUATED.search(line.content):
        return True
    word = following.content.split(None, 1)[0]
    return _column(line) + 1 + len(word) > width > 0


def _column(line: Line) -> int:
    return line.indent + len(line.bullet) + len(line.content)
