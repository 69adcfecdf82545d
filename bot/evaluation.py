"""Measure answers against gold questions: the instrument that every improvement is held to.

The measures are those of SQuAD (Rajpurkar et al., 2016) and of passage retrieval; for questions
without an answer, how well the confidence tells them from the others.
"""

from __future__ import annotations

import json
import re
import string
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import mean, median, quantiles
from typing import TYPE_CHECKING, Any

from bot.answers import Status
from bot.answertype import expected
from bot.conversation import replay
from index.errors import InvalidQuestions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.answers import Answer
    from bot.engine import Bot

_BINS = 10
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question and the strings that answer it; `document` is the source that holds them."""

    question: str
    answers: tuple[str, ...]
    document: str | None = None
    answerable: bool = True
    history: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one gold question was answered. Ranks count from 1; 0 is "not there"."""

    gold: GoldQuestion
    kind: str
    status: Status
    confidence: float
    passage_rank: int
    quote_hit: bool  # the first citation contains an answer
    contains: bool  # some citation does
    exact: bool
    f1: float
    characters: int
    took_ms: float

    @property
    def right(self) -> bool:
        """Whether the answer was given, and holds what was asked for."""
        return self.contains and self.gold.answerable


@dataclass(frozen=True, slots=True)
class Report:
    """The outcomes of a run, and the measures over them."""

    outcomes: tuple[Outcome, ...]
    measures: Mapping[str, float] = field(default_factory=dict)
    by_kind: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The measures for programs, and what became of every question."""
        return {
            "measures": dict(self.measures),
            "by_kind": {kind: dict(measures) for kind, measures in self.by_kind.items()},
            "questions": [
                {
                    "question": outcome.gold.question,
                    "status": outcome.status.value,
                    "confidence": outcome.confidence,
                    "passage_rank": outcome.passage_rank,
                    "quote_hit": outcome.quote_hit,
                    "contains": outcome.contains,
                    "f1": outcome.f1,
                }
                for outcome in self.outcomes
            ],
        }

    def table(self) -> str:
        """The measures for people."""
        width = max(map(len, self.measures), default=0)
        lines = [f"{name:<{width}}  {value:8.4g}" for name, value in self.measures.items()]
        if self.by_kind:
            lines += ["", f"{'kind':<12}{'count':>7}{'quote hit@1':>13}{'contains':>10}{'F1':>7}"]
        for kind, of in self.by_kind.items():
            lines.append(
                f"{kind:<12}{of['questions']:>7.0f}{of['quote hit@1']:>13.3f}"
                f"{of['answer contains']:>10.3f}{of['short answer F1']:>7.3f}"
            )
        return "\n".join(lines)


def read_questions(path: Path) -> list[GoldQuestion]:
    """Read a file of gold questions, one JSON object a line; other fields are passed over.

    Raises `InvalidQuestions` naming the line and the field.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidQuestions(f"{path}: {error}") from error
    return [_gold(line, f"{path}, line {n}") for n, line in enumerate(lines, 1) if line.strip()]


def evaluate(
    bot: Bot,
    questions: Iterable[GoldQuestion],
    *,
    progress: Callable[[], None] = lambda: None,
) -> Report:
    """Ask every question and measure the answers; `progress` is called after each."""
    outcomes = []
    for gold in questions:
        began = time.perf_counter()
        answer = bot.ask(gold.question, history=replay(gold.history))
        took_ms = (time.perf_counter() - began) * 1000
        outcomes.append(outcome(gold, answer, took_ms=took_ms))
        progress()
    return report(outcomes)


def outcome(gold: GoldQuestion, answer: Answer, *, took_ms: float = 0.0) -> Outcome:
    """Compare an answer with the gold answers."""
    hits = [contains(citation.cited_text, gold.answers) for citation in answer.citations]
    short = answer.short_answer.text if answer.short_answer else ""
    return Outcome(
        gold=gold,
        kind=expected(gold.question).value,
        status=answer.status,
        confidence=answer.confidence,
        passage_rank=_passage_rank(gold, answer),
        quote_hit=bool(hits) and hits[0],
        contains=any(hits),
        exact=any(normalised(short) == normalised(each) for each in gold.answers),
        f1=max((f1(short, each) for each in gold.answers), default=0.0),
        characters=sum(len(citation.cited_text) for citation in answer.citations),
        took_ms=took_ms,
    )


def report(outcomes: Sequence[Outcome]) -> Report:
    """The measures over `outcomes`, in all and by the kind of question."""
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        if each.gold.answerable:
            kinds[each.kind].append(each)
    by_kind = {kind: _answering(kinds[kind]) for kind in sorted(kinds)}
    return Report(tuple(outcomes), _measures(outcomes), by_kind)


def compare(before: Mapping[str, Any], after: Report) -> dict[str, list[str]]:
    """The questions whose first quotation was wrong and now is right, and the other way round.

    `before` is what `Report.as_json` gave of an earlier run. Raises `InvalidQuestions` where it
    is something else.
    """
    try:
        was = {each["question"]: bool(each["quote_hit"]) for each in before["questions"]}
    except (KeyError, TypeError) as error:
        raise InvalidQuestions(
            "the run to compare with is none: save one with 'quoth eval --json'"
        ) from error
    hits = [(o.gold.question, o.quote_hit) for o in after.outcomes if o.gold.question in was]
    return {
        "gained": [question for question, hit in hits if hit and not was[question]],
        "lost": [question for question, hit in hits if was[question] and not hit],
    }


def normalised(text: str) -> str:
    """`text` as SQuAD compares it: without case, punctuation, articles, extra white space.

    >>> normalised("The  U.S. delegation!")
    'us delegation'
    """
    plain = text.lower().translate(_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", plain).split())


def contains(text: str, answers: Iterable[str]) -> bool:
    """Whether `text` holds one of `answers`, both normalised."""
    whole = normalised(text)
    return any(normalised(answer) in whole for answer in answers if normalised(answer))


def f1(predicted: str, gold: str) -> float:
    """The harmonic mean of precision and recall over words, as SQuAD defines it.

    >>> round(f1("in Bogor, Indonesia", "Bogor"), 2)
    0.5
    """
    mine, theirs = normalised(predicted).split(), normalised(gold).split()
    common = sum((Counter(mine) & Counter(theirs)).values())
    if not mine or not theirs or not common:
        return float(mine == theirs)
    return 2 * common / (len(mine) + len(theirs))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The probability that a positive scores above a negative; ties count half.

    >>> auroc([0.9, 0.5], [0.1, 0.5])
    0.875
    """
    labelled = sorted([(score, 0) for score in negative] + [(score, 1) for score in positive])
    ranks: dict[float, list[int]] = defaultdict(list)
    for place, (score, _) in enumerate(labelled, 1):
        ranks[score].append(place)
    total = sum(mean(ranks[score]) for score, label in labelled if label)
    pairs = len(positive) * len(negative)
    return (total - len(positive) * (len(positive) + 1) / 2) / pairs if pairs else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence: how many, how sure on average, and the share right."""

    count: int
    confidence: float
    right: float


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """What confidence promises and what it keeps, in ten bins of equal width; no empty ones."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for sure, was_right in zip(confidences, right, strict=True):
        bins[min(_BINS - 1, int(sure * _BINS))].append((sure, was_right))
    return [
        Bin(len(held), mean(s for s, _ in held), mean(r for _, r in held))
        for _, held in sorted(bins.items())
    ]


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """The expected calibration error over ten bins of equal width (Guo et al., 2017)."""
    bins = reliability(confidences, right)
    gap = sum(each.count * abs(each.confidence - each.right) for each in bins)
    return gap / len(confidences) if confidences else 0.0


def _gold(line: str, place: str) -> GoldQuestion:
    try:
        row = json.loads(line)
        return GoldQuestion(
            question=_text(row["question"]),
            answers=tuple(map(_text, row["answers"])),
            document=row.get("document"),
            answerable=row.get("answerable", bool(row["answers"])),
            history=tuple((turn["question"], turn["answer"]) for turn in row.get("history", ())),
        )
    except KeyError as error:
        raise InvalidQuestions(f"{place}: there is no field {error}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise InvalidQuestions(
            f'{place}: a gold question is {{"question": "…", "answers": ["…"]}}: {error}'
        ) from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _passage_rank(gold: GoldQuestion, answer: Answer) -> int:
    for rank, passage in enumerate(answer.passages, 1):
        right_place = gold.document in {None, passage.source}
        if right_place and contains(passage.text, gold.answers):
            return rank
    return 0


def _measures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    answerable = [each for each in outcomes if each.gold.answerable]
    unanswerable = [each for each in outcomes if not each.gold.answerable]
    times = [each.took_ms for each in outcomes]
    return {
        **(_answering(answerable) if answerable else {}),
        **(dict(_refusing(answerable, unanswerable)) if unanswerable else {}),
        "calibration error": calibration_error(
            [each.confidence for each in outcomes],
            [each.right for each in outcomes],
        ),
        "latency p50 (ms)": median(times) if times else 0.0,
        "latency p95 (ms)": quantiles(times, n=20)[-1] if len(times) > 1 else sum(times),
    }


def _answering(outcomes: Sequence[Outcome]) -> dict[str, float]:
    ranks = [each.passage_rank for each in outcomes]
    quoted = [each.characters for each in outcomes if each.characters]
    return {
        "questions": float(len(outcomes)),
        "passage hit@1": mean(rank == 1 for rank in ranks),
        "passage hit@3": mean(0 < rank <= 3 for rank in ranks),  # noqa: PLR2004
        "passage hit@5": mean(0 < rank <= 5 for rank in ranks),  # noqa: PLR2004
        "passage MRR": mean(1 / rank if rank else 0.0 for rank in ranks),
        "quote hit@1": mean(each.quote_hit for each in outcomes),
        "answer contains": mean(each.contains for each in outcomes),
        "answer characters": float(median(quoted)) if quoted else 0.0,
        "short answer EM": mean(each.exact for each in outcomes),
        "short answer F1": mean(each.f1 for each in outcomes),
        "false refusals": mean(each.status is Status.NOT_FOUND for each in outcomes),
    }


def _refusing(
    answerable: Sequence[Outcome], unanswerable: Sequence[Outcome]
) -> Iterator[tuple[str, float]]:
    answered = [each.confidence for each in answerable]
    refused = [each.confidence for each in unanswerable]
    yield "unanswerable", float(len(unanswerable))
    yield "right refusals", mean(each.status is Status.NOT_FOUND for each in unanswerable)
    if answered:
        yield "refusal AUROC", auroc(answered, refused)
        floor = sorted(answered)[len(answered) // 20]
        yield "right refusals at 5 % false", mean(sure < floor for sure in refused)
