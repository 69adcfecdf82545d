"""Join the lines of a PDF's paragraph, and the words that were parted at their ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.reading.pdfpage import Line

HYPHEN = re.compile(r"(?<=[^\W\d_])[\xad‐-]$")
LAST_WORD = re.compile(r"[\w’'-]*$")
FIRST_WORD = re.compile(r"^[\w’'-]*")
WORD = re.compile(r"[^\W\d_][\w’'-]*")


class Words:
    """The words of a document: they tell "know-" + "ledge" from "well-" + "known"."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._known = {word.lower() for line in lines for word in WORD.findall(line)}

    def joined(self, lines: Sequence[Line]) -> tuple[str, list[tuple[int, int]]]:
        """The text of some lines, and where in it new pages begin, with their numbers."""
        text = lines[0].text
        page = lines[0].page
        breaks = []
        for line in lines[1:]:
            text = self._with(text, line.text)
            if line.page != page:
                page = line.page
                breaks.append((len(text) - len(line.text), page))
        return text.replace("\xad", "-"), breaks

    def _with(self, text: str, line: str) -> str:
        if not HYPHEN.search(text) or not line[:1].islower():
            return f"{text} {line}" if not text.endswith("\xad") else text[:-1] + "-" + line
        parted = text[:-1]
        before, after = LAST_WORD.search(parted), FIRST_WORD.search(line)
        first, second = before[0] if before else "", after[0] if after else ""
        hyphenated = f"{first}-{second}".lower() in self._known
        whole = (first + second).lower() in self._known
        return parted + ("-" if hyphenated and not whole else "") + line
