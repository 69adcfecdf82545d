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
        """The best spans within ``text[start:end]``, best first; they may overlap."""
        inside = self.starts >= start
        if end is not None:
            inside &= self.ends <= end
        chosen = np.flatnonzero(inside)
        scores = self._scores(chosen)
        found: list[Span] = []
        for at in np.argsort(-scores, axis=None, kind="stable")[:limit].tolist():
            first, width = divmod(at, scores.shape[1])
            if np.isfinite(scores[first, width]):
                where = int(self.starts[chosen[first]]), int(self.ends[chosen[first + width]])
                found.append(Span(*where, float(scores[first, width])))
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
class Look:
    """What the reader saw of one sentence in a text: its best spans there, best first.

    They are placed in the document. `null` and `answerability` are those of the whole text.
    """

    spans: tuple[Span, ...]
    null: float
    answerability: float

    @property
    def span(self) -> Span:
        """The best of them."""
        return self.spans[0]

    @property
    def scores(self) -> dict[tuple[int, int], float]:
        """The score of each span, by where it begins and ends."""
        return {(span.start, span.end): span.score for span in self.spans}

    @property
    def over_null(self) -> float:
        """By how much the span beats "no answer"."""
        return self.span.score - self.null


@dataclass(frozen=True, slots=True)
class Sight:
    """What the reader saw in one sentence: among its neighbours, and alone if it looked again."""

    among: Look
    points_here: bool  # no other sentence around it has a better span
    alone: Look | None = None

    @property
    def closest(self) -> Look:
        """The last look at it."""
        return self.alone or self.among

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of both looks, best first by the mean of what they said.

        What was seen alone counts twice. A look that did not name a span thinks less of it than
        of all that it named.
        """
        if self.alone is None:
            return self.among.spans
        alone, among = self.alone.scores, self.among.scores
        least_alone, least_among = (min(scores.values()) - 1 for scores in (alone, among))
        both = [
            Span(*place, (2 * alone.get(place, least_alone) + among.get(place, least_among)) / 3)
            for place in dict.fromkeys([*alone, *among])
        ]
        return tuple(sorted(both, key=lambda span: -span.score))
