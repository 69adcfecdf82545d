"""Read a web page: what it is about, without its menus, scripts and footers."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from itertools import accumulate, tee
from operator import sub
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from index.documents import BlockKind
from index.errors import UnreadableFile
from index.reading.composition import compose
from index.reading.encoding import decode
from index.reading.htmlblocks import blocks
from index.reading.metadata import iso_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.documents import Reading
    from index.reading.composition import Draft

DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
DECLARATION_LENGTH = 4096  # bytes; browsers look no further than 1024
DEEPEST = 2_000  # levels; the parser takes quadratic time, browsers stop at 512
TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)")
UNNESTED = frozenset(  # elements without an end tag, or that end by themselves
    "area base br col embed hr img input link meta source track wbr p li dt dd tr td th thead "
    "tbody tfoot option optgroup colgroup rt rp path circle rect line polygon use".split()
)
MAIN = ("main", "[role=main]", "article")
DATES = (
    "meta[property='article:published_time']",
    "meta[name='dcterms.date']",
    "meta[name='DC.date']",
    "meta[name='date']",
    "meta[itemprop='datePublished']",
)
SITE = re.compile(r"\s+[|—–·»]\s+[^|—–·»]*$")  # "Bogor Goals | APEC"


def read(raw: bytes, source: str) -> Reading:
    r"""Read a web page.

    >>> page = b"<title>Goals | APEC</title><nav>Home</nav><p>Adopted in <b>Bogor</b>.</p>"
    >>> reading = read(page, "goals.html")
    >>> reading.title, reading.text
    ('Goals', 'Adopted in Bogor.')
    """
    page = parse(_decoded(raw))
    found = _main_content(page)
    return compose(found, source, title=_first_heading(found) or title(page), date=_date(page))


def drafts(markup: str) -> list[Draft]:
    """The blocks of all of a page or a fragment of one."""
    body = parse(markup).body
    return [] if body is None else blocks(body)


def parse(markup: str) -> LexborHTMLParser:
    """The tree of a page. Raises `UnreadableFile` where it is absurdly deep."""
    begun = markup.count("<") - markup.count("</")
    if begun > DEEPEST and any(depth > DEEPEST for depth in _depths(markup)):
        raise UnreadableFile("it is nested too deep: flatten it, or save it anew")
    return LexborHTMLParser(markup)


def title(page: LexborHTMLParser) -> str:
    """What the page calls itself, without the name of its site."""
    found = page.css_first("title")
    words = " ".join(found.text().split()) if found is not None else ""
    return SITE.sub("", words) or words


def _depths(markup: str) -> Iterator[int]:
    """How deep each tag leads; an end without a beginning counts for nothing.

    >>> list(_depths("</b><div><p><p><b>Yes</b></div>"))
    [-1, 1, 1, 1, 2, 1, 0]
    """
    steps = _Steps()
    levels, again = tee(accumulate(steps[tag[1]] for tag in TAG.finditer(markup)))
    return map(sub, levels, accumulate(again, min, initial=0))


class _Steps(dict[str, int]):
    """By how many levels a tag leads down."""

    def __missing__(self, tag: str) -> int:
        name = tag.lower().removeprefix("/")
        self[tag] = 0 if name in UNNESTED else -1 if tag.startswith("/") else 1
        return self[tag]


def _decoded(raw: bytes) -> str:
    """The page as text, in the encoding that it declares where that exists."""
    declared = DECLARED.search(raw[:DECLARATION_LENGTH])
    if declared and not raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with suppress(LookupError, UnicodeDecodeError):
            return raw.decode(declared[1].decode("ascii"))
    return decode(raw)


def _main_content(page: LexborHTMLParser) -> Sequence[Draft]:
    """The blocks of the page's main part, or of its body, where no part is marked as main."""
    for selector in MAIN:
        parts = page.css(selector)
        if selector != "article" or len(parts) == 1:  # several articles are an overview
            for part in sorted(parts, key=lambda part: -len(part.text())):
                found = blocks(part)
                if any(draft.kind is not BlockKind.HEADING for draft in found):
                    return found
    if page.body is None:
        return []
    return blocks(page.body, whole_page=True) or blocks(page.body)


def _first_heading(found: Sequence[Draft]) -> str:
    is_first_level = (d.content for d in found if d.kind is BlockKind.HEADING and d.level == 1)
    return next(is_first_level, "")


def _date(page: LexborHTMLParser) -> str | None:
    for selector in DATES:
        meta = page.css_first(selector)
        if meta is not None and (date := iso_date(meta.attributes.get("content") or "")):
            return date
    time = page.css_first("article time[datetime], main time[datetime]")
    return iso_date(time.attributes.get("datetime") or "") if time is not None else None
