"""Find what a question is about: its noun phrases, as later questions may refer to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answertype import AnswerType, expected
from bot.nounphrase import looks_like_verb, looks_plural, singular
from bot.shapes import ShapeKind, shapes
from bot.wordlists import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FUNCTION_WORDS,
    PREPOSITIONS,
    PRONOUNS,
    QUESTION_WORDS,
    VERBS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase as written, its article first: "the Bogor Goals", "the capital of France".

    `asked` marks the noun that the question word asks for ("which *economies*").
    """

    text: str
    asked: bool = False

    @property
    def head(self) -> str:
        """The noun of the phrase, in lower case: "goals", "capital"; "" where it has no word."""
        words = list(filter(None, keys(self.text.split())))
        return words[words.index("of") - 1 if "of" in words[1:] else -1] if words else ""

    @property
    def named(self) -> bool:
        """Whether a capital or a figure makes it one particular thing."""
        return any(map(_names, self.text.split()))

    @property
    def plural(self) -> bool:
        """Whether "they" would be said of it."""
        return looks_plural(self.head)

    @property
    def bare(self) -> str:
        """The phrase without its article."""
        return re.sub(r"(?i)^(the|a|an) ", "", self.text)

    @property
    def definite(self) -> str:
        """The phrase as one that has been spoken of: "a widget" is now "the widget"."""
        first, _, rest = self.text.partition(" ")
        if first.casefold() in {"a", "an", "these", "those", "this", "that", "some", "any"}:
            return f"the {rest}"
        bare = not self.named and first.casefold() not in DETERMINERS
        return f"the {self.text}" if bare and rest == "" and self.asked else self.text


def keys(words: Sequence[str]) -> list[str]:
    """The words in lower case, without the punctuation around them.

    >>> keys(["And", "“Where”?"])
    ['and', 'where']
    """
    return [word.casefold().replace("’", "'").strip(".,;:!?\"'“”‘()[]") for word in words]


def mentions(question: str) -> list[Mention]:
    """Return the noun phrases of `question`, from left to right.

    >>> [mention.text for mention in mentions("When did the US join the Bogor Goals group?")]
    ['the US', 'the Bogor Goals group']
    """
    words = question.split()
    lower = keys(words)
    found, at = [], 0
    while at < len(words):
        end = _phrase_end(words, lower, at)
        if end > at:
            asked = at > 0 and lower[at - 1] in {"which", "what", "many", "much", "whose"}
            if phrase := _text(words[at:end]):
                found.append(Mention(phrase, asked=asked))
            end += asked and end < len(words) and lower[end] in VERBS
        at = max(end, at + 1)
    return found


def _text(words: Sequence[str]) -> str:
    text = " ".join(words).rstrip("?!.,;:")
    return text[:-2] if text.endswith(("'s", "’s")) else text


def _phrase_end(words: Sequence[str], lower: Sequence[str], start: int) -> int:
    """Where the noun phrase from `start` on ends; `start` itself where none begins there."""
    first = start
    while first < len(words) and lower[first] in DETERMINERS:
        first += 1
    at = first
    while at < len(words) and not _ends_phrase(words, lower, start, first, at):
        at += 1
        if words[at - 1].endswith((",", ";", ":", "?")):
            break
    return at if at > first else start


def _ends_phrase(
    words: Sequence[str], lower: Sequence[str], start: int, first: int, at: int
) -> bool:
    word = lower[at]
    if word == "of" and at > first:
        return at + 1 == len(words) or lower[at + 1] in QUESTION_WORDS | PRONOUNS
    if word in DETERMINERS:
        return lower[at - 1] != "of"
    if word == "us" and (words[at].isupper() or lower[at - 1] == "the"):
        return False  # the country, not the pronoun
    if not word or word in _BOUNDARIES:
        return True
    if _names(words[at]):
        return False
    return _is_verb(words, lower, start, first, at)


def _names(word: str) -> bool:
    """Whether a word belongs to a name, such as "IC 61"."""
    return word[0].isupper() or word[0].isdigit()


def _is_verb(words: Sequence[str], lower: Sequence[str], start: int, first: int, at: int) -> bool:
    """Tell a verb from a noun by where it stands: "did the US *join*", "were they *held*"."""
    follows_noun = at > first
    if at > 1 and lower[at - 1] in PRONOUNS and lower[at - 2] in _DO:
        return True  # "how do I *reset* it"
    if follows_noun and AUXILIARIES.isdisjoint(lower) and lower[start - 1] in {"which", "what"}:
        return lower[at] in VERBS or singular(lower[at]) in VERBS or looks_like_verb(lower[at])
    if not _DO.isdisjoint(lower[:start]):
        named = follows_noun and _names(words[at - 1]) and lower[start - 1] in _DO
        return named or (lower[at] in VERBS and (follows_noun or first == start))
    if looks_like_verb(lower[at]):
        return follows_noun or start > 0
    subject = start > 0 and lower[start - 1] in {"who", "what"}
    return subject and (lower[at] in VERBS or lower[at].removesuffix("s") in VERBS)


def answer_names(question: str, answer: str) -> list[str]:
    """Return the names in `answer` that `question` did not contain, in order.

    They are what "he", "she" or "there" may refer to after a question for a person or a place.
    """
    known = {word for word in keys(question.split()) if word not in FUNCTION_WORDS}
    names = [answer[s.start : s.end] for s in shapes(answer) if s.kind is ShapeKind.NAME]
    if expected(question) is AnswerType.PERSON:
        names = [_without_titles(name) for name in names if " " in name] or names
    return [name for name in names if not known.intersection(keys(name.split()))]


def _without_titles(name: str) -> str:
    """The bare name in "Director Dr Alan Bollard" and "Dr Alan Bollard of New Zealand"."""
    person, _, place = name.partition(" of ")
    words = person.split()
    if len(words) < _NAME_LENGTH and place:  # "the Duke of Wellington"
        return name
    return " ".join(words[-_NAME_LENGTH:])


_NAME_LENGTH = 2
_DO = {"do", "does", "did", "can", "could", "will", "would", "should", "may", "must", "might"}
_NO_NOUNS = frozenset(
    "not many much long often old far about also there his her"
    " thanks thank hello hi hey yes please".split()
)
_BOUNDARIES = AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | QUESTION_WORDS | PRONOUNS | _NO_NOUNS
