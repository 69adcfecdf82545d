"""What the reader thinks of a text: every span's score as the answer, and whether there is one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Logits = NDArray[np.float32]
    Places = NDArray[np.int64]

LONGEST_ANSWER = 24  # tokens


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` as an answer; `score` is comparable between texts."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """The spans of a text, by their first and last tokens, and whether it answers at all.

    Token k is ``text[starts[k]:ends[k]]``; ``first[k]`` and ``last[k]`` are its logits as the
    first and the last token of the answer. `null` is the score that a span has to beat to be an
    answer, `answerability` the logit of "this text answers the question".
    """

    null: float
    answerability: float
    starts: Places = field(repr=False)
    ends: Places = field(repr=False)
    first: Logits = field(repr=False)
    last: Logits = field(repr=False)

    def best(self, start: int = 0, end: int | None = None) -> Span | None:
        """The best span within ``text[start:end]``; None where no token lies in it whole."""
        return next(iter(self.spans(start, end, limit=1)), None)

    def spans(self, start: int = 0, end: int | None = None, *, limit: int = 5) -> list[Span]:
        """The best spans within ``text[start:end]`` that do not overlap, best first."""
        inside = self.starts >= start
        if end is not None:
            inside &= self.ends <= end
        chosen = np.flatnonzero(inside)
        scores = self._scores(chosen)
        found: list[Span] = []
        while len(found) < limit and scores.size and np.isfinite(scores.max()):
            first, width = divmod(int(scores.argmax()), scores.shape[1])
            last = first + width
            where = int(self.starts[chosen[first]]), int(self.ends[chosen[last]])
            found.append(Span(*where, float(scores[first, width])))
            for earlier in range(max(0, first - scores.shape[1] + 1), last + 1):
                scores[earlier, max(0, first - earlier) :] = -np.inf
        return found

    def _scores(self, chosen: Places) -> Logits:
        """A row for each first token; column k is for the span that ends k tokens later."""
        count = len(chosen)
        scores = np.full((count, min(LONGEST_ANSWER, count)), -np.inf, np.float32)
        for width in range(scores.shape[1]):
            rows = count - width
            scores[:rows, width] = self.first[chosen[:rows]] + self.last[chosen[width:]]
        return scores


@dataclass(frozen=True, slots=True)
class Sight:
    """What the reader saw in one sentence: its best span there, with offsets in the document.

    `null` and `answerability` are those of the window around the sentence that it read.
    """

    span: Span
    null: float
    answerability: float
    points_here: bool  # no other sentence of the window has a better span

    @property
    def over_null(self) -> float:
        """By how much the span beats "no answer"."""
        return self.span.score - self.null
