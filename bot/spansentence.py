"""A sentence as its spans are described by: what is seen at each word, whatever is asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bot import spanwords
from bot.nounphrase import singular
from bot.shapes import shapes
from bot.spantemplates import atoms
from bot.wordlists import NOUNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.shapes import Shape, ShapeKind
    from bot.spantemplates import Codes, Places
    from bot.spanwords import Word

    Flags = NDArray[np.bool_]

LONGEST = 12  # words of a short answer


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """The words of a sentence, atoms of each of them, and every span that could be an answer.

    Of the words: `lower`, `shape`, `coarse` and `kind` (of noun), and which shapes begin or end
    there, `opens` and `closes`. Span k goes from word ``first[k]`` to word ``last[k]``, is of
    the coarse form ``form[k]``, and just the shape ``whole[k]``.
    """

    words: tuple[Word, ...]
    shapes: tuple[Shape, ...]
    lower: Codes
    shape: Codes
    coarse: Codes
    kind: Codes
    opens: Codes
    closes: Codes
    first: Places
    last: Places
    form: Codes
    whole: Codes


@lru_cache(maxsize=1024)
def read_sentence(text: str) -> Sentence:
    """Read the words, shapes and spans of a sentence."""
    words, found = spanwords.words(text), shapes(text)
    placed = _placed(words, found)
    coarse = atoms([word.coarse for word in words])
    first, last, form = _spans(words, coarse)
    opens, closes = _edges(len(words), placed)
    kinds = {(begin, end): kind for kind, begin, end in reversed(placed)}  # the first counts
    ends = zip(first.tolist(), last.tolist(), strict=True)
    return Sentence(
        words=words,
        shapes=found,
        lower=atoms([word.lower for word in words]),
        shape=atoms([word.shape for word in words]),
        coarse=coarse,
        kind=atoms([_noun_kind(word.lower) for word in words]),
        opens=opens,
        closes=closes,
        first=first,
        last=last,
        form=form,
        whole=atoms([kinds.get(span, "") for span in ends]),
    )


def _placed(words: Sequence[Word], found: Sequence[Shape]) -> list[tuple[ShapeKind, int, int]]:
    """The shapes that begin and end with a word, with those words' places."""
    begins = {word.start: at for at, word in enumerate(words)}
    ends = {word.end: at for at, word in enumerate(words)}
    return [
        (shape.kind, begins[shape.start], ends[shape.end])
        for shape in found
        if shape.start in begins and shape.end in ends
    ]


def _edges(size: int, placed: Sequence[tuple[ShapeKind, int, int]]) -> tuple[Codes, Codes]:
    """Which shapes begin and which end at each word, or go on there."""
    opening, closing = [""] * size, [""] * size
    for kind, first, last in placed:
        for at in range(first, last + 1):
            opening[at] += kind if at == first else "i"
            closing[at] += kind if at == last else "i"
    return atoms(opening), atoms(closing)


def _spans(words: Sequence[Word], coarse: Codes) -> tuple[Places, Places, Codes]:
    """First and last word of every span that could be an answer, and its coarse form.

    A form counts repeats once: "the Name of Name".
    """
    size = len(words)
    answers, forms = np.zeros((size, LONGEST), bool), np.zeros((size, LONGEST), np.uint64)
    begins, ends, barrier = _roles(words)
    changes = np.append(True, coarse[1:] != coarse[:-1])[:size]
    inside, form = begins, np.zeros(size, np.uint64)
    for width in range(min(LONGEST, size)):
        here = np.arange(width, size)  # the last word of spans that are `width` longer than one
        fresh = changes[here] if width else np.ones(size, bool)
        form = form[: len(here)]
        form = np.where(fresh, (form + coarse[here]) * _GOLDEN, form)
        inside = inside[: len(here)] & ~barrier[here]
        answers[: len(here), width] = inside & ends[here]
        forms[: len(here), width] = form
    first, longer = np.nonzero(answers)
    return first, first + longer, forms[first, longer]


def _roles(words: Sequence[Word]) -> tuple[Flags, Flags, Flags]:
    """Of each word, whether an answer may begin with it, end with it, or never go across it."""
    plain = [word.lower[0].isalnum() for word in words]
    begins = [
        word.coarse != "f" and (letter or word.lower in _OPENING)
        for word, letter in zip(words, plain, strict=True)
    ]
    ends = [
        word.coarse not in "fd" and (letter or word.lower in _CLOSING)
        for word, letter in zip(words, plain, strict=True)
    ]
    barrier = [word.lower in _BARRIERS for word in words]
    return np.array(begins, bool), np.array(ends, bool), np.array(barrier, bool)


@lru_cache(maxsize=1 << 15)
def _noun_kind(word: str) -> str:
    """What the question tables know about a noun: that a "city" is a place."""
    return _KINDS.get(word) or _KINDS.get(singular(word), "")


_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_KINDS = {noun: kind for kind, nouns in NOUNS.items() for noun in nouns.split()}
_OPENING = frozenset("$£€¥“\"'‘")
_CLOSING = frozenset("%”\"'’")
_BARRIERS = frozenset(".;:?!()[]{}—–")
