"""Describe every span of a sentence that might be the short answer to a question.

All spans of a sentence are described together, in numpy; what their features are is written
down in `spantemplates`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.spangrid import Grid
from bot.spansentence import read_sentence
from bot.spanwords import read_question

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.shapes import Shape
    from bot.spantemplates import Places

    Floats = NDArray[np.float64]

_LIKELY = 30  # spans that are compared with each other
_SHARPNESS = 3
_CROSSING = 0.8  # what a comma between a span and the words asked about costs


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """The spans of a sentence and their features.

    Span number k is ``text[starts[k]:ends[k]]``, from word ``first[k]`` to word ``last[k]``; its
    features are the columns ``at_first[:, first[k]]``, ``at_last[:, last[k]]`` and ``whole[:, k]``.
    `crossings` commas part it from the words asked about. The sentence has the `shapes`, and
    `shared` terms of the question.
    """

    starts: Places
    ends: Places
    first: Places
    last: Places
    at_first: Places
    at_last: Places
    whole: Places
    crossings: Places
    shared: int
    shapes: tuple[Shape, ...]

    def scores(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """One score a span: the weights of its features, less what its crossings cost."""
        first: NDArray[np.float32] = weights[self.at_first].sum(axis=0)
        last: NDArray[np.float32] = weights[self.at_last].sum(axis=0)
        whole: NDArray[np.float32] = weights[self.whole].sum(axis=0)
        return first[self.first] + last[self.last] + whole - _CROSSING * self.crossings

    def choose(self, scores: NDArray[np.float32]) -> int:
        """The span that shares most words with what is likely right, not the likeliest alone.

        Between "Casey Mace" and three longer readings of the same name, the name itself: the
        span with the highest expected F1, sharpened so as not to grow for safety's sake.
        """
        likely, chances = _likeliest(scores)
        first, after = self.first[likely], self.last[likely] + 1
        return int(likely[int((_shared(first, after, first, after) @ chances).argmax())])

    def support(self, scores: NDArray[np.float32], starts: Places, ends: Places) -> Floats:
        """How much ``text[starts[k]:ends[k]]`` shares with what is likely right, 0 to 1 for each.

        Any spans of the sentence may be asked about, those of another model, say.
        """
        if not len(scores):
            return np.zeros(len(starts))
        likely, chances = _likeliest(scores)
        shared = _shared(starts, ends, self.starts[likely], self.ends[likely])
        expected: Floats = shared @ chances / chances.sum()
        return expected


def describe(question: str, text: str) -> Spans:
    """Describe the spans of the sentence `text` as answers to `question`."""
    wanted, sentence = read_question(question), read_sentence(text)
    grid = Grid(wanted, sentence)
    starts = np.array([word.start for word in sentence.words], dtype=np.int64)
    ends = np.array([word.end for word in sentence.words], dtype=np.int64)
    return Spans(
        starts=starts[grid.first],
        ends=ends[grid.last],
        first=grid.first,
        last=grid.last,
        at_first=grid.at_first(),
        at_last=grid.at_last(),
        whole=grid.whole(),
        crossings=grid.crossings(),
        shared=len({word.term for word in sentence.words}.intersection(wanted.parts)),
        shapes=sentence.shapes,
    )


def _likeliest(scores: NDArray[np.float32]) -> tuple[Places, NDArray[np.float32]]:
    """The best spans, best first, and how likely each is beside the first."""
    likely = np.argsort(-scores, kind="stable")[:_LIKELY]
    return likely, np.exp(scores[likely] - scores[likely[0]])


def _shared(starts: Places, ends: Places, of_starts: Places, of_ends: Places) -> Floats:
    """The F1 of each span against each other one, by words or by characters, sharpened."""
    shared = np.minimum.outer(ends, of_ends) - np.maximum.outer(starts, of_starts)
    lengths = np.add.outer(ends - starts, of_ends - of_starts)
    sharpened: Floats = (2 * np.maximum(shared, 0) / lengths) ** _SHARPNESS
    return sharpened
