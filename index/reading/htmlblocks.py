"""Tell the blocks of an HTML tree: headings, paragraphs, items, rows and code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.documents import BlockKind
from index.reading import htmltables
from index.reading.composition import Draft, definition, heading, item
from index.reading.htmlunseen import LISTS, is_unseen
from index.reading.raised import raised

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

HEADINGS = {f"h{level}": level for level in range(1, 7)}
ENDING = frozenset(  # a block ends where one of these begins or ends
    "address article aside blockquote body caption center details dialog div dd dl fieldset "
    "dt figcaption figure footer form header hr legend main nav option p section summary table "
    "tbody td tfoot th thead tr".split()
)
STRUCTURE = ENDING | LISTS | HEADINGS.keys() | {"br", "li", "pre", "sup"}
TEXT = "-text"
FIGURES = re.compile(r"[+−–-]?\d{1,4}")


def blocks(root: LexborNode, *, whole_page: bool = False) -> list[Draft]:
    """The blocks below `root`. Of a `whole_page`, what belongs to its site is left out."""
    walk = _Walk()
    above: list[str] = []  # the tags that the node is in
    node: LexborNode | None = root
    while node is not None:
        tag, down = node.tag or "", None
        if tag == TEXT:
            walk.say(node.text_content or "")
        elif node.is_element_node and not (above and is_unseen(tag, node, whole_page=whole_page)):
            down = node.child if walk.enter(tag, node) else None
            if down is None:
                walk.leave(tag)
            else:
                above.append(tag)
        while node is not None and down is None and above:
            down = node.next
            if down is None:
                node = node.parent
                walk.leave(above.pop())
        node = down
    return walk.finished()


class _Walk:
    """Gathers words until the block that they are in ends."""

    def __init__(self) -> None:
        self._found: list[Draft] = []
        self._words: list[str] = []
        self._numbers: list[int | None] = []  # of each list around: the next item's, if any
        self._starts_item = False
        self._number: int | None = None
        self._term = ""  # that the next block explains
        self._code = 0

    def finished(self) -> list[Draft]:
        """All blocks."""
        self._end_term()
        return self._found

    def say(self, words: str) -> None:
        """Note words."""
        self._words.append(words if self._code else words.replace("\n", " "))

    def enter(self, tag: str, node: LexborNode) -> bool:
        """Note the beginning of an element; whether to look at what is below it."""
        if tag not in STRUCTURE:
            return True
        if tag == "br":
            self._words.append("\n")
        elif tag == "sup" and FIGURES.fullmatch(node.text().strip()):
            self._words.append(raised(node.text().strip()))
            return False
        elif tag in LISTS:
            self._end()
            self._end_term()
            self._numbers.append(_first_number(node) if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        elif tag == "pre":
            self._end()
            self._code += 1
        elif tag == "table" and htmltables.holds_data(node):
            self._end()
            self._found += htmltables.rows(node)
            return False
        elif tag in HEADINGS or tag in ENDING:
            self._end()
        return True

    def leave(self, tag: str) -> None:
        """Note the end of an element."""
        if tag not in STRUCTURE:
            return
        if tag in HEADINGS:
            self._end(HEADINGS[tag])
        elif tag in LISTS:
            self._end()
            self._numbers.pop()
        elif tag == "pre":
            self._end()
            self._code -= 1
        elif tag == "dt":
            term = " ".join("".join(self._words).split())
            self._words = []
            self._term = ", ".join(filter(None, (self._term, term)))
        elif tag in ENDING or tag == "li":
            self._end()
            self._starts_item = self._starts_item and tag != "li"
            if tag == "dl":
                self._end_term()

    def _begin_item(self) -> None:
        self._end()
        self._starts_item = True
        self._number = None
        if self._numbers and self._numbers[-1] is not None:
            self._number = self._numbers[-1]
            self._numbers[-1] += 1

    def _end(self, level: int = 0) -> None:
        """The words so far are a block: a heading of `level`, or what they are by their place."""
        content = "".join(self._words)
        self._words = []
        if not content.strip():
            return
        if level or self._code:
            self._end_term()
        if self._code:
            self._found.append(Draft(BlockKind.CODE, content.strip("\n")))
            return
        content = "\n".join(" ".join(line.split()) for line in content.split("\n"))
        if level:
            self._found.append(heading(content, level))
        elif self._term:
            self._found.append(definition(self._term, content))
            self._term = ""
        elif self._starts_item:
            self._found.append(item(content, max(len(self._numbers), 1), number=self._number))
            self._starts_item = False
        else:
            self._found.append(Draft(BlockKind.PARAGRAPH, content))

    def _end_term(self) -> None:
        """A term that nothing explains is an item by itself."""
        if self._term:
            self._found.append(item(self._term))
            self._term = ""


def _first_number(node: LexborNode) -> int:
    start = node.attributes.get("start") or ""
    return int(start) if start.isdecimal() and len(start) < 7 else 1  # noqa: PLR2004 no such list
