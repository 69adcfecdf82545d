"""Take the markup inside of reStructuredText's lines away from the words."""

from __future__ import annotations

import re

REFERENCE = re.compile(
    r"(?::[\w:.+-]{1,40}:)?`([^`<>]+?)\s*(?:<[^`<>]*>)?`(?::[\w:.+-]{1,40}:)?_{0,2}"
)
LITERAL = re.compile(r"``([^\n]+?(?:\n[^\n]+?)*?)``")
STRONG = re.compile(r"(?<![\w*])(\*{1,2})(?=\S)([^*\n]+(?:\n[^*\n]+)?)(?<=\S)\1(?![\w*])")
SUBSTITUTION = re.compile(r"(?<!\w)\|(\S(?:[^|\n]{0,60}\S)?)\|_{0,2}(?!\w)")
FOOTNOTE = re.compile(r"[ ]?\[(?:\d+|#[\w-]*|\*)\]_")
NAMED = re.compile(r"(?<![\w`])([A-Za-z][A-Za-z0-9]*)_(?=[\s.,;:)!?]|$)")
ESCAPE = re.compile(r"\\(?:[ \n]|(\S))")
SIGNS = {"copy": "©", "reg": "®", "trade": "™"}  # that documents mostly take from isonum.txt
KEPT = "\ue000"  # stands for literals while the rest is changed


def words(text: str) -> str:
    r"""What people read of a paragraph, its line breaks kept.

    >>> words("See :ref:`the goals <bogor>` and `APEC <https://x>`_, *not* ``--x`` [1]_.")
    'See the goals and APEC, not --x.'
    """
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found[1])
        return KEPT

    text = LITERAL.sub(keep, text.replace(KEPT, ""))
    text = REFERENCE.sub(lambda found: found[1].lstrip("~!"), text)
    text = STRONG.sub(r"\2", text)
    text = SUBSTITUTION.sub(lambda found: SIGNS.get(found[1], found[1]), text)
    text = FOOTNOTE.sub("", text)
    text = NAMED.sub(r"\1", text)
    text = ESCAPE.sub(lambda found: found[1] or "", text)
    return re.sub(KEPT, lambda _: literals.pop(0), text)
