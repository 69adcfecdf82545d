"""What a document says about itself: its title and its date."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from index.documents import DateOrigin

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE_LENGTH = 120
HEAD_LINES = 12  # a date further down belongs to the story, not to the document

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^(\w[\w -]*?)\s*:\s*(.+?)\s*$", re.MULTILINE)
DATE_LINE = re.compile(
    r"^\W*(?:dated?|published|posted|issued|(?:last )?(?:updated|revised|modified)"
    r"|effective(?: date)?|in force|as of)"
    r"(?:(?P<field>\W*:)| (?:on|from|since|as of))?(?P<said>.+)$",
    re.IGNORECASE | re.MULTILINE,
)
METADATA = re.compile(
    r"(?:date|published|updated|posted|authors?|by|source|drawn from|tags|keywords|subject)\s*:\s",
    re.IGNORECASE,
)
_FIELD = re.compile(r"(?m)^[A-Z][\w ’'()/-]{1,40}:\s")  # "Present: Ana Lind", of whatever name
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ")
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?"
DATES = tuple(
    re.compile(rf"(?<!\d){form}(?!\d)", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH},?\s(?P<year>\d{{4}})",
        rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})",
    )
)
WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
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
    """The first valid date in `text`, whether in figures or in English words, by ISO 8601.

    "1/2/2026" is no date here: people read it in two ways.

    >>> iso_date("Date: 2026-02-01"), iso_date("1 Feb. 2026"), iso_date("on February 1st, 2026")
    ('2026-02-01', '2026-02-01', '2026-02-01')
    >>> iso_date("2026-13-45"), iso_date("February 2026"), iso_date("1/2/2026")
    (None, None, None)
    """
    return next((day for day, _ in _dates(text)), None)


def _dates(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The dates in `text` from left to right, and where they stand."""
    matches = [match for form in DATES for match in form.finditer(text)]
    for match in sorted(matches, key=re.Match.start):
        said = match["month"].lower()
        month = int(said) if said.isdecimal() else MONTHS.index(said) + 1
        try:
            yield date(int(match["year"]), month, int(match["day"])).isoformat(), match
        except ValueError:
            continue


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
        DateOrigin.TEXT: text,
        DateOrigin.METADATA: metadata,
        DateOrigin.NAME: iso_date(source),
        DateOrigin.FILE: file,
    }
    return next(((day, origin) for origin, day in said.items() if day), (None, None))


def is_metadata(paragraph: str) -> bool:
    r"""Whether a paragraph says only when a document is from, by whom, and the like.

    >>> is_metadata("Date: 2026-02-01\nAuthor: Ana Lind"), is_metadata("Date: 1 May\nPlace: Bogor")
    (True, False)
    """
    fields = {0, *(field.start() for field in _FIELD.finditer(paragraph))}
    return all(METADATA.match(paragraph, start) for start in fields)


def stated_date(text: str) -> str | None:
    r"""The date in a line such as ``Date: 2026-02-01`` at the head of the text.

    >>> stated_date("Trade talks\nDate: 2026-02-01\n\nOfficials met.")
    '2026-02-01'
    >>> stated_date("Travel policy\n\nEffective from 1 March 2026")
    '2026-03-01'
    >>> stated_date("As of 1 March 2026, 21 economies are members.")
    """
    head = "\n".join(text.split("\n", HEAD_LINES)[:HEAD_LINES])
    for line in DATE_LINE.finditer(head):
        for day, match in _dates(line["said"]):
            around = line["said"][: match.start()] + line["said"][match.end() :]
            if line["field"] or not WORD.search(WEEKDAY.sub("", around)):
                return day
    return None


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
