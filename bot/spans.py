"""Describe every span of a sentence that might be the short answer to a question.

A span is described by templates such as "the word to its left, with the type of the question".
Each filled template is hashed to a feature, so that a score is a sum of weights; all spans of a
sentence are described together, in numpy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from bot.answertype import Asked, asked
from bot.nounphrase import looks_like_verb
from bot.question import relation
from bot.shapes import Shape, ShapeKind, shapes
from bot.wordlists import AUXILIARIES, MONTHS, NUMBER_WORDS, QUESTION_WORDS, VERBS
from index import analysis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Codes = NDArray[np.uint64]
    Places = NDArray[np.int64]

BITS = 20
LONGEST = 12  # words of a short answer


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """The spans of a sentence and their features.

    Span number k is ``text[starts[k]:ends[k]]``, from word ``first[k]`` to word ``last[k]``; its
    features are the columns ``at_first[:, first[k]]``, ``at_last[:, last[k]]`` and ``whole[:, k]``.
    The sentence has the `shapes`, and `shared` terms of the question.
    """

    starts: Places
    ends: Places
    first: Places
    last: Places
    at_first: Places
    at_last: Places
    whole: Places
    shared: int
    shapes: tuple[Shape, ...]

    def scores(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """One score a span: the sum of the weights of its features."""
        first: NDArray[np.float32] = weights[self.at_first].sum(axis=0)
        last: NDArray[np.float32] = weights[self.at_last].sum(axis=0)
        whole: NDArray[np.float32] = weights[self.whole].sum(axis=0)
        return first[self.first] + last[self.last] + whole


@dataclass(frozen=True, slots=True)
class Query:
    """What spans are compared with: the question's content terms, each with its part in it."""

    asked: Asked
    terms: tuple[str, ...]
    parts: tuple[str, ...]
    opening: str
    before: str
    ending: str
    auxiliary: str


@lru_cache(maxsize=1024)
def query(question: str) -> Query:
    """Read a question for `describe`."""
    reading = asked(question)
    tokens = [token.casefold() for token in _TOKEN.findall(question) if token[0].isalnum()]
    at = next((i for i, token in enumerate(tokens) if token in QUESTION_WORDS), -1)
    auxiliary = next((i for i, t in enumerate(tokens) if t in AUXILIARIES and i > at), -1)
    focus = analysis.term_of(reading.focus) if reading.focus else ""
    terms: dict[str, str] = {}
    for i, token in enumerate(tokens):
        term = analysis.term_of(token)
        if not term or analysis.is_function(term) or term in terms:
            continue
        verb = looks_like_verb(token) or (token in VERBS and tokens[auxiliary] in _DO)
        kind = "focus" if term == focus else "verb" if verb and i > at else "noun"
        place = len([part for part in terms.values() if part[0] != "-"]) if i > at else -1
        terms[term] = f"{'-' if i < at else ''}{kind}{min(place, 3)}"
    if terms:
        terms[next(reversed(terms))] += "."
    after = tokens[at + 1 : at + 3] if at >= 0 else []
    return Query(
        asked=reading,
        terms=tuple(terms),
        parts=tuple(terms.values()),
        opening=" ".join([*tokens[at : at + 1], *after]) if at >= 0 else "",
        before=tokens[at - 1] if at > 0 else "",
        ending=tokens[-1] if tokens and analysis.is_function(analysis.term_of(tokens[-1])) else "",
        auxiliary=tokens[auxiliary] if auxiliary >= 0 else "",
    )


def describe(question: str, text: str) -> Spans:
    """Describe the spans of the sentence `text` as answers to `question`."""
    wanted = query(question)
    words, shapely = _read(text)
    grid = _Grid(wanted, words, shapely)
    first, last = grid.spans()
    starts = np.array([word.start for word in words], dtype=np.int64)
    ends = np.array([word.end for word in words], dtype=np.int64)
    return Spans(
        starts=starts[first],
        ends=ends[last],
        first=first,
        last=last,
        at_first=grid.at_first(),
        at_last=grid.at_last(),
        whole=grid.whole(first, last),
        shared=len({word.term for word in words}.intersection(wanted.terms)),
        shapes=shapely,
    )


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    lower: str
    shape: str
    coarse: str
    term: str


@lru_cache(maxsize=1024)
def _read(text: str) -> tuple[tuple[_Word, ...], tuple[Shape, ...]]:
    words = (_Word(m.start(), m.end(), *_form(m.group())) for m in _TOKEN.finditer(text))
    return tuple(words), tuple(shapes(text))


@lru_cache(maxsize=1 << 16)
def _form(token: str) -> tuple[str, str, str, str]:
    lower = token.casefold()
    shape, coarse = _shape(token, lower)
    return lower, shape, coarse, analysis.term_of(token) if token[0].isalnum() else ""


def _shape(token: str, lower: str) -> tuple[str, str]:
    """The form of a token: a fine one that tells its ending, and a coarse one."""
    if not token[0].isalpha():
        return _figure(token)
    if lower in _MONTHS and token[0].isupper():
        return "month", "M"
    if lower in _NUMBER_WORDS:
        return "numeral", "N"
    if analysis.is_function(analysis.term_of(token)) or lower in QUESTION_WORDS:
        return lower, "d" if lower in {"the", "a", "an"} else "f"
    ending = next((e for e in _ENDINGS if lower.endswith(e) and len(lower) > len(e) + 2), "")
    if token[0].isupper():
        return ("CAPITALS" if token.isupper() and len(token) > 1 else "Capital"), "C"
    return f"-{ending}", "w"


def _figure(token: str) -> tuple[str, str]:
    if token.isdigit():
        year = len(token) == 4 and token[0] in "12"  # noqa: PLR2004
        return ("year", "Y") if year else (f"digits{min(len(token), 4)}", "N")
    return ("figure", "N") if token[0].isalnum() else (token, token)


class _Templates:
    """Combinations of atoms, each of which becomes one feature wherever it is filled in.

    The hash of a combination is the sum of its atoms, each times an odd number that belongs to
    the template and the atom's name: one product of matrices fills all templates everywhere.
    """

    def __init__(self, name: str, table: str) -> None:
        templates = [line.split() for line in table.strip().splitlines()]
        self._names = sorted({atom for template in templates for atom in template})
        self._factors = np.zeros((len(templates), len(self._names)), dtype=np.uint64)
        self._offsets = np.zeros((len(templates), 1), dtype=np.uint64)
        for row, template in enumerate(templates):
            label = f"{name} {' '.join(template)}"
            self._offsets[row] = _factor(label)
            for atom in template:
                self._factors[row, self._names.index(atom)] = _factor(f"{label}: {atom}")

    def fill(self, atoms: dict[str, Codes], count: int) -> Places:
        """The features at `count` places: a row each template, a column each place."""
        values = np.empty((len(self._names), count), dtype=np.uint64)
        for row, name in enumerate(self._names):
            values[row] = atoms[name]
        codes = self._factors @ values + self._offsets
        return (codes >> np.uint64(64 - BITS)).astype(np.int64)

    @property
    def fingerprint(self) -> int:
        """Changes with every template."""
        return crc32(self._factors.tobytes())


def _factor(label: str) -> np.uint64:
    return np.uint64(crc32(label.encode()) << 32 | crc32(label[::-1].encode()) | 1)


_FIRST = _Templates(
    "first",
    """
    left
    left type
    left shape
    left left2
    left auxiliary type
    left nearest asking
    left before
    left ending
    leftshape shape
    word
    word type
    shape type
    shape opening
    shape focus
    opens type
    opens focus
    opens leftopens
    near nearest type
    near nearest auxiliary
    near nearest auxiliary ending
    near nearest before
    near left
    leftpart opening
    """,
)
_LAST = _Templates(
    "last",
    """
    right
    right type
    right shape
    right right2
    rightshape shape
    word
    word type
    word focus
    shape type
    shape opening
    shape focus
    closes type
    closes focus
    closes rightcloses
    near nearest type
    near nearest auxiliary
    near nearest auxiliary ending
    near nearest before
    near right
    rightpart opening
    part type
    """,
)
_WHOLE = _Templates(
    "whole",
    """
    length
    length type
    length focus
    form
    form type
    form focus
    form opening
    form leftshape rightshape
    kind
    kind type
    kind focus
    kind opening
    kind length
    inside type
    inside length
    left right
    leftshape rightshape type
    near type
    side type
    side auxiliary type
    around type
    where type
    leftnearest rightnearest type
    leftnearest rightnearest auxiliary side
    leftnearest near auxiliary side
    rightnearest near auxiliary side
    """,
)


FINGERPRINT = f"spans-1-{_FIRST.fingerprint ^ _LAST.fingerprint ^ _WHOLE.fingerprint:08x}"
"""Changes with the templates (by itself) and the atoms (by hand): weights fit one of them."""


class _Grid:
    """The templates over one sentence, as arrays over its words."""

    def __init__(self, wanted: Query, words: Sequence[_Word], shapely: Sequence[Shape]) -> None:
        self._words = words
        self._size = len(words)
        reading = wanted.asked
        self._question = {
            "type": _atom(reading.type),
            "asking": _atom(reading.word),
            "focus": _atom(reading.focus and analysis.term_of(reading.focus)),
            "opening": _atom(wanted.opening),
            "before": _atom(wanted.before),
            "ending": _atom(wanted.ending),
            "auxiliary": _atom(wanted.auxiliary),
        }
        self._lower = _atoms([word.lower for word in words])
        self._shape = _atoms([word.shape for word in words])
        self._coarse = _atoms([word.coarse for word in words])
        self._match(wanted)
        self._shapes(shapely)

    def _match(self, wanted: Query) -> None:
        """Which words stand for which part of the question, and the nearest such on each side."""
        parts = [_part(word.term, wanted) for word in self._words]
        self._matched = np.array([part != "" for part in parts], dtype=bool)
        self._part = _atoms(parts)
        count = np.arange(self._size)
        left = np.maximum.accumulate(np.where(self._matched, count, -1)) if self._size else count
        before = np.concatenate([[-1], left[:-1]]).astype(np.int64)
        right = np.where(self._matched, count, self._size)[::-1]
        right = np.minimum.accumulate(right)[::-1] if self._size else right
        after = np.concatenate([right[1:], [self._size]]).astype(np.int64)
        self._from_left = np.where(before < 0, 31, np.minimum(count - before, 30))
        self._from_right = np.where(after >= self._size, 31, np.minimum(after - count, 30))
        part = np.append(self._part, _atom("none"))
        self._part_left = part[np.where(before < 0, self._size, before)]
        self._part_right = part[after]
        self._total = np.concatenate([[0], np.cumsum(self._matched)]).astype(np.int64)

    def _shapes(self, shapely: Sequence[Shape]) -> None:
        """Which shape begins, ends or goes on at each word."""
        begins = {word.start: at for at, word in enumerate(self._words)}
        ends = {word.end: at for at, word in enumerate(self._words)}
        self._spanned: dict[tuple[int, int], ShapeKind] = {}
        opening, closing = [""] * self._size, [""] * self._size
        for shape in shapely:
            first, last = begins.get(shape.start), ends.get(shape.end)
            if first is None or last is None:
                continue
            self._spanned.setdefault((first, last), shape.kind)
            for at in range(first, last + 1):
                opening[at] += "" if at == first else "i"
                closing[at] += "" if at == last else "i"
            opening[first] += shape.kind
            closing[last] += shape.kind
        self._opens = _atoms(opening)
        self._closes = _atoms(closing)

    def spans(self) -> tuple[Places, Places]:
        """First and last word of every span that could be an answer by its form alone."""
        first: list[int] = []
        last: list[int] = []
        for i, word in enumerate(self._words):
            if word.coarse == "f" or (not word.lower[0].isalnum() and word.lower not in _OPENING):
                continue
            for j in range(i, min(self._size, i + LONGEST)):
                end = self._words[j]
                if end.lower in _BARRIERS:
                    break
                if end.coarse in "fd" or (not end.lower[0].isalnum() and end.lower not in _CLOSING):
                    continue
                if self._total[j + 1] - self._total[i] <= j - i:
                    first.append(i)
                    last.append(j)
        return np.array(first, dtype=np.int64), np.array(last, dtype=np.int64)

    def at_first(self) -> Places:
        """The features that depend on where a span begins."""
        return _FIRST.fill(
            {
                **self._question,
                "word": self._lower,
                "shape": self._shape,
                "opens": self._opens,
                "left": _shifted(self._lower, 1),
                "left2": _shifted(self._lower, 2),
                "leftshape": _shifted(self._shape, 1),
                "leftopens": _shifted(self._opens, 1),
                "leftpart": _shifted(self._part, 1),
                "near": _bucket(self._from_left),
                "nearest": self._part_left,
            },
            self._size,
        )

    def at_last(self) -> Places:
        """The features that depend on where a span ends."""
        return _LAST.fill(
            {
                **self._question,
                "word": self._lower,
                "shape": self._shape,
                "closes": self._closes,
                "part": self._part,
                "right": _shifted(self._lower, -1),
                "right2": _shifted(self._lower, -2),
                "rightshape": _shifted(self._shape, -1),
                "rightcloses": _shifted(self._closes, -1),
                "rightpart": _shifted(self._part, -1),
                "near": _bucket(self._from_right),
                "nearest": self._part_right,
            },
            self._size,
        )

    def whole(self, first: Places, last: Places) -> Places:
        """The features that depend on both ends of a span."""
        ends = zip(first.tolist(), last.tolist(), strict=True)
        from_left, from_right = self._from_left[first], self._from_right[last]
        return _WHOLE.fill(
            {
                **self._question,
                "length": _numbers(last - first),
                "form": self._forms(first, last),
                "kind": _atoms([self._spanned.get(key, "") for key in ends]),
                "inside": _numbers(np.minimum(self._total[last + 1] - self._total[first], 4)),
                "around": _numbers(np.minimum(self._around(first, last), 6)),
                "left": _shifted(self._lower, 1)[first],
                "right": _shifted(self._lower, -1)[last],
                "leftshape": _shifted(self._shape, 1)[first],
                "rightshape": _shifted(self._shape, -1)[last],
                "leftnearest": self._part_left[first],
                "rightnearest": self._part_right[last],
                "near": _bucket(np.minimum(from_left, from_right)),
                "side": _numbers(2 * (from_left > _FAR) + (from_right > _FAR)),
                "where": _numbers(4 * first // max(self._size, 1)),
            },
            len(first),
        )

    def _around(self, first: Places, last: Places) -> Places:
        """How many words of the question stand within five words of a span."""
        low = np.maximum(first - 5, 0)
        high = np.minimum(last + 6, self._size)
        total = self._total
        return total[high] - total[low] - (total[last + 1] - total[first])

    def _forms(self, first: Places, last: Places) -> Codes:
        """The coarse form of each span, with repeats counted once: "the Name of Name"."""
        pending = np.zeros(len(first), dtype=np.uint64)
        for offset in range(LONGEST):
            at = first + offset
            inside = at <= last
            safe = np.minimum(at, max(self._size - 1, 0))
            new = inside & ((offset == 0) | (self._coarse[safe] != self._coarse[safe - 1]))
            pending = np.where(new, (pending + self._coarse[safe]) * _GOLDEN, pending)
        return pending


def _part(term: str, wanted: Query) -> str:
    """The part that a word of the sentence has in the question, "" where it is new."""
    if not term:
        return ""
    for other, part in zip(wanted.terms, wanted.parts, strict=True):
        if term == other:
            return part
    related = any(relation(term, other) > 0 for other in wanted.terms)
    return "related" if related else ""


def _atom(text: str) -> Codes:
    return np.array([_code(text)], dtype=np.uint64)


def _atoms(texts: Sequence[str]) -> Codes:
    return np.array([_code(text) for text in texts], dtype=np.uint64)


def _numbers(values: Places) -> Codes:
    return (values + 1).astype(np.uint64)


@lru_cache(maxsize=1 << 17)
def _code(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _shifted(codes: Codes, by: int) -> Codes:
    """The codes of the words `by` places to the left (or right, if negative)."""
    moved = np.zeros_like(codes)
    if by > 0:
        moved[by:] = codes[:-by]
    else:
        moved[:by] = codes[-by:]
    return moved


def _bucket(distances: Places) -> Codes:
    """Distances told apart while they are small: 1, 2, 3, 4, up to 6, up to 10, more, none."""
    return np.searchsorted(_DISTANCES, distances).astype(np.uint64)


_DISTANCES = np.array([1, 2, 3, 4, 6, 10, 30])
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FAR = 30
_TOKEN = re.compile(r"\d[\d,.]*\d|\d+|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*|['’]s\b|[^\w\s]|\w+")
_ENDINGS = (
    "tion ment ness ity ism ship ance ence ing ed ly er or ist ian al ic ous ive ful able ary ate"
    " ize ies es s y"
).split()
_MONTHS = frozenset(MONTHS)
_NUMBER_WORDS = frozenset(NUMBER_WORDS)
_DO = {"do", "does", "did"}
_OPENING = frozenset("$£€¥“\"'‘")
_CLOSING = frozenset("%”\"'’")
_BARRIERS = frozenset(".;:?!()[]{}—–")
