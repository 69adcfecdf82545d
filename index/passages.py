"""Cut a document into passages, the units that BM25 ranks, and say what each is indexed by."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, zip_longest
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from index import analysis, sentences
from index.documents import Block, BlockKind, Document, Passage, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W\d_]{3,}")  # of a file's name: no number, and nothing like "v2"
_TINY = 200  # characters; a paragraph under this joins its neighbour
_COMFORTABLE = 700  # what tiny paragraphs grow to together
_LONGEST = 1_600  # a paragraph over this is split; a list stays with its introduction up to this


@dataclass(slots=True)
class _Section:
    """What stands under one heading on one page: its blocks, each with its sentences."""

    path: tuple[str, ...]
    page: int | None
    blocks: list[tuple[Block, list[Sentence]]] = field(default_factory=list)


def split(document: Document) -> list[Passage]:
    """The passages of `document` in order: whole sentences under one heading.

    A paragraph is a passage; tiny ones join their neighbour, long ones are split, and a list
    stays with the sentence that introduces it while there is room. A heading belongs to the
    section path of what stands under it, and is a passage only where nothing does.
    """
    return [
        Passage(document.id, held[0].start, held[-1].end, tuple(held), section.path, section.page)
        for section in _sections(document)
        for group in _groups(section.blocks)
        for held in _balanced(group)
    ]


def terms(document: Document, passage: Passage) -> list[str]:
    """What BM25 indexes for `passage`: its own terms, those of its headings and of the title."""
    above = " \n".join([subject(document), *passage.section])
    return analysis.terms(document.text[passage.start : passage.end]) + analysis.content(
        analysis.terms(above)
    )


def subject(document: Document) -> str:
    """What all of a document is about: its title, and the words of its file's name beside those.

    Without the title where that is only how its text begins. Otherwise every passage of an
    untitled text would seem to be about its first sentence.
    """
    opens_with_heading = document.blocks and document.blocks[0].kind is BlockKind.HEADING
    beginning = " ".join(document.text[: 4 * len(document.title)].split())
    borrowed = beginning.startswith(document.title.removesuffix("…"))
    title = "" if borrowed and not opens_with_heading else document.title
    return " \n".join([title, *_besides(title, document.source)])


@lru_cache(maxsize=64)  # it is asked of every passage of a document
def _besides(title: str, source: str) -> list[str]:
    """The words of a file's name that its title lacks."""
    known = set(analysis.terms(title))
    named = _WORD.findall(PurePosixPath(source).stem)
    return [word for word in named if not known.issuperset(analysis.terms(word))]


def _sections(document: Document) -> Iterator[_Section]:
    headings: list[tuple[int, str]] = []
    section = _Section((), None)
    blocks = [block for block in document.blocks if block.kind is not BlockKind.METADATA]
    for block, following in zip_longest(blocks, blocks[1:]):
        if block.kind is BlockKind.HEADING:
            yield section
            text = " ".join(document.text[block.start : block.end].split())
            headings = [above for above in headings if above[0] < block.level]
            if _is_bare(block, following):
                section = _Section(_path(document, headings), block.page)
                section.blocks.append((block, sentences.split(document.text, [block])))
                yield section
            headings.append((block.level, text))
            section = _Section(_path(document, headings), None)
            continue
        if block.page != section.page:
            yield section
            section = _Section(_path(document, headings), block.page)
        section.blocks.append((block, sentences.split(document.text, [block])))
    yield section


def _is_bare(heading: Block, following: Block | None) -> bool:
    return following is None or (
        following.kind is BlockKind.HEADING and following.level <= heading.level
    )


def _path(document: Document, headings: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(text for _, text in headings if text != document.title)


def _groups(blocks: list[tuple[Block, list[Sentence]]]) -> Iterator[list[Sentence]]:
    """The sentences of `blocks`, with tiny paragraphs and lists put together."""
    group: list[Sentence] = []
    for block, found in blocks:
        if not found:
            continue
        if group and not _joins(group, block, found):
            yield group
            group = []
        group = group + found
    if group:
        yield group


def _joins(group: list[Sentence], block: Block, found: list[Sentence]) -> bool:
    together = found[-1].end - group[0].start
    if block.kind is not BlockKind.PARAGRAPH:
        return together <= _LONGEST
    shorter = min(found[-1].end - found[0].start, group[-1].end - group[0].start)
    return shorter < _TINY and together <= _COMFORTABLE


def _balanced(group: list[Sentence]) -> Iterator[list[Sentence]]:
    """The group in as few parts of about the same length as keep each within the longest."""
    start, length = group[0].start, group[-1].end - group[0].start
    parts = -(-length // _LONGEST)
    for _, part in groupby(group, key=lambda s: (s.start - start) * parts // (length + 1)):
        yield list(part)
