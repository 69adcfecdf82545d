"""Read a question from its question word on: who, when, where, why, how, what, which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.asked import AnswerType, Asked
from bot.nounphrase import head, looks_like_verb, looks_plural, phrase_of, singular, subject_phrase
from bot.wordlists import (
    AUXILIARIES,
    COPULAS,
    DETERMINERS,
    ENUMERABLE,
    LIGHT,
    MEASURES,
    MONEY_UNITS,
    NOUNS,
    PREPOSITIONS,
    SPENT,
    SUPERLATIVE,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


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
    phrase = phrase_of(rest)
    plurals = [noun for noun in phrase if looks_plural(noun)]  # "volunteers work at …"
    focus = plurals[-1] if plurals and word == "how many" else head(phrase)
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
    kind, focus = typed(phrase, tail)
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
    kind, focus = typed(phrase, tail)
    many = looks_plural(focus) and bool(tail) and tail[0] in {"are", "were", "have", "do"}
    if many and kind in NAMED_TYPES:
        return Asked(AnswerType.LIST, word, focus)
    return Asked(kind, word, focus)


def typed(phrase: Sequence[str], tail: Sequence[str]) -> tuple[AnswerType, str]:
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


READERS: dict[str, Callable[[Sequence[str]], Asked]] = {
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
NAMED_TYPES = {AnswerType.OTHER, AnswerType.PERSON, AnswerType.NAME, AnswerType.PLACE}
