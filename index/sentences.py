"""Split the blocks of a text into sentences, the smallest things that Quoth quotes.

NLTK's Punkt decides, with parameters of our own instead of downloaded ones; a few rules after it
mend what a list of abbreviations cannot know. The time taken is linear in the length of the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from index.documents import BlockKind, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nltk.tokenize.punkt import PunktSentenceTokenizer

    from index.documents import Block

    Span = tuple[int, int]

_LONGEST = 1_000  # characters; a longer "sentence" is a table or a log, and is cut
_LONGEST_UNIT = 400  # a list item longer than this is prose, and so has sentences
_WINDOW = 20_000  # Punkt sees no more at once: its patterns have a time limit

_ABBREVIATIONS = """
mr mrs ms messrs dr drs prof rev hon st ste sr jr gen col lt capt cmdr sgt maj adm gov sen rep
pres supt fr msgr mme mlle inc ltd co corp bros llc plc dept univ assn govt
jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
cf vs viz al etc ca approx est fig figs no nos vol vols pp ch sec art para ed eds trans op cit
ibid fl resp incl esp seq ph.d mt ft ave blvd rd hwy sq ste bldg apt
"""
_STARTERS = """
the a an it he she they we you i this that these those there in on at by for from with as but and
however although while when after before since if his her its their our my such some many most all
both each another one two what who where why how not no so then thus also during under over between
because despite according today yesterday meanwhile instead moreover furthermore
"""
_NEVER_LAST = re.compile(
    r"(?:^|[\s(\[“\"‘'])"
    r"(?:Mr|Mrs|Ms|Messrs|Drs?|Prof|Rev|Hon|St|Gen|Col|Lt|Capt|Sgt|Gov|Sen|Rep"
    r"|[Ee]\.g|[Ii]\.e|cf|vs|viz|approx|[Ff]igs?|Nos?|Vols?|pp)\.$"
)
_BEFORE_NUMBER = re.compile(
    r"(?:^|[\s(])(?:[bcdprt]|ca|fl|[Aa]rt|[Cc]h|[Pp]p?|[Ss]ecs?|No|[Tt]el|[Ff]ax|[Mm]ob|[Ee]xt)\.$"
)
_LONE_MARKER = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]", re.IGNORECASE)
_FOOTNOTES = re.compile(r"(?:\[[\w ]{1,24}\]|:\d[\d:,–-]*)+")
_NO_WORD = re.compile(r"[\W_]+")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_IDEOGRAPHIC_END = re.compile(r"[。！？｡]+[」』”’）\])]*")
_MAY_END = re.compile(r"[.?!][\s)\"\';}\]*:@({\[‘’“”«»?!]")  # Punkt finds no end but there
_CUTS = [re.compile(p) for p in (r"\n", r"[.!?;:。；]\s", r"[,、，]\s?", r"\s")]


def split(text: str, blocks: Iterable[Block]) -> list[Sentence]:
    """The sentences of `blocks` in order, never across two of them.

    A heading, list item or table row is one sentence unless it is long. Sentences are trimmed;
    together they hold every character of the blocks that is not white space.

    >>> from index.documents import Block
    >>> text = "Dr. Bollard spoke on 2-3 March. The U.S. delegation left"
    >>> [text[s.start:s.end] for s in split(text, [Block(BlockKind.PARAGRAPH, 0, len(text))])]
    ['Dr. Bollard spoke on 2-3 March.', 'The U.S. delegation left']
    """
    return [
        Sentence(start, end, block.kind) for block in blocks for start, end in _spans(text, block)
    ]


def _spans(text: str, block: Block) -> Iterator[Span]:
    whole = _trimmed(text, block.start, block.end)
    length = whole[1] - whole[0]
    if block.kind is BlockKind.CODE:
        yield from _pieces(text, whole, _LONGEST_UNIT)
    elif block.kind is not BlockKind.PARAGRAPH and length <= _LONGEST_UNIT:
        yield from [whole] if length else []
    else:
        for span in _mended(text, _punkt_spans(text, whole)):
            yield from _pieces(text, span, _LONGEST)


def _punkt_spans(text: str, whole: Span) -> Iterator[Span]:
    for start, end in _pieces(text, whole, _WINDOW):
        spans = [(0, end - start)]
        if _MAY_END.search(text, start, end):
            spans = _punkt().span_tokenize(text[start:end])
        for first, last in spans:
            yield from _ideographic(text, start + first, start + last)


def _ideographic(text: str, start: int, end: int) -> Iterator[Span]:
    # Chinese and Japanese leave no space after a full stop, without which Punkt sees none.
    for match in _IDEOGRAPHIC_END.finditer(text, start, end):
        yield start, match.end()
        start = match.end()
    yield start, end


def _mended(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans, trimmed, with those joined that no reader would part."""
    previous: Span | None = None
    for span in spans:
        start, end = _trimmed(text, *span)
        if previous and (note := _FOOTNOTES.match(text, start, end)):
            previous = (previous[0], note.end())
            start, end = _trimmed(text, note.end(), end)
        if start == end:
            continue
        if previous and _go_together(text, previous, (start, end)):
            previous = (previous[0], end)
            continue
        if previous:
            yield previous
        previous = (start, end)
    if previous:
        yield previous


def _go_together(text: str, before: Span, after: Span) -> bool:
    start = after[0]
    if after[1] - before[0] > _LONGEST:
        return False
    if _NO_WORD.fullmatch(text, *after):
        return True
    tail = text[max(before[0], before[1] - 12) : before[1]]
    if _NEVER_LAST.search(tail) or _LONE_MARKER.fullmatch(text, *before):
        return True
    if text[start].isdigit() and _BEFORE_NUMBER.search(tail):
        return True
    # In a text that has capitals, a sentence does not begin without: "Yahoo! is", "“Why?” he said".
    return text[start].islower() and not text[before[0]].islower()


def _pieces(text: str, span: Span, longest: int) -> Iterator[Span]:
    """The span, cut where a reader would pause so that no piece is over `longest` characters."""
    start, end = span
    while end - start > longest:
        cut = _cut(text, start + longest // 2, start + longest)
        piece = _trimmed(text, start, cut)
        if piece[0] < piece[1]:
            yield piece
        start = _trimmed(text, cut, end)[0]
    if start < end:
        yield start, end


def _cut(text: str, start: int, end: int) -> int:
    for pattern in _CUTS:
        if cuts := [match.end() for match in pattern.finditer(text, start, end)]:
            return cuts[-1]
    return end


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


class _Abbreviations(set[str]):
    """Known abbreviations, and anything of single letters with full stops: "u.s", "d.h"."""

    def __contains__(self, word: object) -> bool:
        return super().__contains__(word) or bool(_DOTTED.fullmatch(str(word)))


@cache
def _punkt() -> PunktSentenceTokenizer:
    from nltk.tokenize.punkt import (  # noqa: PLC0415 — half a second, once
        PunktParameters,
        PunktSentenceTokenizer,
    )

    parameters = PunktParameters()
    parameters.abbrev_types = _Abbreviations(_ABBREVIATIONS.split())
    parameters.sent_starters = set(_STARTERS.split())
    seen_in_lower_case = 1 << 4 | 1 << 5 | 1 << 6  # Punkt's own bits for where a word was seen
    for word in parameters.sent_starters:
        parameters.add_ortho_context(word, seen_in_lower_case)
    return PunktSentenceTokenizer(parameters)
