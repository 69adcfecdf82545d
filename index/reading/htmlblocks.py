"""Tell the blocks of an HTML tree: headings, paragraphs, items, rows and code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.documents import BlockKind
from index.reading import htmltables
from index.reading.composition import Draft, definition, heading, item
from index.reading.raised import raised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset({"ul", "ol", "menu"})
ENDING = frozenset(  # a block ends where one of these begins or ends
    "address article aside blockquote body caption center details dialog div dd dl fieldset "
    "dt figcaption figure footer form header hr legend main nav option p section summary table "
    "tbody td tfoot th thead tr".split()
)
UNSEEN = frozenset(
    "applet area audio button canvas datalist head iframe input math nav noframes noscript object "
    "optgroup script select style svg template textarea title video".split()
)
OF_THE_SITE = frozenset({"aside", "footer", "header"})  # unless they belong to a main part
UNSEEN_ROLES = frozenset("navigation search banner contentinfo menu menubar dialog alert".split())
UNSEEN_CLASSES = frozenset(
    "headerlink navheader navfooter sphinxsidebar related mw-editsection toc tocnav breadcrumb "
    "breadcrumbs navbar navigation menu noprint sr-only visually-hidden skip-link "
    "cookie-banner".split()
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
NOTE_MARK = re.compile(r"\[?\d{1,3}\]?|\[[a-z]{1,2}\]|[*†‡§]")
NOTE_LINKS = frozenset({"doc-noteref", "noteref", "footnote-ref", "footnote-reference"})
FIGURES = re.compile(r"[+−–-]?\d{1,4}")
WAY_BACK = re.compile(r"[↑↩¶]\ufe0e?")
SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
MOSTLY_LINKS = 0.8  # of a list's text, where it is a menu
MENU_LINKS = 3


def blocks(root: LexborNode, *, whole_page: bool = False) -> Iterator[Draft]:
    """The blocks below `root`. Of a `whole_page`, what belongs to its site is left out."""
    walk = _Walk()
    node: LexborNode | None = root
    while node is not None:
        unseen = node is not root and _is_unseen(node, whole_page=whole_page)
        down = None if unseen or not walk.enter(node) else node.child
        yield from walk.taken()
        while down is None and node is not None:
            if not unseen:
                walk.leave(node)
            unseen = False
            if node.mem_id == root.mem_id:
                node = None
            elif node.next is not None:
                down = node.next
            else:
                node = node.parent
        node = down
    yield from walk.finished()


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

    def taken(self) -> list[Draft]:
        """The blocks that are complete."""
        found, self._found = self._found, []
        return found

    def finished(self) -> list[Draft]:
        """The last blocks."""
        self._end_term()
        return self.taken()

    def enter(self, node: LexborNode) -> bool:
        """Note the beginning of a node; whether to look at what is below it."""
        tag = node.tag or ""
        if node.is_text_node:
            self._words.append(self._spaced(node.text_content or ""))
        elif tag == "br":
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

    def leave(self, node: LexborNode) -> None:
        """Note the end of a node."""
        tag = node.tag or ""
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

    def _spaced(self, words: str) -> str:
        return words if self._code else SPACE.sub(" ", words)

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


def _is_unseen(node: LexborNode, *, whole_page: bool) -> bool:
    """Whether people don't see a node, or see it only to get elsewhere."""
    tag = node.tag or ""
    if not node.is_element_node:
        return not node.is_text_node
    if tag in UNSEEN or (whole_page and tag in OF_THE_SITE):
        return True
    if whole_page and tag in LISTS and _is_menu(node):
        return True
    attributes = node.attributes
    if not attributes:
        return tag == "sup" and _is_footnote_mark(node)
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or attributes.get("role") in UNSEEN_ROLES
        or not UNSEEN_CLASSES.isdisjoint((attributes.get("class") or "").lower().split())
        or bool(HIDDEN.search(attributes.get("style") or ""))
        or (tag in ("sup", "a") and _is_footnote_mark(node))
    )


def _is_footnote_mark(node: LexborNode) -> bool:
    """Whether this is the "[1]" of a note or the "↑" that leads back from it."""
    words = node.text().strip()
    if node.tag == "a" and (WAY_BACK.fullmatch(words) or _leads_to_note(node)):
        return True
    around = "a[href*='#']" if node.tag == "sup" else "sup"
    return bool(NOTE_MARK.fullmatch(words)) and node.css_first(around) is not None


def _leads_to_note(link: LexborNode) -> bool:
    attributes = link.attributes
    said = f"{attributes.get('class')} {attributes.get('role')} {attributes.get('epub:type')}"
    return not NOTE_LINKS.isdisjoint(said.split())


def _is_menu(node: LexborNode) -> bool:
    links = node.css("a")
    linked = sum(len(link.text()) for link in links)
    return len(links) >= MENU_LINKS and linked > MOSTLY_LINKS * len(node.text().strip())


def _first_number(node: LexborNode) -> int:
    start = node.attributes.get("start") or ""
    return int(start) if start.isdecimal() and len(start) < 7 else 1  # noqa: PLR2004 no such list
