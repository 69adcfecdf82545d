"""Rerank the sentences that the words favour by what the reader sees in them, too.

It looks at the best sentences of each passage among their neighbours, which tells where the answer
is, and once more at the one that leads, by itself: where nothing beside it draws it away the
reader points better.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bot import linear
from bot.finding import Look, Sight
from bot.reader import Budget

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.extraction import Candidate
    from bot.finding import Finding, Span
    from bot.reader import Reader

    Column = NDArray[np.float64]

NAMES = ("words", "span", "over_null", "answers", "share", "points_here", "unread")
PASSAGES = 5
HOPELESS = 4.0  # below the best score: one passage in three hundred that far down had the answer
LONGEST = 600  # characters of a passage that are read, around its best sentence
_AMONG, _ALONE = 8, 24  # spans of a sentence that are kept of the first look and of the second
_UNIT = 10.0  # logits are divided by it, so that weights are of one size
_FURTHEST = 2.0
_STRAY = " ,;:"  # at the ends of a span
_PATH = re.compile(r"(?<![\w/.~-])~?(?:/[\w.~-]+)+/?")
_FULL_STOP = re.compile(r"(?:(?<=[^\W_]{4})|(?<=\d)|(?<=[)\]%”\"’]))\.$")  # not "Inc." or "U.S."


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
        """The document's title, and the heading where it says what the sentences leave out."""
        evidence = self.candidates[0].found.evidence
        left_out = min(each.feature("cover_section") for each in self.candidates)
        above = evidence.passage.section[-1:] if left_out else ()
        return " | ".join([evidence.document.title, *above])


def rerank(
    question: str, candidates: Sequence[Candidate], reader: Reader, *, budget_ms: float
) -> list[Candidate]:
    """The `candidates`, which stand best first by their words, best first by words and reader.

    What the reader had no time for keeps its place among the words and has no sight.
    """
    if not candidates:
        return []
    budget = Budget(budget_ms)
    best, *others = _ranked(look(question, candidates, reader, budget))
    return [_looked_at_alone(question, best, reader, budget), *others]


def look(
    question: str, candidates: Sequence[Candidate], reader: Reader, budget: Budget
) -> list[Candidate]:
    """The candidates in their order, each with what the reader sees in it among the others."""
    sights: dict[int, Sight] = {}
    for window, finding in _read(question, _windows(candidates), reader, budget):
        looks = _looks(window, finding, limit=_AMONG)
        best = max((look.span.score for _, look in looks), default=0.0)
        for candidate, seen in looks:
            sights[id(candidate)] = Sight(seen, points_here=seen.span.score == best)
    return [replace(candidate, sight=sights.get(id(candidate))) for candidate in candidates]


def _looked_at_alone(
    question: str, candidate: Candidate, reader: Reader, budget: Budget
) -> Candidate:
    """The candidate with what the reader sees in it alone.

    The same one if it was never seen, or if there is no time for it.
    """
    if candidate.sight is None:
        return candidate
    for window, finding in _read(question, [_Window((candidate,))], reader, budget):
        for _, alone in _looks(window, finding, limit=_ALONE):
            return replace(candidate, sight=replace(candidate.sight, alone=alone))
    return candidate


def table(candidates: Sequence[Candidate]) -> dict[str, Column]:
    """What words and reader say, as a column for each of `NAMES`, a row for each candidate.

    What the reader says is what it saw of a sentence among its neighbours: `answers` is of them
    all, `share` and `points_here` tell which of all sentences it means.
    """
    columns = {name: np.zeros(len(candidates)) for name in NAMES}
    columns["words"][:] = [candidate.words for candidate in candidates]
    best = max((each.sight.among.span.score for each in candidates if each.sight), default=0.0)
    for row, sight in enumerate(candidate.sight for candidate in candidates):
        if sight is None:
            columns["unread"][row] = 1
            continue
        for name, value in said(sight.among).items():
            columns[name][row] = value
        columns["share"][row] = np.exp(sight.among.span.score - best)
        columns["points_here"][row] = sight.points_here
    columns["share"] /= columns["share"].sum() or 1.0
    return columns


def said(look: Look) -> dict[str, float]:
    """What one look at a sentence said, by the names of the columns."""
    return {
        "span": unit(look.span.score),
        "over_null": unit(look.over_null),
        "answers": unit(look.answerability),
    }


def unread(candidates: Sequence[Candidate]) -> int:
    """Of how many passages that are worth it the reader had no time to read."""
    by_words = sorted(candidates, key=lambda candidate: -candidate.words)
    read = {candidate.found.rank for candidate in candidates if candidate.sight}
    return len({held[0].found.rank for held in _promising(by_words)} - read)


def unit(logit: float) -> float:
    """A logit on the scale that the fitted weights are for, from -2 to 2."""
    return max(-_FURTHEST, min(_FURTHEST, logit / _UNIT))


@cache
def model() -> linear.Linear:
    """The fitted weights of words and reader."""
    return linear.check(linear.load("reranking"), NAMES, script="reranking")


def _ranked(seen: Sequence[Candidate]) -> list[Candidate]:
    """By what words and reader say together, ties in the order that they stand in."""
    scores = model().scores(table(seen))
    chances = linear.softmax(scores)
    scored = [
        replace(candidate, score=float(score), probability=float(chance))
        for candidate, score, chance in zip(seen, scores, chances, strict=True)
    ]
    return sorted(scored, key=lambda candidate: -candidate.score)


def _windows(candidates: Sequence[Candidate]) -> list[_Window]:
    """Around the best candidate of each passage that is worth reading."""
    return [_window(held) for held in _promising(candidates)]


def _promising(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """The candidates, best first by their words, of each of the best passages."""
    passages: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        passages.setdefault(candidate.found.rank, []).append(candidate)
    best = list(passages.values())[:PASSAGES]
    return [held for held in best if held[0].words >= best[0][0].words - HOPELESS]


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
        place = max(neighbours, key=lambda candidate: candidate.words).place
        first, last = min(first, place), max(last, place)


def _fits(by_place: Mapping[int, Candidate], first: int, last: int) -> bool:
    start = by_place[first].statement.sentence.start
    return by_place[last].statement.sentence.end - start <= LONGEST


def _read(
    question: str, windows: Sequence[_Window], reader: Reader, budget: Budget
) -> Iterator[tuple[_Window, Finding]]:
    """The windows that there is time for, with what is found in them."""
    findings = reader.read(
        question,
        [window.text for window in windows],
        titles=[window.title for window in windows],
        budget=budget,
    )
    for window, finding in zip(windows, findings, strict=True):
        if finding is not None:
            yield window, finding


def _looks(window: _Window, finding: Finding, *, limit: int) -> list[tuple[Candidate, Look]]:
    """What is seen of each of its sentences in which a token lies whole: the best spans there."""
    looks = []
    text, shift = window.text, window.start
    for candidate in window.candidates:
        sentence = candidate.statement.sentence
        start, end = sentence.start - shift, sentence.end - shift
        spans: dict[tuple[int, int], Span] = {}
        for span in finding.spans(start, end, limit=limit):
            whole = in_whole_words(span, text, shift=shift)
            spans.setdefault((whole.start, whole.end), whole)
        if spans:
            best_first = tuple(spans.values())
            looks.append((candidate, Look(best_first, finding.null, finding.answerability)))
    return looks


def in_whole_words(span: Span, text: str, *, shift: int) -> Span:
    """The span moved by `shift`, grown to the ends of its words and rid of stray punctuation.

    The network's tokens are pieces of words, and its span may begin or end between two pieces, of
    a path such as "/var/log", too.
    A full stop is stray where it ends the sentence, not where it belongs to "Inc." or "U.S.".
    """
    start, end = span.start, span.end
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    for path in _PATH.finditer(text) if "/" in text else ():
        start = path.start() if path.start() < start < path.end() else start
        end = path.end() if path.start() < end < path.end() else end
    said = text[start:end]
    bare = _FULL_STOP.sub("", said.strip(_STRAY))
    if bare:
        start += len(said) - len(said.lstrip(_STRAY))
        end = start + len(bare)
    return replace(span, start=start + shift, end=end + shift)
