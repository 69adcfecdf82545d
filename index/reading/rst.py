"""Read reStructuredText, with the directives that Sphinx documents use.

docutils would run directives and know no others; what a reader needs is what they say.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from index.documents import BlockKind
from index.reading import rsttables
from index.reading.composition import Draft, compose, definition, heading, item
from index.reading.encoding import decode
from index.reading.rstinline import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from index.documents import Reading

    Block = Callable[[Sequence[str], int], tuple[int, Iterator[Draft]]]

ADORNMENT = re.compile(r"([^\w\s])\1{2,}")
BULLET = re.compile(r"([-*+•‣⁃])[ ]+(?=\S)")
NUMBER = re.compile(r"\(?(\d{1,4}|[a-zA-Z]|[ivx]{1,5}|#)[.)][ ]+(?=\S)")
FIELD = re.compile(r":(?![:\s])((?:[^:\\\n]|\\.){1,60}):(?:[ ]+|$)")
DIRECTIVE = re.compile(r"\.\.[ ]+(?:\|[^|\n]+\|[ ]+)?([a-zA-Z][\w:+.-]*?)::(?:[ ]+(.*))?$")
FOOTNOTE = re.compile(r"\.\.[ ]+\[(?:#?[\w-]*|\*)\][ ]+")
EXPLICIT = re.compile(r"\.\.(?:[ ]|$)")
OPTION = re.compile(r":[\w-]+:")
CODE = frozenset("code code-block sourcecode parsed-literal math doctest prompt testcode".split())
UNSEEN = frozenset(
    "image toctree contents include raw index highlight highlightlang meta default-role role "
    "replace unicode date sectnum section-numbering module currentmodule moduleauthor "
    "sectionauthor literalinclude kernel-doc kernel-include kernel-figure kernel-render graphviz "
    "digraph graph uml class target-notes tabularcolumns cssclass automodule autoclass "
    "autofunction title header footer".split()
)
DEEPEST = 60  # levels of indentation


def read(raw: bytes, source: str) -> Reading:
    r"""Read reStructuredText.

    >>> read(b"Goals\n=====\n\nAdopted in *Bogor*, see :ref:`there <x>`.\n", "goals.rst").text
    'Goals\n\nAdopted in Bogor, see there.'
    """
    lines = [line.rstrip() for line in decode(raw).expandtabs().split("\n")]
    return compose(_Parser().drafts(lines), source)


class _Parser:
    """Goes through lines; what a section's line looks like says how deep it is."""

    def __init__(self) -> None:
        self._styles: list[str] = []
        self._depth = 0

    def drafts(self, lines: Sequence[str]) -> Iterator[Draft]:
        """The blocks of lines that begin in the first column."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise RecursionError
        at = 0
        while at < len(lines):
            if not lines[at]:
                at += 1
                continue
            end, found = self._block(lines, at)
            yield from found
            at = end
        self._depth -= 1

    def _block(self, lines: Sequence[str], at: int) -> tuple[int, Iterator[Draft]]:
        """The block that begins at a line: where it ends, and what it holds."""
        line = lines[at]
        if section := self._section(lines, at):
            return section
        for begins, block in self._kinds():
            if begins(line):
                return block(lines, at)
        return self._paragraph(lines, at)

    def _kinds(self) -> Sequence[tuple[Callable[[str], object], Block]]:
        return (
            (lambda line: line.startswith(" "), self._quote),
            (EXPLICIT.match, self._explicit),
            (rsttables.begins, self._table),
            (BULLET.match, self._item),
            (NUMBER.match, self._item),
            (FIELD.match, self._field),
            (lambda line: line.startswith(">>> "), self._session),
            (ADORNMENT.fullmatch, lambda _, at: (at + 1, iter(()))),
        )

    def _section(self, lines: Sequence[str], at: int) -> tuple[int, Iterator[Draft]] | None:
        """A title between or above its adornment."""
        over = bool(ADORNMENT.fullmatch(lines[at])) and at + 2 < len(lines)
        title, under = at + over, at + over + 1
        if under >= len(lines) or not lines[title] or not ADORNMENT.fullmatch(lines[under]):
            return None
        if over and lines[at] != lines[under]:
            return None
        if ADORNMENT.fullmatch(lines[title]) or (lines[title][0] == " " and not over):
            return None
        if len(lines[under]) < len(lines[title].strip()) - 2:
            return None
        style = lines[under][0] * (1 + over)
        if style not in self._styles:
            self._styles.append(style)
        level = self._styles.index(style) + 1
        return under + 1, iter([heading(words(lines[title].strip()), level)])

    def _quote(self, lines: Sequence[str], at: int) -> tuple[int, Iterator[Draft]]:
        body, end = _indented(lines, at)
        return end, self.drafts(body)

    def _explicit(self, lines: Sequence[str], at: int) -> tuple[int, Iterator[Draft]]:
        """A directive, a footnote; or a comment, a target and the like, which nobody sees."""
        body, end = _indented(lines, at + 1)
        if found := DIRECTIVE.match(lines[at]):
            return end, self._directive(found[1].lower(), found[2] or "", body)
        if found := FOOTNOTE.match(lines[at]):
            return end, self.drafts([lines[at][found.end() :], *body])
        return end, iter(())

    def _directive(self, name: str, argument: str, body: list[str]) -> Iterator[Draft]:
        options = list(takewhile(OPTION.match, body))
        content = body[len(options) :]
        if name in UNSEEN:
            return
        if name in CODE:
            yield Draft(BlockKind.CODE, "\n".join(content).strip("\n"))
        elif name == "list-table":
            yield from rsttables.listed(argument, options, content)
        elif name == "csv-table":
            yield from rsttables.separated(argument, options, content)
        elif name in ("figure", "table"):
            yield from self.drafts(content)
        elif ":" in name and argument:  # py:function and the like describe a thing of this name
            yield from self._explained(words(argument), content)
        else:
            yield from self.drafts([argument, *content])

    def _table(self, lines: Sequence[str], at: int) -> tuple[int, Iterator[Draft]]:
        end = rsttables.end(lines, at)
        return end, rsttables.rows(lines[at:end])

    def _item(self, lines: Sequence[str], at: int) -> tuple[int, Iterator[Draft]]:
        bullet = BULLET.match(lines[at])
        mark = bullet or NUMBER.match(lines[at])
        width = mark.end() if mark else 0
        body, end = _indented(lines, at + 1)
        number = int(mark[1]) if mark and not bullet and mark[1].isdigit() else None
        return end, self._listed([lines[at][width:], *body], number)

    def _listed(self, body: Sequence[str], number: int | None) -> Iterator[Draft]:
        """The first paragraph as an item; lists below it are one level deeper."""
        is_first = True
        for draft in self.drafts(body):
            if is_first and draft.kind is BlockKind.PARAGRAPH:
                yield item(draft.content, number=number)
            elif draft.kind is BlockKind.ITEM:
                yield item(draft.content, draft.level + 1)
            else:
                yield draft
            is_first = False

    def _field(self, lines: Sequence[str], at: int) -> tuple[int, Iterator[Draft]]:
        found = FIELD.match(lines[at])
        name, start = (found[1], found.end()) if found else ("", 0)
        body, end = _indented(lines, at + 1)
        said = " ".join([lines[at][start:], *body]).split()
        text = f"{words(name)}: {words(' '.join(said))}"
        return end, iter([Draft(BlockKind.PARAGRAPH, text)] if said else [])

    def _session(self, lines: Sequence[str], at: int) -> tuple[int, Iterator[Draft]]:
        shown = list(takewhile(bool, lines[at:]))
        return at + len(shown), iter([Draft(BlockKind.CODE, "\n".join(shown))])

    def _paragraph(self, lines: Sequence[str], at: int) -> tuple[int, Iterator[Draft]]:
        """A paragraph, with the code that "::" at its end announces; or a term and what it is."""
        if at + 1 < len(lines) and lines[at + 1].startswith(" "):
            body, end = _indented(lines, at + 1)
            return end, self._defined(lines[at], body)
        said = list(takewhile(bool, lines[at:]))
        end = at + len(said)
        if not said[-1].endswith("::"):
            return end, iter([_paragraph(said)])
        code, end = _indented(lines, end)
        said[-1] = said[-1][:-1] if said[-1].strip() != "::" else ""
        literal = Draft(BlockKind.CODE, "\n".join(code).strip("\n"))
        return end, iter([_paragraph(said), literal])

    def _defined(self, term: str, body: list[str]) -> Iterator[Draft]:
        if term.endswith("::"):
            yield _paragraph([term[:-1]])
            yield Draft(BlockKind.CODE, "\n".join(body).strip("\n"))
        else:
            yield from self._explained(words(term), body)

    def _explained(self, term: str, body: Sequence[str]) -> Iterator[Draft]:
        """A term, with the first paragraph of what it is."""
        found = list(self.drafts(body))
        if found and found[0].kind is BlockKind.PARAGRAPH:
            yield definition(term, found.pop(0).content)
        else:
            yield item(term)
        yield from found


def _paragraph(lines: Sequence[str]) -> Draft:
    unmarked = (line.removeprefix("| ") for line in lines)
    return Draft(BlockKind.PARAGRAPH, words("\n".join(unmarked)))


def _indented(lines: Sequence[str], at: int) -> tuple[list[str], int]:
    """The lines from `at` on that are indented, without what they share; and where they end."""
    end = at
    while end < len(lines) and (not lines[end] or lines[end].startswith(" ")):
        end += 1
    while end > at and not lines[end - 1]:
        end -= 1
    body = list(lines[at:end])
    margin = min((len(line) - len(line.lstrip()) for line in body if line), default=0)
    return [line[margin:] for line in body], end
