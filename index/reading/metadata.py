"""What a document says about itself: its title and its date."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePath

from index.documents import DateOrigin

TITLE_LENGTH = 120
HEAD_LINES = 12  # a date further down belongs to the story, not to the document

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^(\w[\w -]*?)\s*:\s*(.+?)\s*$", re.MULTILINE)
DATE_FIELD = re.compile(
    r"^\W*(?:date|published|updated|posted)\W*:\W*(.+)$", re.IGNORECASE | re.MULTILINE
)
METADATA = re.compile(
    r"(?:date|published|updated|posted|authors?|by|source|drawn from|tags|keywords|subject)\s*:\s",
    re.IGNORECASE,
)
ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
BARE_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
WORD = re.compile(r"[^\W\d_]{3,}")
HEXADECIMAL = re.compile(r"(?=.*\d)[0-9a-f]{6,}", re.IGNORECASE)


def front_matter(text: str) -> tuple[dict[str, str], int]:
    r"""The fields between the opening ``---`` lines, lower-cased, and where the text begins.

    >>> front_matter("---\nTitle: 'Bogor'\ndate: 1994-11-15\n---\nThe goals")
    ({'title': 'Bogor', 'date': '1994-11-15'}, 40)
    >>> front_matter("The goals")
    ({}, 0)
    """
    found = FRONT_MATTER.match(text)
    if not found or not FIELD.match(found[1]):  # two rules with prose between them
        return {}, 0
    fields = {name.lower(): value.strip("\"'") for name, value in FIELD.findall(found[1])}
    return fields, found.end()


def iso_date(text: str) -> str | None:
    """The first valid ISO 8601 date in `text`.

    >>> iso_date("Date: 2026-02-01"), iso_date("2026-13-45")
    ('2026-02-01', None)
    """
    for year, month, day in ISO_DATE.findall(text):
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    return None


def effective_date(
    source: str,
    *,
    metadata: str | None = None,
    text: str | None = None,
    file: str | None = None,
) -> tuple[str | None, DateOrigin | None]:
    """The date that counts of those that a document has, and what says it.

    >>> effective_date("2017-02-22 news.txt", file="2020-01-01")
    ('2017-02-22', <DateOrigin.NAME: 'name'>)
    """
    said = {
        DateOrigin.METADATA: metadata,
        DateOrigin.TEXT: text,
        DateOrigin.NAME: iso_date(source),
        DateOrigin.FILE: file,
    }
    return next(((day, origin) for origin, day in said.items() if day), (None, None))


def stated_date(text: str) -> str | None:
    r"""The date in a line such as ``Date: 2026-02-01`` at the head of the text.

    >>> stated_date("Trade talks\nDate: 2026-02-01\n\nOfficials met.")
    '2026-02-01'
    """
    head = "\n".join(text.split("\n", HEAD_LINES)[:HEAD_LINES])
    field = DATE_FIELD.search(head)
    return iso_date(field[1]) if field else None


def title_from(source: str, text: str) -> str:
    """A title for a document that gives itself none: its file's name, else how it begins.

    >>> title_from("news/trade-talks_2017.txt", "Officials met.")
    'trade talks 2017'
    >>> title_from("004_0d36a467a663d0bf.txt", "Officials met in Nha Trang. They talked.")
    'Officials met in Nha Trang. They talked.'
    """
    stem = PurePath(source).stem
    words = [word for word in re.split(r"[\W_]+", stem) if word]
    if any(WORD.search(word) and not HEXADECIMAL.fullmatch(word) for word in words):
        return " ".join(words)
    return shortened(text) or stem


def shortened(text: str, *, length: int = TITLE_LENGTH) -> str:
    """The beginning of `text` on one line, cut between words."""
    line = " ".join(text[: length * 4].split())
    if len(line) <= length:
        return line
    return line[: length - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
