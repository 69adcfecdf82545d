"""Say how likely an answer is right, and refuse where it is not likely enough.

A fitted model weighs what tells questions that the documents answer from questions that they
don't; its scale is how often what is quoted then answers. Where the reader has read, another
model speaks, which knows what it saw.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot import extraction, linear, reranking
from bot.doubts import doubts
from bot.shapes import SUITING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.extraction import Candidate
    from bot.question import Question

LEAST = 0.25  # below it the documents are taken not to say
LEAST_READ = 0.3  # the same where the reader has read, which tells the two apart better

NAMES = (
    "certainty",
    "margin",
    "cover",
    "passage_cover",
    "best_passage_cover",
    "matched",
    "missing",
    "names_missing",
    "names_missing_here",
    "terms",
    "rarest",
    "phrases",
    "longest_run",
    "suits",
    "wants_figure",
    "passage_of_possible",
    "lead",
    "agreement",
)
_ALONE = ("reader_span_alone", "reader_over_null_alone", "reader_answers_alone")
READ_NAMES = (
    "reader_span",
    "reader_over_null",
    "reader_answers",
    "reader_answers_most",
    "reader_share",
    "reader_points_here",
    "reader_unread",
    *_ALONE,
)
_MANY = 10.0  # terms
_UNSETTLED = 0.25  # of the doubt is left where the document asks the very question itself


def confidence(question: Question, candidates: Sequence[Candidate]) -> float:
    """The probability that the best candidates answer `question`; 0 where there are none."""
    return linear.logistic(sum(reasons(question, candidates).values())) if candidates else 0.0


def reasons(question: Question, candidates: Sequence[Candidate]) -> dict[str, float]:
    """What adds how much to the log-odds that the candidates answer; there has to be one."""
    fitted = model(read=extraction.was_read(candidates))
    adds = fitted.adds(evidence(question, candidates))
    for name, left in doubts(question, candidates):
        sure = linear.logistic(sum(adds.values()))
        adds[name] = linear.logit(left * sure) - linear.logit(sure)
    if candidates[0].feature("in_answer") == 1:
        sure = linear.logistic(sum(adds.values()))
        adds["asked_above"] = linear.logit(1 - _UNSETTLED * (1 - sure)) - linear.logit(sure)
    return adds


def least(candidates: Sequence[Candidate]) -> float:
    """The confidence below which no answer is given."""
    return LEAST_READ if extraction.was_read(candidates) else LEAST


def evidence(question: Question, candidates: Sequence[Candidate]) -> Mapping[str, float]:
    """The features of an answer as a whole: `NAMES`, and `READ_NAMES` where the reader read."""
    words = _of_words(question, candidates)
    return {**words, **_of_reader(candidates)} if extraction.was_read(candidates) else words


def _of_words(question: Question, candidates: Sequence[Candidate]) -> dict[str, float]:
    """How well the best sentence does, and the passages."""
    best, others = candidates[0], candidates[1:]
    of_best = best.features
    found = sorted({c.found.rank: c.found for c in candidates}.values(), key=lambda f: f.rank)
    richest = max(candidates, key=lambda c: c.feature("passage_cover"))
    together = richest.feature("passage_cover")
    weights = dict(zip(question.terms, question.weights, strict=True))
    substance = question.weight / (question.rarest * _MANY)

    def names_missing(candidate: Candidate) -> float:
        evidence = candidate.found.evidence
        return sum(weights[name] for name in question.names if not evidence.holds(name))

    same = sum(f.evidence.document is found[0].evidence.document for f in found)
    return {
        "certainty": best.probability,
        "margin": min(1.0, (best.score - others[0].score) / 4) if others else 1.0,
        "cover": of_best["cover"],
        "passage_cover": of_best["passage_cover"],
        "best_passage_cover": together,
        "matched": min(1.0, together * substance),
        "missing": sum(w for term, w in weights.items() if not question.frequencies[term]),
        "names_missing": substance * names_missing(richest),
        "names_missing_here": substance * names_missing(best),
        "terms": min(1.0, len(question.terms) / _MANY),
        "rarest": of_best["rarest"],
        "phrases": of_best["phrases"],
        "longest_run": of_best["longest_run"],
        "suits": max(value for name, value in of_best.items() if name.startswith("suits_")),
        "wants_figure": float(question.asked.type in SUITING),
        "passage_of_possible": of_best["passage_of_possible"],
        "lead": 1 - found[-1].score / found[0].score if len(found) > 1 else 1.0,
        "agreement": same / len(found),
    }


def _of_reader(candidates: Sequence[Candidate]) -> dict[str, float]:
    """What the reader thinks of the best sentence, in two looks, and of the best window."""
    columns = reranking.table(candidates)
    of_best = {f"reader_{name}": float(column[0]) for name, column in columns.items()}
    del of_best["reader_words"]
    windows = [candidate.sight.among.answerability for candidate in candidates if candidate.sight]
    alone = dict.fromkeys(_ALONE, 0.0)
    if sight := candidates[0].sight:
        said = reranking.said(sight.closest)
        alone = {f"reader_{name}_alone": value for name, value in said.items()}
    return {**of_best, **alone, "reader_answers_most": reranking.unit(max(windows))}


@cache
def model(*, read: bool) -> linear.Linear:
    """The fitted weights, for answers with or without the reader."""
    names = (*NAMES, *READ_NAMES) if read else NAMES
    return linear.check(linear.load(file(read=read)), names, script="confidence")


def file(*, read: bool) -> str:
    """What the model is called in `bot/models/`."""
    return "confidence_read" if read else "confidence"
