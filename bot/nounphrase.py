"""Find the noun that a question is about, by word lists rather than a tagger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wordlists import (
    AUXILIARIES,
    DETERMINERS,
    IRREGULAR_PASTS,
    PARTICIPLES,
    PLURALS,
    PREPOSITIONS,
    RELATIVES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def phrase_of(words: Sequence[str]) -> Sequence[str]:
    """The noun phrase that `words` begin with: everything before the first verb or preposition."""
    for at, word in enumerate(words):
        ends = word in AUXILIARIES or word in PREPOSITIONS or word in RELATIVES
        clause = word in DETERMINERS and at > 0 and words[at - 1] not in DETERMINERS
        verb = at > 0 and at + 1 < len(words) and word in IRREGULAR_PASTS
        if ends or clause or verb:
            return words[:at]
    return words


def subject_phrase(words: Sequence[str]) -> Sequence[str]:
    """The noun phrase before the verb of a clause that has no auxiliary.

    >>> subject_phrase(["toxin", "induces", "apoptosis", "in", "cells"])
    ['toxin']
    """
    phrase = phrase_of(words)
    if not AUXILIARIES.isdisjoint(words):
        return phrase
    for at in range(1, len(phrase)):
        present = looks_plural(phrase[at]) and not looks_plural(phrase[at - 1])
        if looks_like_verb(phrase[at]) or (present and at + 1 < len(words)):
            return phrase[:at]
    return phrase


def head(phrase: Sequence[str]) -> str:
    """The noun at the end of a phrase, past any verb that was taken for a part of it."""
    nouns = [word for word in phrase if word not in DETERMINERS]
    while len(nouns) > 1 and looks_like_verb(nouns[-1]):
        nouns.pop()
    return nouns[-1] if nouns and not looks_like_verb(nouns[-1]) else ""


def looks_plural(noun: str) -> bool:
    """Tell whether a noun's form is a plural: economies, people; not bus, glass, analysis."""
    return noun in PLURALS or (noun.endswith("s") and not noun.endswith(("ss", "us", "is")))


def singular(noun: str) -> str:
    """The singular of a regular plural; any other word as it is."""
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if looks_plural(noun) and noun.endswith("s") else noun


def looks_like_verb(word: str) -> bool:
    """Tell whether a word has the form of a past tense: elected, won."""
    irregular = word in IRREGULAR_PASTS or word in _IRREGULAR_PARTICIPLES
    return irregular or (word.endswith("ed") and len(word) > len("need"))


_IRREGULAR_PARTICIPLES = frozenset(PARTICIPLES.values())
