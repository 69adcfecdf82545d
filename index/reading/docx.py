"""Read a Word file: mammoth says its structure in HTML, which is read as a web page is."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import mammoth

from index.reading import html, xmltree
from index.reading.archive import Archive
from index.reading.composition import compose
from index.reading.metadata import iso_date

if TYPE_CHECKING:
    from index.documents import Reading

DOCUMENT = "word/document.xml"
PROPERTIES = "docProps/core.xml"
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='heading 1'] => h1:fresh
comment-reference => !
"""


def read(raw: bytes, source: str) -> Reading:
    """Read a Word file; pictures, comments and what is stored elsewhere are left alone."""
    archive = Archive(raw)
    for name in archive.names():
        if name.endswith((".xml", ".rels")):
            xmltree.check(archive.read(name))
    converted = mammoth.convert_to_html(
        BytesIO(raw),
        style_map=STYLES,
        convert_image=_no_picture,
        include_embedded_style_map=False,
        external_file_access=False,
    )
    title, changed = properties(archive, PROPERTIES)
    return compose(
        html.drafts(converted.value), source, fallback_title=title, fallback_date=changed
    )


def properties(archive: Archive, name: str) -> tuple[str, str | None]:
    """The title that an Office file was given, and the day when it was last changed."""
    if name not in archive:
        return "", None
    root = xmltree.parse(archive.read(name))
    changed = xmltree.find(root, "modified")
    if changed is None:
        changed = xmltree.find(root, "date")
    return xmltree.text(xmltree.find(root, "title")), iso_date(xmltree.text(changed))


def _no_picture(_image: Any) -> list[Any]:
    return []
