"""What is seen around every word of a sentence, as arrays: the atoms of the span templates."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bot.asked import AnswerType
from bot.nounphrase import singular
from bot.spantemplates import FIRST, LAST, WHOLE, atom, atoms, bucket, numbers, shifted
from bot.wordlists import NOUNS
from index import analysis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.shapes import Shape, ShapeKind
    from bot.spantemplates import Codes, Places
    from bot.spanwords import Query, Word

LONGEST = 12  # words of a short answer


class Grid:
    """The templates over one sentence, as arrays over its words."""

    def __init__(self, wanted: Query, words: Sequence[Word], shapely: Sequence[Shape]) -> None:
        self._words = words
        self._strange = _NEVER_AFTER.get(wanted.asked.type, frozenset())
        self._size = len(words)
        reading = wanted.asked
        self._question = {
            "type": atom(reading.type),
            "asking": atom(reading.word),
            "focus": atom(reading.focus and analysis.term_of(reading.focus)),
            "opening": atom(wanted.opening),
            "before": atom(wanted.before),
            "ending": atom(wanted.ending),
            "auxiliary": atom(wanted.auxiliary),
        }
        self._lower = atoms([word.lower for word in words])
        self._shape = atoms([word.shape for word in words])
        self._coarse = atoms([word.coarse for word in words])
        self._match(wanted)
        self._shapes(shapely)

    def _match(self, wanted: Query) -> None:
        """Which words stand for which part of the question, and the nearest such on each side."""
        parts = [wanted.part(word.term) for word in self._words]
        self._matched = np.array([part != "" for part in parts], dtype=bool)
        self._part = atoms(parts)
        count = np.arange(self._size)
        left = np.maximum.accumulate(np.where(self._matched, count, -1)) if self._size else count
        before = np.concatenate([[-1], left[:-1]]).astype(np.int64)
        right = np.where(self._matched, count, self._size)[::-1]
        right = np.minimum.accumulate(right)[::-1] if self._size else right
        after = np.concatenate([right[1:], [self._size]]).astype(np.int64)
        self._from_left = np.where(before < 0, _FAR + 1, np.minimum(count - before, _FAR))
        self._from_right = np.where(after >= self._size, _FAR + 1, np.minimum(after - count, _FAR))
        part = np.append(self._part, atom("none"))
        self._part_left = part[np.where(before < 0, self._size, before)]
        self._part_right = part[after]
        self._total = np.concatenate([[0], np.cumsum(self._matched)]).astype(np.int64)
        self._path_left, self._path_right = self._paths(before, after)
        self._run_left, self._run_right = self._run(-_REACH, 0), self._run(1, _REACH + 1)
        self._kind = atoms([_noun_kind(word.lower) for word in self._words])

    def crossings(self, first: Places, last: Places) -> Places:
        """How many commas part each span from the nearest word of the question."""
        commas = np.array([word.lower in ",;" for word in self._words], dtype=np.int64)
        passed = np.concatenate([[0], np.cumsum(commas)])
        left = passed[first] - passed[np.maximum(first - self._from_left[first], 0)]
        right = passed[np.minimum(last + self._from_right[last], self._size)] - passed[last + 1]
        alone = np.full(len(first), _FAR)
        left = np.where(self._from_left[first] > _FAR, alone, left)
        right = np.where(self._from_right[last] > _FAR, alone, right)
        crossed: Places = np.minimum(np.minimum(left, right), 2)
        return crossed

    def _paths(self, before: Places, after: Places) -> tuple[Codes, Codes]:
        """What stands between each word and the nearest matched ones: "by the", "in N"."""
        marks = [w.lower if w.coarse in "fd" or not w.term else w.coarse for w in self._words]
        left, right = [], []
        for at, (low, high) in enumerate(zip(before.tolist(), after.tolist(), strict=True)):
            far = low < 0 or at - low > _LONGEST_PATH
            left.append("far" if far else " ".join(marks[low + 1 : at]))
            far = high >= self._size or high - at > _LONGEST_PATH
            right.append("far" if far else " ".join(marks[at + 1 : high]))
        return atoms(left), atoms(right)

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
        self._opens = atoms(opening)
        self._closes = atoms(closing)

    def spans(self) -> tuple[Places, Places, Codes]:
        """First and last word of every span that may answer, and its coarse form.

        A form counts repeats once: "the Name of Name".
        """
        first: list[int] = []
        last: list[int] = []
        forms: list[int] = []
        total: list[int] = self._total.tolist()
        coarse: list[int] = self._coarse.tolist()
        for i, word in enumerate(self._words):
            if i and self._words[i - 1].lower in self._strange:
                continue
            if word.coarse == "f" or (not word.lower[0].isalnum() and word.lower not in _OPENING):
                continue
            form = 0
            for j in range(i, min(self._size, i + LONGEST)):
                end = self._words[j]
                if j == i or coarse[j] != coarse[j - 1]:
                    form = (form + coarse[j]) * _GOLDEN & _64_BITS
                if end.lower in _BARRIERS:
                    break
                if end.coarse in "fd" or (not end.lower[0].isalnum() and end.lower not in _CLOSING):
                    continue
                if total[j + 1] - total[i] <= j - i:  # something new is in it
                    first.append(i)
                    last.append(j)
                    forms.append(form)
        places = np.array(first, dtype=np.int64), np.array(last, dtype=np.int64)
        return *places, np.array(forms, dtype=np.uint64)

    def at_first(self) -> Places:
        """The features that depend on where a span begins."""
        return FIRST.fill(
            {
                **self._question,
                "word": self._lower,
                "shape": self._shape,
                "opens": self._opens,
                "left": shifted(self._lower, 1),
                "left2": shifted(self._lower, 2),
                "leftshape": shifted(self._shape, 1),
                "leftopens": shifted(self._opens, 1),
                "leftpart": shifted(self._part, 1),
                "near": bucket(self._from_left),
                "nearest": self._part_left,
                "path": self._path_left,
                "run": numbers(self._run_left),
                "kind": self._kind,
                "leftkind": shifted(self._kind, 1),
            },
            self._size,
        )

    def at_last(self) -> Places:
        """The features that depend on where a span ends."""
        return LAST.fill(
            {
                **self._question,
                "word": self._lower,
                "shape": self._shape,
                "closes": self._closes,
                "part": self._part,
                "right": shifted(self._lower, -1),
                "right2": shifted(self._lower, -2),
                "rightshape": shifted(self._shape, -1),
                "rightcloses": shifted(self._closes, -1),
                "rightpart": shifted(self._part, -1),
                "near": bucket(self._from_right),
                "nearest": self._part_right,
                "path": self._path_right,
                "run": numbers(self._run_right),
                "kind": self._kind,
                "rightkind": shifted(self._kind, -1),
            },
            self._size,
        )

    def whole(self, first: Places, last: Places, forms: Codes) -> Places:
        """The features that depend on both ends of a span."""
        ends = zip(first.tolist(), last.tolist(), strict=True)
        from_left, from_right = self._from_left[first], self._from_right[last]
        return WHOLE.fill(
            {
                **self._question,
                "length": numbers(last - first),
                "form": forms,
                "kind": atoms([self._spanned.get(key, "") for key in ends]),
                "inside": numbers(np.minimum(self._total[last + 1] - self._total[first], 4)),
                "around": numbers(np.minimum(self._around(first, last), 6)),
                "left": shifted(self._lower, 1)[first],
                "right": shifted(self._lower, -1)[last],
                "leftshape": shifted(self._shape, 1)[first],
                "rightshape": shifted(self._shape, -1)[last],
                "leftnearest": self._part_left[first],
                "rightnearest": self._part_right[last],
                "near": bucket(np.minimum(from_left, from_right)),
                "side": numbers(2 * (from_left > _FAR) + (from_right > _FAR)),
                "leftrun": numbers(self._run_left[first]),
                "rightrun": numbers(self._run_right[last]),
                "where": numbers(4 * first // max(self._size, 1)),
            },
            len(first),
        )

    def _run(self, low: int, high: int) -> Places:
        """How many matched words stand between `low` and `high` places from each word."""
        at = np.arange(self._size)
        until = np.minimum(at + high, self._size)
        run: Places = self._total[until] - self._total[np.clip(at + low, 0, self._size)]
        return run

    def _around(self, first: Places, last: Places) -> Places:
        """How many words of the question stand within five words of a span."""
        low = np.maximum(first - 5, 0)
        high = np.minimum(last + 6, self._size)
        total = self._total
        return total[high] - total[low] - (total[last + 1] - total[first])


@lru_cache(maxsize=1 << 15)
def _noun_kind(word: str) -> str:
    """What the question tables know about a noun: that a "city" is a place."""
    return _KINDS.get(word) or _KINDS.get(singular(word), "")


_NEVER_AFTER = {  # who acts is no place, and where is nobody
    AnswerType.PLACE: frozenset({"by"}),
    AnswerType.PERSON: frozenset({"in", "at", "near"}),
}
_GOLDEN = 0x9E3779B97F4A7C15
_64_BITS = (1 << 64) - 1
_FAR = 30  # words: further away is as good as not there
_LONGEST_PATH = 5
_REACH = 6
_KINDS = {noun: kind for kind, nouns in NOUNS.items() for noun in nouns.split()}
_OPENING = frozenset("$£€¥“\"'‘")
_CLOSING = frozenset("%”\"'’")
_BARRIERS = frozenset(".;:?!()[]{}—–")
