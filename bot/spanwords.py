"""Read questions and sentences word by word, as spans are described by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answertype import Asked, asked
from bot.nounphrase import looks_like_verb
from bot.question import relation
from bot.wordlists import AUXILIARIES, MONTHS, NUMBER_WORDS, QUESTION_WORDS, VERBS
from index import analysis

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: its place, its fine and coarse form, its term."""

    start: int
    end: int
    lower: str
    shape: str
    coarse: str
    term: str


def words(text: str) -> tuple[Word, ...]:
    """The words and marks of a sentence."""
    return tuple(Word(m.start(), m.end(), *_form(m.group())) for m in _TOKEN.finditer(text))


@lru_cache(maxsize=1 << 16)
def _form(token: str) -> tuple[str, str, str, str]:
    lower = token.casefold()
    shape, coarse = _shape(token, lower)
    return lower, shape, coarse, analysis.term_of(token) if token[0].isalnum() else ""


def _shape(token: str, lower: str) -> tuple[str, str]:
    """The form of a token: a fine one that tells its ending, and a coarse one."""
    if not token[0].isalpha():
        return _figure(token)
    if lower in _MONTHS and token[0].isupper():
        return "month", "M"
    if lower in _NUMBER_WORDS:
        return "numeral", "N"
    if analysis.is_function(analysis.term_of(token)) or lower in QUESTION_WORDS:
        return lower, "d" if lower in {"the", "a", "an"} else "f"
    ending = next((e for e in _ENDINGS if lower.endswith(e) and len(lower) > len(e) + 2), "")
    if token[0].isupper():
        return ("CAPITALS" if token.isupper() and len(token) > 1 else "Capital"), "C"
    return f"-{ending}", "w"


def _figure(token: str) -> tuple[str, str]:
    if token.isdigit():
        year = len(token) == 4 and token[0] in "12"  # noqa: PLR2004
        return ("year", "Y") if year else (f"digits{min(len(token), 4)}", "N")
    return ("figure", "N") if token[0].isalnum() else (token, token)


@dataclass(frozen=True, slots=True)
class Query:
    """What spans are compared with: the part that each content term has in a question.

    `opening` is the question word and two more, `before` the word before it, `ending` a last
    function word ("in what", "is it used for"), `auxiliary` the first after the question word.
    """

    asked: Asked
    parts: Mapping[str, str]
    beginnings: frozenset[str]
    opening: str
    before: str
    ending: str
    auxiliary: str

    def part(self, term: str) -> str:
        """The part that a word of a sentence has in the question, "" where it is new."""
        if not term:
            return ""
        if term in self.parts or term[:_BEGINNING] not in self.beginnings:
            return self.parts.get(term, "")
        return "related" if any(relation(term, other) > 0 for other in self.parts) else ""


@lru_cache(maxsize=1024)
def read_question(question: str) -> Query:
    """Read a question as spans are compared with it."""
    reading = asked(question)
    tokens = [token.casefold() for token in _TOKEN.findall(question) if token[0].isalnum()]
    at = next((i for i, token in enumerate(tokens) if token in QUESTION_WORDS), -1)
    auxiliary = next((i for i, t in enumerate(tokens) if t in AUXILIARIES and i > at), -1)
    focus = analysis.term_of(reading.focus) if reading.focus else ""
    terms: dict[str, str] = {}
    for i, token in enumerate(tokens):
        term = analysis.term_of(token)
        if not term or analysis.is_function(term) or term in terms:
            continue
        verb = looks_like_verb(token) or (token in VERBS and tokens[auxiliary] in _DO)
        kind = "focus" if term == focus else "verb" if verb and i > at else "noun"
        place = len([part for part in terms.values() if part[0] != "-"]) if i > at else -1
        terms[term] = f"{'-' if i < at else ''}{kind}{min(place, 3)}"
    if terms:
        terms[next(reversed(terms))] += "."
    after = tokens[at + 1 : at + 3] if at >= 0 else []
    return Query(
        asked=reading,
        parts=terms,
        beginnings=frozenset(term[:_BEGINNING] for term in terms),
        opening=" ".join([*tokens[at : at + 1], *after]) if at >= 0 else "",
        before=tokens[at - 1] if at > 0 else "",
        ending=tokens[-1] if tokens and analysis.is_function(analysis.term_of(tokens[-1])) else "",
        auxiliary=tokens[auxiliary] if auxiliary >= 0 else "",
    )


_TOKEN = re.compile(
    r"\d[\d,.]*\d|\d+|(?:[^\W\d_]\.){2,}"
    r"|(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Prof|Gen|Col|Lt|Rev|Sen|Gov|No)\.(?=\s)|[A-Z]\.(?=\s[A-Z])"
    r"|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*|['’]s\b|[^\w\s]|\w+"
)
_ENDINGS = (
    "tion ment ness ity ism ship ance ence ing ed ly er or ist ian al ic ous ive ful able ary ate"
    " ize ies es s y"
).split()
_MONTHS = frozenset(MONTHS)
_NUMBER_WORDS = frozenset(NUMBER_WORDS)
_BEGINNING = 4  # letters that derived words share at least
_DO = {"do", "does", "did"}
