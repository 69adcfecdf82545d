"""What shakes the confidence in an answer, and was too seldom in what it was fitted on to learn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot import cells, extraction, lives
from bot.answertype import AnswerType
from bot.question import LABELS
from bot.suiting import lacks
from index import analysis
from index.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.extraction import Candidate
    from bot.question import Question

_BEFORE = 2_000  # characters, in which whom a pronoun means is named
_BEST = 3  # sentences, which are about what is quoted
_SHAKEN = 0.6  # of the confidence is left by what the fitting has seen too seldom to learn
_SHATTERED = 0.4  # and by two such things together
_GONE = 0.2  # and by what is said of something else
_SOMEBODY = re.compile(r"(?:he|she|his|her)\b", re.IGNORECASE)
_OPENING = re.compile(r"(?:^|[.!?]|\n)\s*((?:\S+ ){0,5}\S+)")  # of a sentence, with its subject
_IDENTIFIER = re.compile(r"\b([A-Za-z]{2,10})[-–](\d+)\b(?![-–/])")  # of a task, a part, a model
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


def doubts(question: Question, candidates: Sequence[Candidate]) -> Iterator[tuple[str, float]]:
    """What shakes the confidence, and how much of it is left."""
    best = candidates[0].statement
    in_a_cell = question.asked.type not in cells.NOT_IN_A_CELL
    is_row = in_a_cell and best.sentence.kind is BlockKind.ROW
    column = is_row and cells.answering(question.text, best.text) is not None
    if not column and _lacks_figure(question, candidates):
        yield "lacks_figure", _SHAKEN if LABELS.isdisjoint(question.order) else _GONE
    if _names_a_stranger(question):
        yield "names_a_stranger", _SHAKEN
    if not all(map(candidates[0].found.evidence.holds, question.instead)):
        yield "lacks_other_word", _SHAKEN
    if _is_called_otherwise(question, candidates[0]):
        yield "is_called_otherwise", _GONE
    if _is_another_row(question, candidates[0]):
        yield "is_another_row", _GONE
    if candidates[0].feature("untold"):
        yield "untold", _GONE
    if _is_of_another(question, candidates[0]):
        yield "is_of_another", _GONE
    if not column and _lacks_word_and_kind(question, candidates[0]):
        yield "lacks_word_and_kind", _SHATTERED
    elif is_row and not column and question.lacks_a_key_term:
        yield "lacks_column", _SHATTERED


def _lacks_figure(question: Question, candidates: Sequence[Candidate]) -> bool:
    """Whether a date, say, is asked for, and none of the best sentences has one.

    The reader knows figures in more forms; only that a telephone number is none it has not seen.
    Such a number has to stand in the best sentence or beside it: elsewhere it may be another's.
    """
    precise = _CONTACT if extraction.was_read(candidates) else _PRECISE
    best = candidates[:_BEST]
    if question.asked.type in _CONTACT:
        best = [each for each in candidates if _is_beside(each, candidates[0])]
    return question.asked.type in precise and not any(
        value
        for candidate in best
        for name, value in candidate.features.items()
        if name.startswith("suits_")
    )


def _is_beside(candidate: Candidate, best: Candidate) -> bool:
    return candidate.found is best.found and abs(candidate.place - best.place) <= 1


def _names_a_stranger(question: Question) -> bool:
    """Whether no document has one of the names or figures that are asked about."""
    return question.known_names < question.names


def _is_called_otherwise(question: Question, best: Candidate) -> bool:
    """Whether it is asked about "AI-7", say, which stands neither in the document, or the row if it
    is one, nor above it, nor in the file's name.
    """
    identifiers = _IDENTIFIER.findall(question.text)
    if not identifiers:
        return False
    statement, evidence = best.statement, best.found.evidence
    document, is_row = evidence.document, statement.sentence.kind is BlockKind.ROW
    held = [statement.text, *evidence.passage.section] if is_row else [document.text]
    text = "\n".join([document.source, document.title, *held])
    return not all(
        re.search(rf"\b{letters}[-–\s]?{figures}\b", text, re.IGNORECASE)
        for letters, figures in identifiers
    )


def _is_another_row(question: Question, best: Candidate) -> bool:
    """Whether it is a row of a table, and what is asked about by name stands in another one."""
    row, evidence = best.statement, best.found.evidence
    above = evidence.title | evidence.section
    names = question.known_names - above
    return row.sentence.kind is BlockKind.ROW and not names.issubset(row.places)


def _is_of_another(question: Question, best: Candidate) -> bool:
    """Whether a "she" whom the sentence is about is not the one who is asked about by name.

    Whoever is first named behind it is not meant by it; nor, where a birth or a death is asked
    for, whoever is named before it only behind others: "Ada married Olof. She was born in …".
    """
    statement, evidence = best.statement, best.found.evidence
    if not _SOMEBODY.match(statement.text):
        return False
    start = statement.sentence.start
    before = evidence.document.text[max(0, start - _BEFORE) : start]
    if lives.asked(question.text):
        before = "\n".join(_OPENING.findall(before))
    named = set(filter(str.isalpha, question.known_names))
    return not named <= {
        *statement.places,
        *analysis.terms(before),
        *evidence.title,
        *evidence.section,
    }


def _lacks_word_and_kind(question: Question, best: Candidate) -> bool:
    """Whether a word that decides stands nowhere, and in the sentence nothing that is asked for.

    "How old is Alan Bollard?" is not answered by when he spoke. But a telephone number is seldom
    called one where it stands.
    """
    doubtful = question.lacks_a_key_term and question.asked.type not in _CONTACT
    return doubtful and lacks(question, best.statement)
