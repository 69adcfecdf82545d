"""Read Markdown: the text a person sees when it is rendered, with its structure."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from index.documents import BlockKind
from index.errors import UnreadableFile
from index.reading import tables
from index.reading.composition import Draft, compose, item
from index.reading.encoding import decode
from index.reading.metadata import front_matter, iso_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.documents import Reading

UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|</?[a-zA-Z][^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
DEEPEST = 100  # levels, two for a list in a list
LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)


def read(raw: bytes, source: str) -> Reading:
    r"""Read a Markdown file.

    Emphasis, links and other markup give way to their words, list items get a dash, a table
    row reads ``Header: cell. Header: cell.``.

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
    return compose(
        _drafts(_tree(source_text[start:])),
        source,
        title=fields.get("title", ""),
        date=iso_date(fields.get("date", "")),
    )


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")


def _tree(markdown: str) -> SyntaxTreeNode:
    tokens = _parser().parse(markdown)
    if any(token.level > DEEPEST - 3 for token in tokens):  # the parser leaves the rest out
        raise UnreadableFile("lists or quotes are nested too deep: flatten them")
    return SyntaxTreeNode(tokens)


def _drafts(node: SyntaxTreeNode) -> Iterator[Draft]:
    """The blocks below `node`, in reading order."""
    match node.type:
        case "heading":
            yield Draft(BlockKind.HEADING, _plain(node), level=int(node.tag[1]))
        case "paragraph":
            yield Draft(BlockKind.PARAGRAPH, _plain(node))
        case "bullet_list" | "ordered_list":
            yield from _items(node)
        case "table":
            yield from _rows(node)
        case "fence" | "code_block":
            yield Draft(BlockKind.CODE, node.content)
        case "html_block":
            yield Draft(BlockKind.PARAGRAPH, unescape(UNSEEN.sub("", node.content)))
        case _:
            for child in node.children:
                yield from _drafts(child)


def _items(node: SyntaxTreeNode, level: int = 1) -> Iterator[Draft]:
    """The items of a list, those of the lists inside it one level deeper."""
    for each in node.children:
        number = int(each.info) if node.type == "ordered_list" else None
        for place, child in enumerate(each.children):
            if child.type in ("bullet_list", "ordered_list"):
                yield from _items(child, level + 1)
            elif place == 0 and child.type == "paragraph":
                yield item(_plain(child), level, number=number)
            else:
                yield from _drafts(child)


def _rows(table: SyntaxTreeNode) -> Iterator[Draft]:
    header, *body = [
        [_plain(cell) for cell in row.children] for part in table.children for row in part.children
    ]
    return tables.rows(body, header)


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
