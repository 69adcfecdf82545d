"""Find what looks like an answer: dates, numbers, sums of money, names, quoted phrases, …

Every pattern is compiled once and bounded, so that a text is read in linear time. Names are
runs of capitalised words; scripts without capitals simply have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bot.answertype import AnswerType
from bot.wordlists import FUNCTION_WORDS, MONTHS, NUMBER_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator


class ShapeKind(StrEnum):
    """The forms that plain answers take."""

    EMAIL = "email"
    URL = "url"
    PHONE = "phone"
    DATE = "date"
    MONEY = "money"
    PERCENTAGE = "percentage"
    DURATION = "duration"
    FREQUENCY = "frequency"
    YEAR = "year"
    NUMBER = "number"
    NAME = "name"
    QUOTED = "quoted"


@dataclass(frozen=True, slots=True)
class Shape:
    """``text[start:end]`` has the form of `kind`."""

    kind: ShapeKind
    start: int
    end: int


SUITING: dict[AnswerType, frozenset[ShapeKind]] = {
    AnswerType.PERSON: frozenset({ShapeKind.NAME}),
    AnswerType.NAME: frozenset({ShapeKind.NAME, ShapeKind.QUOTED}),
    AnswerType.PLACE: frozenset({ShapeKind.NAME}),
    AnswerType.DATE: frozenset({ShapeKind.DATE, ShapeKind.YEAR}),
    AnswerType.YEAR: frozenset({ShapeKind.YEAR}),
    AnswerType.NUMBER: frozenset({ShapeKind.NUMBER, ShapeKind.DURATION, ShapeKind.PERCENTAGE}),
    AnswerType.MONEY: frozenset({ShapeKind.MONEY}),
    AnswerType.PERCENTAGE: frozenset({ShapeKind.PERCENTAGE}),
    AnswerType.DURATION: frozenset({ShapeKind.DURATION, ShapeKind.NUMBER}),
    AnswerType.FREQUENCY: frozenset({ShapeKind.FREQUENCY}),
    AnswerType.CONTACT: frozenset({ShapeKind.PHONE, ShapeKind.EMAIL, ShapeKind.URL}),
}
"""The shapes that can answer each type of question; types without one are answered in prose."""
AMOUNTS = frozenset({ShapeKind.MONEY, ShapeKind.PERCENTAGE})
"""What is written with a sign: without it, the figure alone says something else."""


@lru_cache(maxsize=1024)  # a sentence is looked at by those who rank it and who answer from it
def shapes(text: str) -> tuple[Shape, ...]:
    """Every shape in `text`, from left to right.

    Shapes of one kind never overlap. A year inside a date is reported beside it, as are names
    and figures inside quotation marks; a number inside a longer figure is not.

    >>> text = "In March 1994, 21 leaders"
    >>> [(shape.kind.value, text[shape.start : shape.end]) for shape in shapes(text)]
    [('date', 'March 1994'), ('year', '1994'), ('number', '21 leaders')]
    """
    found = [*_figures(text), *_names(text), *_quotations(text)]
    return tuple(sorted(found, key=lambda shape: (shape.start, -shape.end, shape.kind)))


def is_time_unit(noun: str) -> bool:
    """Whether durations are counted in it: days, a year."""
    return bool(re.fullmatch(_TIME_UNIT, noun))


def _figures(text: str) -> Iterator[Shape]:
    lowered = text.translate(_OF_ONE_LETTER).lower()
    addressed = _ADDRESSED.search(lowered) is not None
    for match in _figure(addressed=addressed).finditer(lowered):
        kind = ShapeKind(str(match.lastgroup))
        yield Shape(kind, match.start(), match.end())
        if kind is ShapeKind.DATE:
            for year in _YEAR.finditer(text, match.start(), match.end()):
                yield Shape(ShapeKind.YEAR, year.start(), year.end())


def _names(text: str) -> Iterator[Shape]:
    """Runs of capitalised words, joined by "of the", "de" and their like.

    A function word that merely begins a sentence begins no name, nor does a month or a day.
    """
    start = end = -1
    for match in _WORD.finditer(text):
        word = match.group()
        if not word[0].isupper():
            continue
        if start >= 0 and _joins(text[max(start, end - 6) : end], text[end : match.start()]):
            end = match.end()
        elif word.casefold() not in _NAMELESS:
            if start >= 0:
                yield Shape(ShapeKind.NAME, start, end)
            start, end = match.span()
    if start >= 0:
        yield Shape(ShapeKind.NAME, start, end)


def _joins(before: str, gap: str) -> bool:
    """Tell whether a name that ends in `before` goes on across `gap` to the next capital."""
    if len(gap) > len(" of the "):
        return False
    if gap == ". ":
        last = before.rsplit(None, 1)[-1]
        return len(last) == 1 or last in _TITLES
    return gap.startswith((" ", "-")) and all(word in _CONNECTORS for word in gap.split())


def _quotations(text: str) -> Iterator[Shape]:
    for match in _QUOTATION.finditer(text):
        yield Shape(ShapeKind.QUOTED, match.start() + 1, match.end() - 1)


_WORD = re.compile(r"[^\W\d_](?:[\w'’]|[-–](?=\w))*")
_TITLES = frozenset({"Dr", "Mr", "Mrs", "Ms", "St", "Prof", "Gen", "Col", "Capt", "Rev", "Sen"})
_CONNECTORS = frozenset("of the de da del della di du la le van von der den y al el bin &".split())
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_NAMELESS = FUNCTION_WORDS | frozenset(MONTHS) | {m[:3] for m in MONTHS} | frozenset(_DAYS)


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


_NUMBER_WORD = _any(NUMBER_WORDS)
_SCALE = r"(?:[ -](?:hundred|thousand|million|billion|trillion|bn|mn))?"
_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,20})(?:\.\d{1,20}|,\d\d(?![\d,]))?"
_NUMBER = rf"(?:{_DIGITS}{_SCALE}|{_NUMBER_WORD}(?:(?:-| and | ){_NUMBER_WORD}){{0,6}})"
_MONTH = rf"(?:{_any(MONTHS)}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?:\s?(?:-|–|to|and)\s?\d{1,2}(?:st|nd|rd|th)?)?"
_PLAIN_YEAR = r"(?:1\d{3}|20\d{2})"
_TIME_UNIT = r"(?:second|minute|hour|day|night|week|month|year|decade|centur(?:y|ie))s?"
_SYMBOL = "[$£€¥₹₩]"
_CODES = (
    "usd eur gbp chf sek nok dkk isk pln czk huf cad aud nzd sgd hkd jpy cny inr krw kr".split()
)
_CURRENCY = (
    "(?:dollar|euro|pound|franc|rupee|rouble|ruble|peso|cent)s?"
    rf"|kron(?:a|e|or|er|ur)|yen|yuan|zł|złoty|{_any(_CODES)}"
)
_DOMAIN = (  # those that are no words, so that a sentence begun without a blank is none
    "(?:com|org|net|edu|gov|info|io|eu|uk|ie|de|ch|fr|nl|dk|se|fi|pl|pt|ca|au|nz|jp|kr|cn|sg|br)"
)
_PATTERNS = {
    ShapeKind.EMAIL: r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}\w{2,24}",
    ShapeKind.URL: (
        r"(?:https?://|www\.)[^\s<>\"”’)]{1,400}[\w/]"
        rf"|(?:[\w-]{{1,63}}\.){{1,4}}{_DOMAIN}(?:/(?:[^\s<>\"”’)]{{0,400}}[\w/])?)?"
    ),
    ShapeKind.PHONE: (
        r"\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}|\(\d{3}\) ?\d{3}[ -]\d{4}|\d{3}-\d{3}-\d{4}"
        r"|0\d{2,4}[ /-](?:\d{3,4}[ -]\d{3,4}|\d{5,8})"
    ),
    ShapeKind.DATE: (
        rf"(?:{_DAY} (?:of )?)?{_MONTH}(?: {_DAY}(?!\d))?,? (?:of )?{_PLAIN_YEAR}"
        rf"|{_DAY} (?:of )?{_MONTH}|{_MONTH} {_DAY}"
        rf"|{_PLAIN_YEAR}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}"
        r"|(?:1\d{3}|20\d{2}|\d{2})s"
        r"|(?:\d{1,2}(?:st|nd|rd|th)(?:[ -]and )?(?:[ -])){1,2}centur(?:y|ies)(?: bce?)?"
        r"|\d{1,2}:\d{2}(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\b\.?"
        rf"|(?:{_any(_DAYS)}|{_any([m for m in MONTHS if m not in {'march', 'may'}])})"
    ),
    ShapeKind.MONEY: (
        rf"(?:us|a|c|nz|hk|s)?{_SYMBOL} ?{_DIGITS}{_SCALE}|{_any(_CODES)} ?{_DIGITS}{_SCALE}"
        rf"|{_NUMBER}(?: u\.?s\.?)? (?:{_CURRENCY})|{_DIGITS}{_SCALE} ?{_SYMBOL}"
    ),
    ShapeKind.PERCENTAGE: rf"{_NUMBER} ?(?:%|per ?cent\b|percentage points)",
    ShapeKind.FREQUENCY: (
        rf"(?:once|twice|{_NUMBER} times) (?:a|an|per|every|each) \w{{1,20}}"
        rf"|every (?:{_NUMBER} )?{_TIME_UNIT}|(?:dai|week|month|quarter|year|annual)ly|annually"
    ),
    ShapeKind.DURATION: rf"{_NUMBER}[ -](?:(?:more|full|consecutive|working) )?{_TIME_UNIT}",
    ShapeKind.YEAR: rf"{_PLAIN_YEAR}(?! ?(?:bce?|ad|ce)\b)|\d{{1,4}} (?:bce?|ad|ce)\b|ad \d{{1,4}}",
    ShapeKind.NUMBER: (
        rf"{_NUMBER}(?: ?(?:[glm]|°[cf])\b| (?!{_any(sorted(FUNCTION_WORDS))}\b)[a-z]{{2,24}})?"
    ),
}


@cache  # compiled when it is needed: each takes as long to compile as a question to answer
def _figure(*, addressed: bool) -> re.Pattern[str]:
    """What finds any figure in small letters.

    Ten times as fast where it need not look for addresses: they may begin with any letter.
    """
    kinds = (kind for kind in _PATTERNS if addressed or kind not in _ADDRESSES)
    either = "|".join(f"(?P<{kind}>{_PATTERNS[kind]})" for kind in kinds)
    beginning = "" if addressed else f"(?={_BEGINNING})"
    return re.compile(rf"(?<![\w.+@$£€¥₹₩-]){beginning}(?:{either})(?![\w@])")


_OF_ONE_LETTER = str.maketrans({"İ": "i"})  # all others are of one letter in lower case, too
_ADDRESSES = (ShapeKind.EMAIL, ShapeKind.URL)
_ADDRESSED = re.compile(rf"@|://|www\.|\.{_DOMAIN}\b")
_OPENINGS = ["once", "twice", "every", "dai", "week", "month", "quarter", "year", "annual", "ad"]
_ABBREVIATED = [month[:3] for month in MONTHS]
_BEGINNING = (  # of every pattern but the addresses
    rf"[\d+(]|(?:us|a|c|nz|hk|s)?{_SYMBOL}"
    rf"|{_any([*NUMBER_WORDS, *MONTHS, *_ABBREVIATED, *_DAYS, *_OPENINGS, *_CODES])}"
)
_YEAR = re.compile(rf"(?<!\d){_PLAIN_YEAR}(?!\d)")
_QUOTATION = re.compile(
    r"“[^“”\n]{1,200}”|\"[^\"\n]{1,200}\"|«[^«»\n]{1,200}»|「[^「」\n]{1,200}」"
)
