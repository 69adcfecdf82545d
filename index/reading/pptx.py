"""Read a PowerPoint file: each slide is a page under its title, with its notes."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from index.documents import BlockKind
from index.errors import UnreadableFile
from index.reading import tables, xmltree
from index.reading.archive import Archive
from index.reading.composition import Draft, compose, heading, item
from index.reading.docx import properties
from index.reading.raised import raised, without_note_marks
from index.reading.xmltree import attribute, find, local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from index.documents import Reading

PRESENTATION = "ppt/presentation.xml"
TITLES = frozenset({"title", "ctrTitle"})
UNSEEN = frozenset({"dt", "ftr", "sldNum", "hdr", "sldImg"})  # the same on every slide
LISTED = frozenset({"", "body", "obj"})  # placeholders whose paragraphs have bullets


def read(raw: bytes, source: str) -> Reading:
    """Read a PowerPoint file; the page of a citation is the number of its slide."""
    archive = Archive(raw)
    names = _slides(archive)
    if not names:
        raise UnreadableFile("it has no slides: add some, or remove it")
    drafts = [draft for page, name in enumerate(names, 1) for draft in _slide(archive, name, page)]
    without = len(names) - len({draft.page for draft in drafts if draft.content.strip()})
    title, changed = properties(archive, "docProps/core.xml")
    return compose(
        drafts,
        source,
        fallback_title=title,
        fallback_date=changed,
        note=f"no text on {without} of {len(names)} slides" if without else None,
    )


def _slides(archive: Archive) -> list[str]:
    """The parts that are slides, in the order in which they are shown."""
    targets = _relations(archive, PRESENTATION)
    listed = find(xmltree.parse(archive.read(PRESENTATION)), "sldIdLst")
    ids = [each.get(_RELATION, "") for each in listed] if listed is not None else []
    return [targets[each][1] for each in ids if each in targets]


_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _relations(archive: Archive, name: str) -> dict[str, tuple[str, str]]:
    """The kind and the part that each relation of a part leads to, by the relation's id."""
    folder, base = posixpath.split(name)
    relations = f"{folder}/_rels/{base}.rels"
    if relations not in archive:
        return {}
    return {
        attribute(each, "Id"): (
            attribute(each, "Type").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, attribute(each, "Target")))[1:],
        )
        for each in xmltree.parse(archive.read(relations))
        if attribute(each, "TargetMode") != "External"
    }


def _slide(archive: Archive, name: str, page: int) -> Iterator[Draft]:
    shapes = _shapes(xmltree.parse(archive.read(name)))
    titles = [shape for shape in shapes if _placeholder(shape) in TITLES]
    for shape in titles:
        yield heading(" ".join(map(_words, _paragraphs(shape))), 1 if page == 1 else 2, page)
    for shape in shapes:
        if shape not in titles:
            yield from _shape(shape, page)
    for kind, part in _relations(archive, name).values():
        if kind == "notesSlide" and part in archive:
            yield from _notes(xmltree.parse(archive.read(part)), page)


def _notes(notes: Element, page: int) -> Iterator[Draft]:
    for shape in _shapes(notes):
        if _placeholder(shape) == "body":
            for paragraph in _paragraphs(shape):
                yield Draft(BlockKind.PARAGRAPH, _words(paragraph), page=page)


def _shapes(slide: Element) -> list[Element]:
    """What stands on a slide, also inside of groups: text shapes and frames with tables."""
    return [each for each in slide.iter() if local(each) in ("sp", "graphicFrame")]


def _placeholder(shape: Element) -> str | None:
    """What a shape is for, "" for the main text; None for one that somebody drew."""
    found = find(shape, "ph")
    return None if found is None else attribute(found, "type")


def _shape(shape: Element, page: int) -> Iterator[Draft]:
    if local(shape) == "graphicFrame":
        table = find(shape, "tbl")
        rows = [] if table is None else [row for row in table if local(row) == "tr"]
        cells = [[" ".join(map(_words, _paragraphs(cell))) for cell in row] for row in rows]
        yield from tables.unmarked([[cell for cell in row if cell] for row in cells], page)
        return
    kind = _placeholder(shape)
    if kind in UNSEEN:
        return
    for paragraph in _paragraphs(shape):
        if kind in LISTED and len(_paragraphs(shape)) > 1:
            yield _on_page(item(_words(paragraph), _level(paragraph)), page)
        else:
            yield Draft(BlockKind.PARAGRAPH, _words(paragraph), page=page)


def _paragraphs(shape: Element) -> list[Element]:
    return [each for each in shape.iter() if local(each) == "p"]


def _words(paragraph: Element) -> str:
    said = without_note_marks("".join(map(_run, paragraph)))
    return "\n".join(" ".join(line.split()) for line in said.split("\n"))


def _run(run: Element) -> str:
    """Words that look the same throughout, or a break between them."""
    if local(run) == "br":
        return "\n"
    look, words = find(run, "rPr"), find(run, "t")
    said = "" if words is None else words.text or ""
    high = "" if look is None else attribute(look, "baseline")
    return raised(said) if high.isdecimal() and int(high) > 0 else said


def _level(paragraph: Element) -> int:
    properties = find(paragraph, "pPr")
    level = attribute(properties, "lvl") if properties is not None else ""
    return 1 + int(level) if level.isdecimal() else 1


def _on_page(draft: Draft, page: int) -> Draft:
    return Draft(draft.kind, draft.content, draft.level, draft.marker, page)
