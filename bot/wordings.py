"""Wordings that answer certain questions outright: definitions, initials spelt out, lists begun.

The questions that the ranking is fitted on hardly ever ask for these, so what they are worth is
not fitted but given.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot import cells, faq, lives
from bot.answertype import AnswerType
from bot.namedso import named_so
from bot.suiting import lacks
from bot.wordlists import AUXILIARIES
from index import analysis
from index.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bot.evidence import Evidence, Statement
    from bot.question import Question

GIVEN = {
    "defines": 3.5,
    "expands": 6.0,
    "named_so": 6.0,
    "introduces": 3.5,
    "is_heading": -4.0,
    "lacks_names": -2.0,
    "denies": -3.0,
    "untold": -6.0,
    "labelled": 5.0,
    "poorer_row": -4.0,
    "on_option": 5.0,
    "in_answer": 4.0,
    "opens_answer": 6.0,
}
"""What each wording adds to a sentence's score."""

_COPULA = re.compile(  # not of the passive voice: what was done to a thing is not what it is
    r"\s(?:is|are|was|were)\s(?!\w+ed\b|not\b|being\b|also\b|to\b|in\b|at\b|on\b)"
    r"|\s(?:means?|refers? to|stands? for|denotes?)\s"
)
_NOT = frozenset(
    "not never cannot arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt shouldnt wasnt"
    " werent wont wouldnt".split()
)
_ENDING = frozenset(analysis.terms("stop avoid quit cease"))  # right before what is not to be done
_BEFORE_NOT = frozenset(analysis.terms(" ".join(sorted(AUXILIARIES))))
_NOT_REALLY = frozenset({"only", "until", "just", "least"})  # "not only", "not until 1994"
_UNTIL = frozenset({"until", "unless"})  # "do not drive until" tells when to
_DENIED = 4  # words after a "not" it may deny
_LONGEST_SUBJECT = 90  # characters before the verb of a definition
_MODEST_SUBJECT = 3  # words in it beside what is defined
_COUNTING = frozenset({"how much", "how many"})
_TIMED = frozenset({AnswerType.DATE, AnswerType.YEAR, AnswerType.DURATION})
_LABEL = re.compile(r"([^:.!?\n]{1,60}): ")
_AMOUNT = re.compile(
    r"(?:\d[\d.,/–-]{0,9}|[½¼¾]|an? |half )[^,;:.!?()\n]{0,12} (?P<thing>[^,;:.!?()\n]{1,60})"
)
_BRACKETED = re.compile(r"\([^()]*\)")
_OPTION = re.compile(r"(?<![\w-])--?[^\W_][\w-]*")
_ASKS_FOR_WORDS = re.compile(r"\b(?:stands? for|short for|acronym|abbreviat\w*)\b", re.IGNORECASE)
_ABOUT_WORDS = frozenset(analysis.terms("mean meaning definition define term word stand short"))


def wants_list(question: Question) -> bool:
    """Whether several things answer: "list the …", "which economies …"."""
    asked = question.asked
    plural = asked.focus.endswith("s") and not asked.focus.endswith("ss")
    return asked.type is AnswerType.LIST or (plural and asked.word in {"which", "what"})


def wordings(question: Question, evidence: Evidence) -> list[dict[str, float]]:
    """How far each of a passage's statements, in their order, has each wording."""
    statements = evidence.statements
    following = [*statements[1:], None]
    lacking = _lacks_names(question, evidence)
    options = _OPTION.findall(question.text)
    asked_above = faq.answers(question, evidence)
    return [
        {
            "defines": defines(question, statement),
            "expands": _expands(question, statement),
            "named_so": float(named_so(question.text, statement.text) is not None),
            "introduces": _introduces(question, statement, after),
            "is_heading": float(statement.sentence.kind is BlockKind.HEADING),
            "lacks_names": lacking,
            "denies": _denies(question, statement),
            "untold": float(lives.untold(question.text, statement.text)),
            "labelled": labelled,
            "poorer_row": poorer,
            "on_option": _on_option(options, evidence, statement),
            "in_answer": likeness,
            "opens_answer": likeness * opens,
        }
        for statement, after, labelled, poorer, (likeness, opens) in zip(
            statements,
            following,
            _labelled(question, statements),
            _poorer_rows(question, statements),
            asked_above,
            strict=True,
        )
    ]


def defines(question: Question, statement: Statement) -> float:
    """1 where the sentence says of the very thing asked about what it is."""
    if question.asked.type is not AnswerType.DEFINITION:
        return 0.0
    asked = set(question.terms) - _ABOUT_WORDS
    copula = _COPULA.search(statement.text, 0, _LONGEST_SUBJECT)
    if not asked or not copula:
        return 0.0
    subject = set(analysis.content_terms(statement.text[: copula.start()]))
    if not asked <= subject:
        return 0.0
    others = len(subject - asked)
    return 1.0 if not others else 0.5 if others <= _MODEST_SUBJECT else 0.0


def _expands(question: Question, statement: Statement) -> float:
    """1 where initials are asked about and the sentence has the name that they stand for."""
    defining = question.asked.type is AnswerType.DEFINITION
    if not defining and not _ASKS_FOR_WORDS.search(question.text):
        return 0.0
    asked = set(question.terms) - _ABOUT_WORDS
    if len(asked) != 1:
        return 0.0
    initials = next(iter(asked))
    bracketed = f"({initials})" in statement.text.lower()
    return float(bracketed or initials in statement.initials)


def _introduces(question: Question, statement: Statement, after: Statement | None) -> float:
    """1 where a list is asked for and the sentence begins one."""
    begins = after is not None and after.sentence.kind is BlockKind.ITEM
    return float(begins and wants_list(question) and statement.text.endswith(":"))


def _denies(question: Question, statement: Statement) -> float:
    """1 where it is asked how or why something is done, and the sentence says that it is not.

    Or what should be done, and it says "stop" or "don't"; or which things are so, and a row "no".
    """
    if statement.sentence.kind is BlockKind.ROW and question.asked.type is AnswerType.LIST:
        return float(cells.says_no(statement.text, question.terms))
    explained = question.asked.type in {AnswerType.MANNER, AnswerType.REASON}
    advised = "should" in question.order and _UNTIL.isdisjoint(statement.terms)
    denies = not (_NOT | _ENDING).isdisjoint(question.order)
    if denies or not (explained or advised):
        return 0.0
    asked = {term for term in question.terms if term not in question.names}
    denied = (asked.intersection(after) for after in _denied(statement.terms))
    return float(any(denied))


def _denied(terms: Sequence[str]) -> Iterator[Sequence[str]]:
    """What stands behind each "does not", "never", "stop", not behind "this and not that"."""
    for before, (at, term) in zip(("", *terms), enumerate(terms), strict=False):
        after = terms[at + 1 : at + 1 + _DENIED]
        bare = term == "not" and before not in _BEFORE_NOT
        if term in _ENDING:
            yield after[:1]
        if term in _NOT and not bare and _NOT_REALLY.isdisjoint(after[:1]):
            yield after


def _labelled(question: Question, statements: Sequence[Statement]) -> list[float]:
    """Of list items such as "Adults: £12" 1 for those of what is asked about, -1 for the others.

    And of those such as "150 g butter", where that is what is to be counted. 0 for what has no
    label, and for all where no label says only what the question says, too.
    """
    if question.asked.word in _COUNTING and question.focus:
        amounts = [_amount_of(question.focus, statement) for statement in statements]
        if 1.0 in amounts:
            return amounts
    labels = [_label(statement) for statement in statements]
    most = max((len(label.intersection(question.terms)) for label in labels), default=0)
    fits = [
        most > 0
        and len(label) == most
        and label.issubset(question.terms)
        and not (question.asked.type in _TIMED and lacks(question, statement))
        for label, statement in zip(labels, statements, strict=True)
    ]
    if not any(fits):
        return [0.0] * len(labels)
    return [1.0 if fit else -float(bool(label)) for label, fit in zip(labels, fits, strict=True)]


def _amount_of(counted: str, statement: Statement) -> float:
    """1 for a list item that is an amount of what is `counted`, -1 for an amount of else."""
    item = _AMOUNT.match(statement.text)
    if item is None or statement.sentence.kind is not BlockKind.ITEM:
        return 0.0
    return 1.0 if counted in analysis.terms(item["thing"]) else -1.0


def _label(statement: Statement) -> set[str]:
    """The terms before the colon of a list item, but for those in brackets."""
    found = _LABEL.match(statement.text)
    if found is None or statement.sentence.kind is not BlockKind.ITEM:
        return set()
    return set(analysis.content_terms(_BRACKETED.sub("", found[1])))


def _poorer_rows(question: Question, statements: Sequence[Statement]) -> list[float]:
    """1 for each row of a table that has less of what is asked about than another of its rows.

    Not where several may answer.
    """
    rows = {
        place: frozenset(filter(statement.places.__contains__, question.terms))
        for place, statement in enumerate(statements)
        if statement.sentence.kind is BlockKind.ROW and not wants_list(question)
    }
    different = set(rows.values())
    return [
        float(place in rows and any(rows[place] < other for other in different))
        for place in range(len(statements))
    ]


def _on_option(options: Collection[str], evidence: Evidence, statement: Statement) -> float:
    """1 where it is asked about an option, and the sentence, or its heading, begins with it.

    Manuals do: "-z, --gzip". Unlike the search, this tells "-z" from "-Z".
    """
    if not options or statement.sentence.kind is BlockKind.HEADING:
        return 0.0
    lines = [*evidence.passage.section[-1:], statement.text[:_LONGEST_SUBJECT]]
    named = [name for line in lines if line.startswith("-") for name in _OPTION.findall(line)]
    return float(not set(options).isdisjoint(named))


def _lacks_names(question: Question, evidence: Evidence) -> float:
    """The share of the names in the question that the passage does not speak of.

    Names that no document has don't count: they tell no passage from another.
    """
    names = question.known_names
    held = sum(evidence.holds(name) for name in names)
    return 1 - held / len(names) if names else 0.0
