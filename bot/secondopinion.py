"""Ask the reader about the sentences that the words favour, and weigh both opinions together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bot import linear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.extraction import Candidate
    from bot.finding import Finding, Span
    from bot.reader import Reader

    Column = NDArray[np.float64]

NAMES = ("words", "span", "over_null", "answers", "share", "points_here", "unread")
PASSAGES = 5
LONGEST = 400  # characters of a passage that are read, around its best sentence
_UNIT = 10.0  # logits are divided by it, so that weights are of one size
_FURTHEST = 2.0


@dataclass(frozen=True, slots=True)
class Sight:
    """What the reader saw in a sentence: its best span, in the document, and the whole window."""

    span: Span
    null: float
    answerability: float
    points_here: bool  # no other sentence of the window has a better span


@dataclass(frozen=True, slots=True, eq=False)
class Considered:
    """A candidate, scored by words and reader together, and what the reader saw in it."""

    candidate: Candidate
    sight: Sight | None


@dataclass(frozen=True, slots=True)
class _Window:
    """Neighbouring candidates of a passage, in the order of the text."""

    candidates: tuple[Candidate, ...]

    @property
    def start(self) -> int:
        return self.candidates[0].statement.sentence.start

    @property
    def end(self) -> int:
        return self.candidates[-1].statement.sentence.end

    @property
    def text(self) -> str:
        return self.candidates[0].found.evidence.document.text[self.start : self.end]

    @property
    def title(self) -> str:
        return self.candidates[0].found.evidence.document.title


def consider(
    question: str, candidates: Sequence[Candidate], reader: Reader, *, budget_ms: float = 200
) -> list[Considered]:
    """The `candidates`, which stand best first by their words, in their order by both opinions.

    What the reader had no time for keeps its place among the words and is marked as unread.
    """
    if not candidates:
        return []
    sights = look(question, candidates, reader, budget_ms=budget_ms)
    columns = table(candidates, sights)
    scores = model().scores(columns)
    exponents = np.exp(scores - scores.max())
    chances = exponents / exponents.sum()
    considered = [
        Considered(
            replace(
                candidate,
                score=float(scores[row]),
                probability=float(chances[row]),
                features={
                    **candidate.features,
                    **{f"reader_{name}": float(columns[name][row]) for name in NAMES},
                },
            ),
            sights[row],
        )
        for row, candidate in enumerate(candidates)
    ]
    return sorted(considered, key=lambda each: -each.candidate.score)  # ties: as the words had it


def look(
    question: str, candidates: Sequence[Candidate], reader: Reader, *, budget_ms: float
) -> list[Sight | None]:
    """What the reader sees in each candidate; None where it did not look."""
    windows = _windows(candidates)
    findings = reader.read(
        question,
        [window.text for window in windows],
        titles=[window.title for window in windows],
        budget_ms=budget_ms,
    )
    seen = {
        id(candidate): sight
        for window, finding in zip(windows, findings, strict=True)
        if finding is not None
        for candidate, sight in _sights(window, finding)
    }
    return [seen.get(id(candidate)) for candidate in candidates]


def table(candidates: Sequence[Candidate], sights: Sequence[Sight | None]) -> dict[str, Column]:
    """The opinions as columns, a row for each candidate: `NAMES`."""
    columns = {name: np.zeros(len(candidates)) for name in NAMES}
    columns["words"][:] = [candidate.score for candidate in candidates]
    best = max((sight.span.score for sight in sights if sight), default=0.0)
    for row, sight in enumerate(sights):
        if sight is None:
            columns["unread"][row] = 1
            continue
        columns["span"][row] = _unit(sight.span.score)
        columns["over_null"][row] = _unit(sight.span.score - sight.null)
        columns["answers"][row] = _unit(sight.answerability)
        columns["share"][row] = np.exp(sight.span.score - best)
        columns["points_here"][row] = sight.points_here
    columns["share"] /= columns["share"].sum() or 1.0
    return columns


@cache
def model() -> linear.Linear:
    """The fitted weights of both opinions."""
    return linear.check(linear.load("secondopinion"), NAMES, script="secondopinion")


def _windows(candidates: Sequence[Candidate]) -> list[_Window]:
    """Around the best candidate of each of the best passages."""
    passages: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        passages.setdefault(candidate.found.rank, []).append(candidate)
    return [_window(held) for held in list(passages.values())[:PASSAGES]]


def _window(held: Sequence[Candidate]) -> _Window:
    """The best of a passage's candidates with its neighbours, better ones first."""
    by_place: Mapping[int, Candidate] = {candidate.place: candidate for candidate in held}
    first = last = held[0].place
    while True:
        neighbours = [
            by_place[place]
            for place in (first - 1, last + 1)
            if place in by_place and _fits(by_place, min(first, place), max(last, place))
        ]
        if not neighbours:
            return _Window(tuple(by_place[place] for place in range(first, last + 1)))
        place = max(neighbours, key=lambda candidate: candidate.score).place
        first, last = min(first, place), max(last, place)


def _fits(by_place: Mapping[int, Candidate], first: int, last: int) -> bool:
    start = by_place[first].statement.sentence.start
    return by_place[last].statement.sentence.end - start <= LONGEST


def _sights(window: _Window, finding: Finding) -> list[tuple[Candidate, Sight]]:
    spans = [
        (candidate, span)
        for candidate in window.candidates
        if (span := _within(candidate, window, finding)) is not None
    ]
    best = max((span.score for _, span in spans), default=0.0)
    return [
        (candidate, Sight(span, finding.null, finding.answerability, span.score == best))
        for candidate, span in spans
    ]


def _within(candidate: Candidate, window: _Window, finding: Finding) -> Span | None:
    sentence = candidate.statement.sentence
    span = finding.best(sentence.start - window.start, sentence.end - window.start)
    return span and replace(span, start=span.start + window.start, end=span.end + window.start)


def _unit(logit: float) -> float:
    return max(-_FURTHEST, min(_FURTHEST, logit / _UNIT))
