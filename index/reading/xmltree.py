"""Parse the XML inside documents: no entities, no DTD, nothing external, no absurd depth."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.parsers import expat

from index.errors import UnreadableFile

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEEPEST = 250  # levels; Word nests a list in a table in a text box in about 40


def parse(raw: bytes) -> Element:
    """The root of an XML part. Raises `UnreadableFile` with the reason.

    >>> parse(b"<a><b>Peru</b></a>")[0].text
    'Peru'
    >>> parse(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')
    Traceback (most recent call last):
    index.errors.UnreadableFile: its XML defines entities, which no document needs: save it anew
    """
    check(raw)
    return ET.fromstring(raw)  # noqa: S314 what makes it unsafe has just been refused


def check(raw: bytes) -> None:
    """Raises `UnreadableFile` where XML is malformed, defines anything, or is nested too deep."""
    depth = 0

    def down(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise UnreadableFile("it is nested too deep: flatten it, or save it anew")

    def up(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = down
    parser.EndElementHandler = up
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise UnreadableFile(f"its XML is damaged ({error}): save it anew") from error


def local(element: Element) -> str:
    """An element's name without its namespace.

    >>> local(parse(b'<x:p xmlns:x="urn:x"/>'))
    'p'
    """
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without namespace; "" where there is none."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""


def find(element: Element, name: str) -> Element | None:
    """The first element of this local name below `element`."""
    return next((each for each in element.iter() if local(each) == name), None)


def text(element: Element | None) -> str:
    """All the words below an element, on one line."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _refuse(*_: object) -> int:
    raise UnreadableFile("its XML defines entities, which no document needs: save it anew")
