"""Tell which parts of a web page people don't see, or see only to get elsewhere."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

LISTS = frozenset({"ul", "ol", "menu"})
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
LONGEST_MARK = 5  # characters: "[123]"
WAY_BACK = re.compile(r"[↑↩¶]\ufe0e?")
MOSTLY_LINKS = 0.8  # of a list's text, where it is a menu
MENU_LINKS = 3


def is_unseen(tag: str, node: LexborNode, *, whole_page: bool) -> bool:
    """Whether people don't see an element and what is in it; of a `whole_page`, its site's too."""
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
        or _is_of_unseen_class(attributes.get("class") or "")
        or bool(HIDDEN.search(attributes.get("style") or ""))
        or (tag in ("sup", "a") and _is_footnote_mark(node))
    )


@lru_cache(maxsize=1_000)  # a page has few of them, each many times
def _is_of_unseen_class(classes: str) -> bool:
    return not UNSEEN_CLASSES.isdisjoint(classes.lower().split())


def _is_footnote_mark(node: LexborNode) -> bool:
    """Whether this is the "[1]" of a note or the "↑" that leads back from it."""
    if node.tag == "a" and _leads_to_note(node):
        return True
    words = node.text().strip()
    if len(words) > LONGEST_MARK:
        return False
    if node.tag == "a" and WAY_BACK.fullmatch(words):
        return True
    around = "a[href*='#']" if node.tag == "sup" else "sup"
    return bool(NOTE_MARK.fullmatch(words)) and node.css_first(around) is not None


def _leads_to_note(link: LexborNode) -> bool:
    said = map(link.attributes.get, ("class", "role", "epub:type"))
    return any(words and not NOTE_LINKS.isdisjoint(words.split()) for words in said)


def _is_menu(node: LexborNode) -> bool:
    links = node.css("a")
    linked = sum(len(link.text()) for link in links)
    return len(links) >= MENU_LINKS and linked > MOSTLY_LINKS * len(node.text().strip())
