"""Tell what kind of thing a question asks for: a person, a date, a number, a reason, …

Rules over the words of the question, in lower case, so that "who leads the delegation?",
"The delegation is led by whom?" and "delegation leader" are all read as asking for a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.nounphrase import head, looks_like_verb, looks_plural, phrase_of, singular, subject_phrase
from bot.wordlists import (
    AUXILIARIES,
    COPULAS,
    COUNTED,
    DETERMINERS,
    ENUMERABLE,
    LIGHT,
    MEASURES,
    MONEY_UNITS,
    NOUNS,
    OPENERS,
    PREPOSITIONS,
    SPENT,
    SUPERLATIVE,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class AnswerType(StrEnum):
    """The kinds of answers that a question can ask for."""

    PERSON = "person"
    NAME = "name"  # of an organisation, a work, a thing; what something is called
    PLACE = "place"
    DATE = "date"
    YEAR = "year"
    NUMBER = "number"  # a count or a measure
    MONEY = "money"
    PERCENTAGE = "percentage"
    DURATION = "duration"
    FREQUENCY = "frequency"
    CONTACT = "contact"  # a telephone number, an e-mail or web address
    REASON = "reason"
    MANNER = "manner"
    DEFINITION = "definition"
    LIST = "list"
    YES_NO = "yes_no"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for.

    `word` is its question word ("who", "how many", "" for keywords) and `focus` the noun that
    the answer is an instance of ("which *economies*", "how many *members*"), or "".
    """

    type: AnswerType
    word: str = ""
    focus: str = ""


def expected(question: str) -> AnswerType:
    """Return the type of answer that `question` asks for.

    >>> expected("In what year did the leaders meet?"), expected("bogor goals date")
    (<AnswerType.YEAR: 'year'>, <AnswerType.DATE: 'date'>)
    """
    return asked(question).type


@lru_cache(maxsize=4096)
def asked(question: str) -> Asked:
    """Read what `question` asks for; anything at all can be read, at worst as OTHER.

    >>> asked("Which economies are members of APEC?")
    Asked(type=<AnswerType.LIST: 'list'>, word='which', focus='economies')
    """
    words = [part for word in _WORD.findall(question.casefold()) for part in _expanded(word)]
    at = _question_word(words)
    if at is not None:
        return _READERS[words[at]](words[at + 1 :])
    return _command(words) or _closed(words) or _keywords(words)


def _expanded(word: str) -> Sequence[str]:
    """Split "what's" into two words and drop the "'s" of a possessive."""
    stem, apostrophe, ending = word.replace("’", "'").rpartition("'")
    if not apostrophe or ending not in {"s", "re", "d", "ll", "ve"}:
        return (word,)
    return (stem, "is") if stem in _READERS else (stem,)


def _question_word(words: Sequence[str]) -> int | None:
    """Find the word that asks: at the front, at the very end, or after "in", "of", "to".

    "When" and "where" may join clauses and "who" and "which" may relate them, so that these
    ask from inside a question only where nothing else does.
    """
    found = [at for at, word in enumerate(words) if word in _READERS]
    if not found:
        return None
    first, last = found[0], found[-1]
    opens = all(word in OPENERS for word in words[:first])
    if opens:
        joins = words[first] in {"when", "where"} and not _verb_follows(words, first)
        return found[1] if joins and first != last else first
    if last == len(words) - 1:
        return last
    asking = [at for at in found if words[at] in {"what", "how", "whom", "why"}]
    if asking:
        return asking[0]
    asking = [at for at in found if at > 0 and words[at - 1] in PREPOSITIONS]
    if asking:
        return asking[0]
    return None if _closed(words) or _command(words) else first


def _verb_follows(words: Sequence[str], at: int) -> bool:
    return at + 1 == len(words) or words[at + 1] in AUXILIARIES


def _who(rest: Sequence[str]) -> Asked:
    if any(word in {"contact", "call", "email", "phone"} for word in rest):
        return Asked(AnswerType.CONTACT, "who")
    if rest and rest[0] in COPULAS and _is_bare_name(rest[1:]):
        return Asked(AnswerType.DEFINITION, "who", rest[-1])
    focus = head(phrase_of(rest[1:])) if rest and rest[0] in COPULAS else ""
    return Asked(AnswerType.PERSON, "who", focus)


def _is_bare_name(words: Sequence[str]) -> bool:
    """Tell whether nothing but a name follows: "who is casey mace", not "who is the chair"."""
    return (
        0 < len(words) <= 4  # noqa: PLR2004 - longer names are rarer than clauses
        and not any(w in DETERMINERS | PREPOSITIONS | AUXILIARIES for w in words)
        and not any(looks_like_verb(w) or w.endswith("ing") for w in words)
        and _TYPE_OF_NOUN.get(words[-1]) is None
    )


def _when(_: Sequence[str]) -> Asked:
    return Asked(AnswerType.DATE, "when")


def _where(_: Sequence[str]) -> Asked:
    return Asked(AnswerType.PLACE, "where")


def _why(_: Sequence[str]) -> Asked:
    return Asked(AnswerType.REASON, "why")


def _whose(rest: Sequence[str]) -> Asked:
    return Asked(AnswerType.PERSON, "whose", head(phrase_of(rest)))


def _how(rest: Sequence[str]) -> Asked:
    first = rest[0] if rest else ""
    word = f"how {first}".strip()
    if first in {"much", "many"}:
        return _how_much(word, rest[1:])
    if first in MEASURES:
        return Asked(AnswerType(MEASURES[first]), word, first)
    if first == "come":
        return Asked(AnswerType.REASON, word)
    if any(w in {"contact", "reach", "phone", "call"} for w in rest):
        return Asked(AnswerType.CONTACT, "how")
    if rest and rest[-1] in {"called", "named", "titled"}:
        return Asked(AnswerType.NAME, "how")
    return Asked(AnswerType.MANNER, "how")


def _how_much(word: str, rest: Sequence[str]) -> Asked:
    focus = head(phrase_of(rest))
    if rest and rest[0] in {"percent", "percentage"}:
        return Asked(AnswerType.PERCENTAGE, word, focus)
    money = SPENT & set(rest) or _TYPE_OF_NOUN.get(focus) is AnswerType.MONEY
    if focus in MONEY_UNITS or (word == "how much" and money):
        return Asked(AnswerType.MONEY, word, focus)
    if focus in {"time", "longer"} and word == "how much":
        return Asked(AnswerType.DURATION, word, focus)
    return Asked(AnswerType.NUMBER, word, focus)


def _what(rest: Sequence[str]) -> Asked:
    if not rest:
        return Asked(AnswerType.OTHER, "what")
    if rest[0] not in AUXILIARIES:
        phrase = subject_phrase(rest)
        return _which_noun("what", phrase, rest[len(phrase) :])
    if rest[0] not in COPULAS:
        return Asked(_what_does(rest), "what")
    return _what_is(rest[0], rest[1:])


def _what_does(rest: Sequence[str]) -> AnswerType:
    match rest[-1]:
        case "mean":
            return AnswerType.DEFINITION
        case "cost":
            return AnswerType.MONEY
        case "for" if "stand" in rest:
            return AnswerType.NAME
        case _:
            return AnswerType.OTHER


def _what_is(copula: str, rest: Sequence[str]) -> Asked:
    """Read "what is the …": a typed noun, a definition, or a list for "what are the … of …"."""
    phrase = phrase_of(rest)
    tail = rest[len(phrase) :]
    kind, focus = _typed(phrase, tail)
    if kind is not AnswerType.OTHER:
        return Asked(kind, "what", focus)
    if rest and rest[-1] in {"called", "named", "titled", "known"}:
        return Asked(AnswerType.NAME, "what", focus)
    plural = copula in {"are", "were"} and looks_plural(focus)
    if plural and (tail or (focus in ENUMERABLE and len(phrase) <= _WITH_DETERMINER)):
        return Asked(AnswerType.LIST, "what", focus)
    defines = bool(phrase) and not tail and not SUPERLATIVE.intersection(phrase)
    return Asked(AnswerType.DEFINITION if defines else AnswerType.OTHER, "what", focus)


def _which(rest: Sequence[str]) -> Asked:
    if rest and rest[0] == "of":
        phrase = phrase_of(rest[1:])
        return Asked(AnswerType.OTHER, "which", head(phrase))
    phrase = subject_phrase(rest)
    return _which_noun("which", phrase, rest[len(phrase) :])


def _which_noun(word: str, phrase: Sequence[str], tail: Sequence[str]) -> Asked:
    """Read "which economies are …": many are asked for where the verb is a plural "are"."""
    kind, focus = _typed(phrase, tail)
    many = looks_plural(focus) and bool(tail) and tail[0] in {"are", "were", "have", "do"}
    if many and kind in _NAMED_TYPES:
        return Asked(AnswerType.LIST, word, focus)
    return Asked(kind, word, focus)


def _typed(phrase: Sequence[str], tail: Sequence[str]) -> tuple[AnswerType, str]:
    """The type that the nouns of a phrase announce, the last one first, and the focus.

    "The name of the river" and "what kind of animal" are about the river and the animal.
    """
    focus = head(phrase)
    if focus in LIGHT and tail[:1] == ["of"]:
        inner = phrase_of(tail[1:])
        kind = _TYPE_OF_NOUN.get(head(inner), AnswerType.NAME)
        return (kind if focus == "name" else AnswerType.OTHER), head(inner)
    if focus == "number" and {"phone", "telephone", "fax"} & set(phrase):
        return AnswerType.CONTACT, focus
    for noun in reversed(phrase):
        kind = _TYPE_OF_NOUN.get(noun) or _TYPE_OF_NOUN.get(singular(noun), AnswerType.OTHER)
        if kind is not AnswerType.OTHER:
            return kind, noun
    return AnswerType.OTHER, focus


def _command(words: Sequence[str]) -> Asked | None:
    """Read "list the …", "name three …", "define …", "give the date of …"."""
    start = next((at for at, word in enumerate(words) if word not in OPENERS), 0)
    verb, rest = (words[start], words[start + 1 :]) if words else ("", [])
    if not rest or verb not in {"list", "enumerate", "name", "give", "define", "explain", "tell"}:
        return None
    phrase = phrase_of(rest)
    kind, focus = _typed(phrase, rest[len(phrase) :])
    if verb in {"list", "enumerate"}:
        return Asked(AnswerType.LIST, verb, focus)
    if verb == "define":
        return Asked(AnswerType.DEFINITION, verb, focus)
    if verb == "name":
        counted = COUNTED.intersection(phrase) or looks_plural(focus)
        kind = AnswerType.LIST if counted else kind
        return Asked(AnswerType.NAME if kind is AnswerType.OTHER else kind, verb, focus)
    return Asked(kind, verb, focus) if kind is not AnswerType.OTHER else None


def _closed(words: Sequence[str]) -> Asked | None:
    """Read a question that begins with its verb, and so asks for yes or no."""
    start = next((at for at, word in enumerate(words) if word not in OPENERS), 0)
    begins = len(words) > start + 2 and words[start] in AUXILIARIES
    return Asked(AnswerType.YES_NO) if begins else None


def _keywords(words: Sequence[str]) -> Asked:
    """Read "bogor goals date" by its last noun of a known type, "date of …" by its first."""
    phrase = phrase_of(words)
    kind, focus = _typed(phrase, words[len(phrase) :])
    certain = focus in words[-1:] or len(phrase) < len(words)
    if kind in _NAMED_TYPES and not certain:
        kind = AnswerType.OTHER
    return Asked(kind, "", focus)


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

_READERS: dict[str, Callable[[Sequence[str]], Asked]] = {
    "who": _who,
    "whom": _who,
    "whose": _whose,
    "when": _when,
    "where": _where,
    "why": _why,
    "how": _how,
    "what": _what,
    "which": _which,
}

_WITH_DETERMINER = len(("the", "goals"))
_TYPE_OF_NOUN = {noun: AnswerType(kind) for kind, nouns in NOUNS.items() for noun in nouns.split()}
_NAMED_TYPES = {AnswerType.OTHER, AnswerType.PERSON, AnswerType.NAME, AnswerType.PLACE}
