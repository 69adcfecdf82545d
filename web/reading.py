"""A document open for reading: at a quotation, at a leaf, or at what somebody looks for in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from web.layout import Layout, Marks, Span, lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from index.documents import Document

MOST_FOUND = 200  # places that a search lists and marks
LONGEST_SEARCH = 200  # characters
_AROUND = 60  # characters on either side of a place, where a line shows it
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A place in the document, in a line of its words; `current` if it is the one shown."""

    before: str
    words: str
    after: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class View:
    """Everything that the reading page shows."""

    document: Document
    layout: Layout
    note: str
    search: str
    found: tuple[Line, ...]
    cited: tuple[Line, ...]

    @property
    def full(self) -> bool:
        """Whether more places may say what is looked for than are shown."""
        return len(self.found) == MOST_FOUND


def view(
    document: Document, asked: Mapping[str, str], *, cited: Iterable[tuple[int, int]] = ()
) -> View:
    """The view that an address asks for by ``start`` and ``end``, ``find``, or ``leaf``.

    `cited` are the slices that answers have quoted. A search without a place opens at the first.
    """
    span, note = _asked_span(document, asked)
    search = " ".join(asked.get("find", "").split())[:LONGEST_SEARCH]
    found = list(islice(find(document.text, search), MOST_FOUND))
    if span is None and found and "leaf" not in asked:
        span = found[0]
    quoted = [Span(start, end) for start, end in cited]
    leaf = asked.get("leaf", "")
    layout = lay_out(
        document,
        marks=Marks(span, found, quoted),
        leaf=int(leaf) if re.fullmatch("[0-9]{1,6}", leaf) else 1,
    )
    if span and not layout.marked:
        note = "There is no text at the place that this link points to."
    if search and not found:
        note = f"This document does not say “{search}”."
    return View(
        document=document,
        layout=layout,
        note=note,
        search=search,
        found=tuple(_line(document, each, span, around=_AROUND, find=search) for each in found),
        cited=tuple(_line(document, each, span, around=0) for each in quoted),
    )


def find(text: str, words: str) -> Iterator[Span]:
    """Where `text` says `words`, in any case and with any space between them.

    >>> list(find("Free\\n trade is not fair trade.", "free TRADE"))
    [Span(start=0, end=11)]
    """
    pattern = r"\s+".join(map(re.escape, words.split()))
    if pattern:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield Span(match.start(), match.end())


def _asked_span(document: Document, asked: Mapping[str, str]) -> tuple[Span | None, str]:
    """The slice that the address asks for, or why it is not shown."""
    start, end = asked.get("start"), asked.get("end")
    if start is None and end is None:
        return None, ""
    try:
        span = Span(int(start or ""), int(end or ""))
    except ValueError:
        return None, "The link's offsets are not numbers, so nothing is highlighted."
    if not 0 <= span.start < span.end <= len(document.text):
        return None, "The link points outside this document, so nothing is highlighted."
    return span, ""


def _line(
    document: Document, span: Span, shown: Span | None, *, around: int, find: str = ""
) -> Line:
    text = document.text
    query: dict[str, str | int] = {"find": find} if find else {}
    query |= {"start": span.start, "end": span.end}
    before = text[max(0, span.start - around) : span.start]
    after = text[span.end : span.end + around]
    return Line(
        before=before if len(before) < around else before.partition(" ")[2],
        words=_shortened(text[span.start : span.end]),
        after=after if len(after) < around else after.rpartition(" ")[0],
        href=f"?{urlencode(query)}#highlight",
        current=span == shown,
    )


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST_LINE else f"{words[:_LONGEST_LINE].rpartition(' ')[0]} …"
