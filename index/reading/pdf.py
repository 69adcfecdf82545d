"""Read a PDF: paragraphs from lines, columns in order, without what every page repeats."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import PdfiumError

from index.errors import UnreadableFile
from index.reading.composition import compose
from index.reading.pdfcolumns import in_order
from index.reading.pdfpage import lines, page_shows_pictures
from index.reading.pdfparagraphs import drafts
from index.reading.pdfrunning import without_running_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.documents import Reading
    from index.reading.composition import Draft
    from index.reading.pdfpage import Line

CREATED = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")
FILE_NAME = re.compile(r"\.\w{2,5}$|^Microsoft (?:Word|PowerPoint)|^untitled", re.IGNORECASE)
HEAD = 2_000  # characters in which a document's own title stands
MOST_PAGES = 10_000


def read(raw: bytes, source: str) -> Reading:
    """Read a PDF, every block with its page. Raises `UnreadableFile` where it holds no text."""
    document = _opened(raw)
    pages: list[list[Line]] = []
    scanned = 0
    for page in document:
        pages.append(lines(page, len(pages) + 1))
        scanned += not pages[-1] and page_shows_pictures(page)
        page.close()
    note = f"no text on {scanned} of {len(pages)} pages" if scanned else None
    if scanned and not any(pages):
        raise UnreadableFile(f"{note}: it is scanned, have its text recognised (OCR) first")
    ordered = [line for page in without_running_lines(pages) for line in in_order(page)]
    found = list(drafts(ordered))
    facts = document.get_metadata_dict()
    title = " ".join(facts.get("Title", "").split())
    return compose(
        found,
        source,
        title=title if _is_shown(title, found) else "",
        fallback_title="" if FILE_NAME.search(title) else title,
        fallback_date=_created(facts.get("CreationDate", "")),
        note=note,
    )


def _opened(raw: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(raw)
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile("the file is encrypted: save it without a password") from error
        raise UnreadableFile("the PDF is damaged or cut off: copy it again") from error
    if len(document) > MOST_PAGES:
        raise UnreadableFile(f"it has more than {MOST_PAGES:,} pages: split it")
    return document


def _is_shown(title: str, found: Sequence[Draft]) -> bool:
    """Whether the title in the file's properties is one that its first page shows, too."""
    head = " ".join(" ".join(draft.content for draft in found[:20]).split())[:HEAD]
    return bool(title) and title.lower() in head.lower()


def _created(stamp: str) -> str | None:
    """The day in a PDF's date, "D:20260201093000Z"."""
    if found := CREATED.match(stamp):
        year, month, day = map(int, found.groups())
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return None
    return None
