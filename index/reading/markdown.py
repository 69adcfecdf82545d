"""Read Markdown: the text a person sees when it is rendered, with its structure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from index.documents import Block, BlockKind, Reading
from index.errors import UnreadableFile
from index.reading.encoding import decode
from index.reading.metadata import front_matter, iso_date, stated_date, title_from

if TYPE_CHECKING:
    from collections.abc import Iterator

UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|</?[a-zA-Z][^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
DEEPEST = 100  # levels, two for a list in a list
LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)


def read(raw: bytes, source: str) -> Reading:
    r"""Read a Markdown file.

    Emphasis, links and other markup give way to their words, list items get a dash, a table
    row reads ``Header: cell; Header: cell``.

    >>> reading = read(b"# Goals\n\nAdopted in **Bogor**:\n\n* [free](x) trade\n", "goals.md")
    >>> print(reading.text)
    Goals
    <BLANKLINE>
    Adopted in Bogor:
    <BLANKLINE>
    - free trade
    """
    source_text = decode(raw)
    fields, start = front_matter(source_text)
    writer = _Writer()
    for draft in _drafts(_tree(source_text[start:])):
        writer.write(draft)
    text = "".join(writer.parts)
    return Reading(
        text,
        fields.get("title") or writer.title or title_from(source, text),
        tuple(writer.blocks),
        date=iso_date(fields.get("date", "")) or stated_date(text) or iso_date(source),
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A block that has no place in the text yet."""

    kind: BlockKind
    content: str
    level: int = 0
    marker: str = ""


class _Writer:
    """Joins blocks into one text and keeps where each of them stands."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.title = ""
        self._length = 0

    def write(self, draft: _Draft) -> None:
        content = draft.content.strip()
        if not content:
            return
        self._append(self._gap(draft.kind) + draft.marker)
        start = self._length
        self._append(content)
        self.blocks.append(Block(draft.kind, start, self._length, draft.level))
        if not self.title and draft.kind is BlockKind.HEADING:
            self.title = " ".join(content.split())

    def _gap(self, kind: BlockKind) -> str:
        if not self.blocks:
            return ""
        together = kind in (BlockKind.ITEM, BlockKind.ROW) and self.blocks[-1].kind is kind
        return "\n" if together else "\n\n"

    def _append(self, part: str) -> None:
        self.parts.append(part)
        self._length += len(part)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")


def _tree(markdown: str) -> SyntaxTreeNode:
    tokens = _parser().parse(markdown)
    if any(token.level > DEEPEST - 3 for token in tokens):  # the parser leaves the rest out
        raise UnreadableFile("lists or quotes are nested too deep: flatten them")
    return SyntaxTreeNode(tokens)


def _drafts(node: SyntaxTreeNode) -> Iterator[_Draft]:
    """The blocks below `node`, in reading order."""
    match node.type:
        case "heading":
            yield _Draft(BlockKind.HEADING, _plain(node), level=int(node.tag[1]))
        case "paragraph":
            yield _Draft(BlockKind.PARAGRAPH, _plain(node))
        case "bullet_list" | "ordered_list":
            yield from _items(node)
        case "table":
            yield from _rows(node)
        case "fence" | "code_block":
            yield _Draft(BlockKind.CODE, node.content)
        case "html_block":
            yield _Draft(BlockKind.PARAGRAPH, unescape(UNSEEN.sub("", node.content)))
        case _:
            for child in node.children:
                yield from _drafts(child)


def _items(node: SyntaxTreeNode, level: int = 1) -> Iterator[_Draft]:
    """The items of a list, those of the lists inside it one level deeper."""
    for item in node.children:
        number = f"{item.info}. " if node.type == "ordered_list" else "- "
        marker = "  " * (level - 1) + number
        for place, child in enumerate(item.children):
            if child.type in ("bullet_list", "ordered_list"):
                yield from _items(child, level + 1)
            elif place == 0 and child.type == "paragraph":
                yield _Draft(BlockKind.ITEM, _plain(child), level=level, marker=marker)
            else:
                yield from _drafts(child)


def _rows(table: SyntaxTreeNode) -> Iterator[_Draft]:
    rows = [
        [_plain(cell) for cell in row.children] for part in table.children for row in part.children
    ]
    header, *body = rows
    for row in body:
        named = zip(header, row, strict=True)
        yield _Draft(BlockKind.ROW, "; ".join(_cell(name, cell) for name, cell in named if cell))


def _cell(name: str, cell: str) -> str:
    return f"{name}: {cell}" if name else cell


def _plain(node: SyntaxTreeNode) -> str:
    """The words below `node`, its markup gone."""
    match node.type:
        case "text" | "code_inline":
            return node.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "html_inline":
            return "\n" if LINE_BREAK.match(node.content) else ""
        case _:
            return "".join(_plain(child) for child in node.children)
