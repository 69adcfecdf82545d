"""A sentence in the light of a question, as arrays: the atoms of the span templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bot.asked import AnswerType
from bot.spantemplates import FIRST, LAST, WHOLE, atom, atoms, bucket, numbers, shifted
from index import analysis

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.spansentence import Sentence
    from bot.spantemplates import Codes, Places
    from bot.spanwords import Query


class Grid:
    """The templates over one sentence, as arrays over its words and spans.

    The spans are those that a question can have as an answer: something new is in them.
    """

    def __init__(self, wanted: Query, sentence: Sentence) -> None:
        self._sentence = sentence
        self._words = sentence.words
        self._size = len(sentence.words)
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
        self._match(wanted)
        possible = self._possible(_NEVER_AFTER.get(reading.type, frozenset()))
        self.first, self.last = sentence.first[possible], sentence.last[possible]
        self._form, self._whole = sentence.form[possible], sentence.whole[possible]

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

    def _possible(self, strange: Collection[str]) -> Places:
        """Which spans don't stand behind a `strange` word and aren't of the question's words."""
        first, last = self._sentence.first, self._sentence.last
        after = np.array([False, *(word.lower in strange for word in self._words)])
        new = self._total[last + 1] - self._total[first] <= last - first
        return np.flatnonzero(new & ~after[first])

    def crossings(self) -> Places:
        """How many commas part each span from the nearest word of the question."""
        first, last = self.first, self.last
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

    def at_first(self) -> Places:
        """The features that depend on where a span begins."""
        seen = self._sentence
        return FIRST.fill(
            {
                **self._question,
                "word": seen.lower,
                "shape": seen.shape,
                "opens": seen.opens,
                "left": shifted(seen.lower, 1),
                "left2": shifted(seen.lower, 2),
                "leftshape": shifted(seen.shape, 1),
                "leftopens": shifted(seen.opens, 1),
                "leftpart": shifted(self._part, 1),
                "near": bucket(self._from_left),
                "nearest": self._part_left,
                "path": self._path_left,
                "run": numbers(self._run_left),
                "kind": seen.kind,
                "leftkind": shifted(seen.kind, 1),
            },
            self._size,
        )

    def at_last(self) -> Places:
        """The features that depend on where a span ends."""
        seen = self._sentence
        return LAST.fill(
            {
                **self._question,
                "word": seen.lower,
                "shape": seen.shape,
                "closes": seen.closes,
                "part": self._part,
                "right": shifted(seen.lower, -1),
                "right2": shifted(seen.lower, -2),
                "rightshape": shifted(seen.shape, -1),
                "rightcloses": shifted(seen.closes, -1),
                "rightpart": shifted(self._part, -1),
                "near": bucket(self._from_right),
                "nearest": self._part_right,
                "path": self._path_right,
                "run": numbers(self._run_right),
                "kind": seen.kind,
                "rightkind": shifted(seen.kind, -1),
            },
            self._size,
        )

    def whole(self) -> Places:
        """The features that depend on both ends of a span."""
        seen, first, last = self._sentence, self.first, self.last
        from_left, from_right = self._from_left[first], self._from_right[last]
        return WHOLE.fill(
            {
                **self._question,
                "length": numbers(last - first),
                "form": self._form,
                "kind": self._whole,
                "inside": numbers(np.minimum(self._total[last + 1] - self._total[first], 4)),
                "around": numbers(np.minimum(self._around(first, last), 6)),
                "left": shifted(seen.lower, 1)[first],
                "right": shifted(seen.lower, -1)[last],
                "leftshape": shifted(seen.shape, 1)[first],
                "rightshape": shifted(seen.shape, -1)[last],
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


_NEVER_AFTER = {  # who acts is no place, and where is nobody
    AnswerType.PLACE: frozenset({"by"}),
    AnswerType.PERSON: frozenset({"in", "at", "near"}),
}
_FAR = 30  # words: further away is as good as not there
_LONGEST_PATH = 5
_REACH = 6
