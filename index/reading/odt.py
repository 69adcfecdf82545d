"""Read an OpenDocument text, as LibreOffice writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.documents import BlockKind
from index.reading import tables, xmltree
from index.reading.archive import Archive
from index.reading.composition import Draft, compose, heading, item
from index.reading.docx import properties
from index.reading.xmltree import attribute, local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from index.documents import Reading

UNSEEN = frozenset({"note", "annotation", "annotation-end", "tracked-changes", "forms"})
UNSEEN |= {"sequence-decls", "table-of-content", "bibliography", "alphabetical-index", "desc"}
SPACES = {"s": " ", "tab": " ", "line-break": "\n"}
MOST_COPIES = 20  # of a cell that is stored once and repeated


def read(raw: bytes, source: str) -> Reading:
    """Read an OpenDocument text."""
    archive = Archive(raw)
    body = xmltree.find(xmltree.parse(archive.read("content.xml")), "body")
    title, changed = properties(archive, "meta.xml")
    found = _drafts(body) if body is not None else ()
    return compose(found, source, fallback_title=title, fallback_date=changed)


def _drafts(element: Element) -> Iterator[Draft]:
    for child in element:
        match local(child):
            case "h":
                yield heading(words(child), _level(child))
            case "p":
                if attribute(child, "style-name") == "Title":
                    yield heading(words(child), 1)
                else:
                    yield Draft(BlockKind.PARAGRAPH, words(child))
                yield from _hanging(child)
            case "list":
                yield from _items(child)
            case "table":
                yield from _rows(child)
            case name if name not in UNSEEN:
                yield from _drafts(child)


def words(element: Element) -> str:
    """What a paragraph says, without its notes and pictures."""
    return "\n".join(" ".join(line.split()) for line in "".join(_parts(element)).split("\n"))


def _parts(element: Element) -> Iterator[str]:
    yield (element.text or "").replace("\n", " ")
    for child in element:
        name = local(child)
        if name in SPACES:
            yield SPACES[name]
        elif name not in UNSEEN and name != "frame":
            yield from _parts(child)
        yield (child.tail or "").replace("\n", " ")


def _hanging(paragraph: Element) -> Iterator[Draft]:
    """What is stored inside a paragraph but stands elsewhere: text boxes and notes."""
    for each in paragraph.iter():
        if local(each) in ("text-box", "note-body"):
            yield from _drafts(each)


def _items(listed: Element, level: int = 1) -> Iterator[Draft]:
    """The items of a list. A heading with a number is kept as a list of one by some programs."""
    for each in listed:
        is_first = True
        for child in each:
            name = local(child)
            if name == "list":
                yield from _items(child, level + 1)
            elif name == "p" and is_first:
                yield item(words(child), level)
                is_first = False
            elif name == "h":
                yield heading(words(child), _level(child))
            elif name == "p":
                yield Draft(BlockKind.PARAGRAPH, words(child))


def _rows(table: Element) -> Iterator[Draft]:
    head = [row for part in table if local(part) == "table-header-rows" for row in part]
    body = [row for row in table.iter() if local(row) == "table-row" and row not in head]
    if head:
        yield from tables.rows([_cells(row) for row in body], _cells(head[-1]))
    else:
        yield from tables.unmarked([_cells(row) for row in body])


def _cells(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if local(cell) in ("table-cell", "covered-table-cell"):
            copies = attribute(cell, "number-columns-repeated")
            count = min(int(copies), MOST_COPIES) if copies.isdecimal() else 1
            cells += [" ".join(words(part) for part in cell)] * count
    return cells


def _level(element: Element) -> int:
    level = attribute(element, "outline-level")
    return int(level) if level.isdecimal() else 1
