"""Say how likely an answer is right, and refuse where it is not likely enough.

A fitted model weighs what tells questions that the documents answer from questions that they
don't; its scale is how often what is quoted then answers. Where the reader has read, another
model speaks, which knows what it saw.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot import cells, extraction, linear, reranking
from bot.answertype import AnswerType
from bot.shapes import SUITING
from bot.suiting import lacks
from index.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.extraction import Candidate
    from bot.question import Question

LEAST = 0.25  # below it the documents are taken not to say
LEAST_READ = 0.33  # the same where the reader has read, which tells the two apart better

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
READ_NAMES = (
    "reader_span",
    "reader_over_null",
    "reader_answers",
    "reader_answers_most",
    "reader_share",
    "reader_points_here",
    "reader_unread",
)
_MANY = 10.0  # terms
_BEST = 3  # sentences, which are about what is quoted
_SHAKEN = 0.6  # of the confidence is left by what the fitting has seen too seldom to learn
_SHATTERED = 0.4  # and by two such things together
_GONE = 0.2  # and by what is said of something else
_UNSETTLED = 0.25  # of the doubt is left where the document asks the very question itself
_CONTACT = frozenset({AnswerType.CONTACT})
_PRECISE = frozenset(
    {
        AnswerType.CONTACT,
        AnswerType.DATE,
        AnswerType.DURATION,
        AnswerType.MONEY,
        AnswerType.NUMBER,
        AnswerType.PERCENTAGE,
        AnswerType.YEAR,
    }
)


def confidence(question: Question, candidates: Sequence[Candidate]) -> float:
    """The probability that the best candidates answer `question`; 0 where there are none."""
    return linear.logistic(sum(reasons(question, candidates).values())) if candidates else 0.0


def reasons(question: Question, candidates: Sequence[Candidate]) -> dict[str, float]:
    """What adds how much to the log-odds that the candidates answer; there has to be one."""
    fitted = model(read=extraction.was_read(candidates))
    adds = fitted.adds(evidence(question, candidates))
    for name, left in _doubts(question, candidates):
        sure = linear.logistic(sum(adds.values()))
        adds[name] = linear.logit(left * sure) - linear.logit(sure)
    if candidates[0].features["in_answer"] == 1:
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
    richest = max(candidates, key=lambda c: float(c.table["passage_cover"][c.row]))
    together = richest.features["passage_cover"]
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
    """What the reader thinks of the best sentence, and of the most promising window."""
    columns = reranking.table(candidates)
    of_best = {f"reader_{name}": float(column[0]) for name, column in columns.items()}
    del of_best["reader_words"]
    windows = [candidate.sight.answerability for candidate in candidates if candidate.sight]
    return {**of_best, "reader_answers_most": reranking.unit(max(windows))}


def _doubts(question: Question, candidates: Sequence[Candidate]) -> Iterator[tuple[str, float]]:
    """What shakes the confidence, and how much of it is left."""
    best = candidates[0].statement
    in_a_cell = question.asked.type not in cells.NOT_IN_A_CELL
    is_row = in_a_cell and best.sentence.kind is BlockKind.ROW
    column = is_row and cells.answering(question.text, best.text) is not None
    if not column and _lacks_figure(question, candidates):
        yield "lacks_figure", _SHAKEN
    if _names_a_stranger(question):
        yield "names_a_stranger", _SHAKEN
    if _is_another_row(question, candidates[0]):
        yield "is_another_row", _GONE
    if not column and _lacks_word_and_kind(question, candidates[0]):
        yield "lacks_word_and_kind", _SHATTERED
    elif is_row and not column and question.lacks_a_key_term:
        yield "lacks_column", _SHATTERED


def _lacks_figure(question: Question, candidates: Sequence[Candidate]) -> bool:
    """Whether a date, say, is asked for, and none of the best sentences has one.

    The reader knows figures in more forms; only that a telephone number is none it has not seen.
    """
    precise = _CONTACT if extraction.was_read(candidates) else _PRECISE
    return question.asked.type in precise and not any(
        value
        for candidate in candidates[:_BEST]
        for name, value in candidate.features.items()
        if name.startswith("suits_")
    )


def _names_a_stranger(question: Question) -> bool:
    """Whether no document has one of the names or figures that are asked about."""
    return any(not question.frequencies[name] for name in question.names)


def _is_another_row(question: Question, best: Candidate) -> bool:
    """Whether it is a row of a table, and what is asked about by name stands in another one."""
    row, evidence = best.statement, best.found.evidence
    above = evidence.title | evidence.section
    names = {name for name in question.names if question.frequencies[name]} - above
    return row.sentence.kind is BlockKind.ROW and not names.issubset(row.places)


def _lacks_word_and_kind(question: Question, best: Candidate) -> bool:
    """Whether a word that decides stands nowhere, and in the sentence nothing that is asked for.

    "How old is Alan Bollard?" is not answered by when he spoke. But a telephone number is seldom
    called one where it stands.
    """
    doubtful = question.lacks_a_key_term and question.asked.type not in _CONTACT
    return doubtful and lacks(question, best.statement)


@cache
def model(*, read: bool) -> linear.Linear:
    """The fitted weights, for answers with or without the reader."""
    names = (*NAMES, *READ_NAMES) if read else NAMES
    return linear.check(linear.load(file(read=read)), names, script="confidence")


def file(*, read: bool) -> str:
    """What the model is called in `bot/models/`."""
    return "confidence_read" if read else "confidence"
