"""Find the words inside a quotation that answer a question outright: a name, a date, a number.

A log-linear model ranks the spans of each quotation; a second, small one says how far the best
of them can be trusted. Both are fitted by ``python -m training.spans``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bot import modelfiles, spantemplates
from bot import spans as lexical
from bot.answertype import AnswerType, asked, expected
from bot.shapes import AMOUNTS, SUITING, ShapeKind, shapes
from bot.spanwords import read_question
from index.errors import IndexDamaged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot import finding
    from bot.asked import Asked
    from bot.spans import Spans

_LEAST: dict[AnswerType, float] = {
    AnswerType.YES_NO: 1.0,  # the evidence is quoted; we never say yes
    AnswerType.REASON: 0.5,
    AnswerType.MANNER: 0.5,
    AnswerType.DEFINITION: 0.5,
    AnswerType.LIST: 0.5,
}
_LEAST_OF_OTHERS = 0.2
_UNDATED = frozenset({AnswerType.PLACE, AnswerType.PERSON})
_DATES = frozenset({ShapeKind.DATE, ShapeKind.YEAR})
_IN_WHOLE = {
    kind: SUITING[kind] for kind in (AnswerType.CONTACT, AnswerType.MONEY, AnswerType.PERCENTAGE)
}
_ADDRESSES = frozenset({ShapeKind.EMAIL, ShapeKind.URL})
_JOINT = re.compile(r",?\s+(?:(?:in|at|by|from)\s+)?(?=\w)")  # between a date and what follows
_SUPPORT = 3.0  # logits that full support of the words is worth to the reader's span
_LATER_QUOTE = 0.75  # what a span in the next quotation counts for, beside one in the first


@dataclass(frozen=True, slots=True)
class Span:
    """``quotes[quote][start:end]`` answers outright; `score` is the F1 to expect of it, 0 to 1."""

    quote: int
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Weights of span features, and of the `SIGNS` that a span can be trusted."""

    weights: NDArray[np.float32]
    trust: Mapping[str, float]


def short_answer(question: str, quotes: Sequence[str]) -> Span | None:
    """Return the span of `quotes` (best first) that answers `question`, if one does so plainly.

    None where prose is asked for (why, how, what is …) or no span is likely enough.

    >>> quote = "These goals were adopted by APEC Leaders at their 1994 meeting in Bogor."
    >>> span = short_answer("When were the Bogor Goals adopted?", [quote])
    >>> quote[span.start : span.end]
    '1994'
    """
    best = best_span(question, quotes)
    least = _LEAST.get(expected(question), _LEAST_OF_OTHERS)
    return best if best is not None and best.score >= least else None


def supported(
    question: str, sentence: str, spans: Sequence[finding.Span], *, at: int
) -> finding.Span:
    """Of the spans that the reader sees in `sentence`, the one that the words support best.

    The reader knows where the answer is, the words know where such an answer begins and ends.
    The spans are placed in the document, where the sentence begins `at`.
    """
    described = lexical.describe(question, sentence)
    support = described.support(
        described.scores(_model().weights),
        np.array([span.start - at for span in spans]),
        np.array([span.end - at for span in spans]),
    )
    return spans[int((np.array([span.score for span in spans]) + _SUPPORT * support).argmax())]


def best_span(question: str, quotes: Sequence[str]) -> Span | None:
    """Return the likeliest span, however unlikely; None only where there is no span at all."""
    best, most = None, 0.0
    for at, quote in enumerate(quotes):
        counts = _LATER_QUOTE**at
        if most >= counts:  # no span of this quotation could win
            break
        described = lexical.describe(question, quote)
        if len(described.starts):
            span = _best(question, quote, described, at)
            if span.score * counts > most:
                best, most = span, span.score * counts
    return best


def _best(question: str, quote: str, described: Spans, at: int) -> Span:
    model = _model()
    scores = described.scores(model.weights)
    top = described.choose(scores)
    start, end = _trimmed(question, quote, described, top)
    seen = signs(question, described, scores, top)
    trusted = sum(model.trust.get(name, 0.0) * value for name, value in seen.items())
    return Span(at, start, end, 1 / (1 + float(np.exp(-trusted))))


def _trimmed(question: str, quote: str, described: Spans, top: int) -> tuple[int, int]:
    """The span without a date before the place, and a telephone number or a sum whole."""
    start, end = int(described.starts[top]), int(described.ends[top])
    sought = asked(question)
    if sought.type in _UNDATED:
        for shape in described.shapes:
            dated = shape.kind in _DATES and shape.start == start and shape.end < end
            if dated and (joint := _JOINT.match(quote, shape.end, end)):
                return joint.end(), end
    return whole(sought, quote, start, end)


def whole(sought: Asked, text: str, start: int, end: int) -> tuple[int, int]:
    """``start, end``, grown to the whole of the address, sum or percentage there.

    Of a sum, say, only where such a thing is asked for; else they stay.

    >>> whole(asked("How much is a bun?"), "A bun: 32 kr", 7, 9)
    (7, 12)
    """
    kinds = AMOUNTS if sought.word == "how much" else _IN_WHOLE.get(sought.type, frozenset())
    for shape in shapes(text):
        if shape.kind in kinds | _ADDRESSES and shape.start < end and start < shape.end:
            return min(start, shape.start), max(end, shape.end)
    return start, end


def signs(
    question: str, described: Spans, scores: NDArray[np.float32], top: int
) -> dict[str, float]:
    """What tells whether the span `top`, chosen by `scores`, can be trusted, by name."""
    start, end = int(described.starts[top]), int(described.ends[top])
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    touching = (described.starts < end) & (described.ends > start)
    kind = expected(question)
    suiting = SUITING.get(kind, frozenset())
    near = (shape for shape in described.shapes if shape.start < end and shape.end > start)
    fits = any(shape.kind in suiting for shape in near)
    content = read_question(question).parts
    return {
        "always": 1.0,
        f"type {kind}": 1.0,
        "score": float(scores[top]) / 10,
        "chance": float(chances[top]),
        "chance of the place": float(chances[touching].sum()),
        "shape fits": float(fits and bool(suiting)),
        "shape misses": float(not fits and bool(suiting)),
        "question words": described.shared / max(len(content), 1),
    }


@cache
def _model() -> Model:
    readable = modelfiles.read("spans")
    if readable["features"] != spantemplates.FINGERPRINT:
        raise IndexDamaged(
            "bot/models/spans.json was fitted for other features: run 'python -m training.spans'"
        )
    values = np.load(modelfiles.MODELS / "spans.npy", allow_pickle=False)
    return Model(values.astype(np.float32) * readable["unit"], readable["trust"])
