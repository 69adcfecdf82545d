"""Read an e-book: its chapters in reading order, each of them a web page."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from index.errors import UnreadableFile
from index.reading import html, xmltree
from index.reading.archive import Archive
from index.reading.composition import compose
from index.reading.encoding import decode
from index.reading.metadata import iso_date
from index.reading.xmltree import attribute, find, local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from index.documents import Reading
    from index.reading.composition import Draft

CONTAINER = "META-INF/container.xml"
LOCKED = "META-INF/encryption.xml"
PAGES = frozenset({"application/xhtml+xml", "text/html"})


def read(raw: bytes, source: str) -> Reading:
    """Read an e-book. Raises `UnreadableFile` where its chapters are locked."""
    archive = Archive(raw)
    rootfile = find(xmltree.parse(archive.read(CONTAINER)), "rootfile")
    if rootfile is None:
        raise UnreadableFile("it names no chapters: save it anew")
    name = attribute(rootfile, "full-path")
    package = xmltree.parse(archive.read(name))
    chapters = _chapters(package, posixpath.dirname(name))
    _refuse_locked(archive, chapters)
    return compose(
        _drafts(archive, chapters),
        source,
        title=xmltree.text(find(package, "title")),
        fallback_date=iso_date(xmltree.text(find(package, "date"))),
    )


def _chapters(package: Element, folder: str) -> list[str]:
    """The parts with the book's text, in reading order, without its table of contents."""
    manifest = {
        attribute(each, "id"): posixpath.normpath(
            posixpath.join(folder, unquote(attribute(each, "href")))
        )
        for each in package.iter()
        if local(each) == "item"
        and attribute(each, "media-type") in PAGES
        and "nav" not in attribute(each, "properties").split()
    }
    references = (attribute(each, "idref") for each in package.iter() if local(each) == "itemref")
    return [manifest[each] for each in dict.fromkeys(references) if each in manifest]


def _refuse_locked(archive: Archive, chapters: list[str]) -> None:
    if LOCKED not in archive:
        return
    references = xmltree.parse(archive.read(LOCKED)).iter()
    locked = {unquote(attribute(e, "URI")) for e in references if local(e) == "CipherReference"}
    if not locked.isdisjoint(chapters):  # some books lock nothing but their fonts
        raise UnreadableFile("the book is locked by its seller (DRM): it can't be read here")


def _drafts(archive: Archive, chapters: list[str]) -> Iterator[Draft]:
    for name in chapters:
        if name in archive:
            yield from html.drafts(decode(archive.read(name)))
