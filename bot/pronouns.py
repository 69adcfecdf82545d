"""Find the pronouns of a question that nothing in the question itself explains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.mentions import Mention, keys, mentions
from bot.nounphrase import looks_like_verb
from bot.wordlists import (
    AUXILIARIES,
    CONJUNCTIONS,
    DUMMIES,
    NOUNS,
    PREPOSITIONS,
    QUESTION_WORDS,
    TIME_NOUNS,
    VERBS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Pronoun:
    """The word at `at` points back; `kind` is "it", "they", "he" (or she) or "there"."""

    at: int
    kind: str
    possessive: bool = False


def open_pronouns(question: str) -> list[Pronoun]:
    """Return the pronouns that point out of `question`, from left to right.

    >>> [pronoun.kind for pronoun in open_pronouns("When did they adopt it?")]
    ['they', 'it']
    >>> open_pronouns("What did Luther call his book?"), open_pronouns("Is it possible to vote?")
    ([], [])
    """
    words = question.split()
    lower = keys(words)
    found = [_pronoun(lower, at) for at in range(len(words))]
    return [p for p in found if p is not None and not _explained(words, lower, p)]


def agrees(kind: str, mention: Mention) -> bool:
    """Tell whether a pronoun of `kind` could be said of `mention`."""
    match kind:
        case "they":
            return mention.plural
        case "he":
            nameable = mention.named and not mention.text.casefold().startswith("the ")
            return mention.head in PERSONS or (nameable and not mention.plural)
        case _:
            return not mention.plural and mention.head not in PERSONS


def _pronoun(lower: Sequence[str], at: int) -> Pronoun | None:
    """The pronoun at `at`, or None where the word is none or stands for nothing."""
    word = lower[at]
    before = lower[at - 1] if at else ""
    after = lower[at + 1] if at + 1 < len(lower) else ""
    kind = _KINDS.get(word)
    if kind is None or (word == "it" and _is_dummy(lower, at)):
        return None
    if word in {"it", "this", "that"} and before == "do":
        return None  # "can I do it offline": an action
    if word == "there" and (before in AUXILIARIES or after in AUXILIARIES or not at):
        return None
    if word in {"this", "that", "these", "those"}:
        alone = not after or after in VERBS or looks_like_verb(after)
        if not alone or (at and before not in AUXILIARIES | PREPOSITIONS):
            return None
    ends = not after or after in PREPOSITIONS | CONJUNCTIONS | AUXILIARIES
    return Pronoun(at, kind, possessive=word in _POSSESSIVES and not (word == "her" and ends))


def _is_dummy(lower: Sequence[str], at: int) -> bool:
    """Tell whether "it" stands for nothing: "is it possible", "how long did it take to …"."""
    after = set(lower[at + 1 : at + 4])
    clause = {"to", "that", "when", "if", "for"}.intersection(lower[at + 2 :])
    return bool(DUMMIES & after or (clause and _WITH_CLAUSE & after))


def _explained(words: Sequence[str], lower: Sequence[str], pronoun: Pronoun) -> bool:
    """Tell whether a noun before the pronoun, in this question, may be what it stands for.

    The object of a clause is never its subject again ("How did Japan respond to it?"), but a
    possessive, a phrase with "with" or "on", and the subject of a second clause may be.
    """
    at = pronoun.at
    before, after = lower[at - 1] if at else "", lower[at + 1] if at + 1 < len(lower) else ""
    joints = [i for i in range(1, at) if lower[i] in _JOINTS or words[i - 1].endswith(",")]
    start = max(joints, default=0)
    if not _inverted(words, lower, at):
        verb = after in AUXILIARIES or looks_like_verb(after)
        heads_clause = lower[at] in _SUBJECTS and (verb if lower[at] == "it" else bool(after))
        subject = heads_clause and before not in PREPOSITIONS | QUESTION_WORDS | {"and"}
        causes = lower[at] in _OBJECTS and after in {"to", "from"} and before not in PREPOSITIONS
        if pronoun.possessive or subject or causes or before in _REFLEXIVE:
            start = at
        asks = lower[0] in {"who", "what", "which"} and lower[1] not in _NO_SUBJECT_ASKED
        if asks and at > 1 and (pronoun.possessive or subject):
            return True
    earlier = mentions(" ".join(words[:start])) if start else []
    return any(_may_explain(pronoun.kind, mention) for mention in earlier)


def _inverted(words: Sequence[str], lower: Sequence[str], at: int) -> bool:
    """Tell whether the pronoun follows the verb that asks: "did *they*", "was *their* plan"."""
    if not at or lower[at - 1] not in AUXILIARIES:
        return False
    has = lower[at - 1] in _HAVE and lower[at] in _POSSESSIVES
    return not has and all(mention.asked for mention in mentions(" ".join(words[: at - 1])))


def _may_explain(kind: str, mention: Mention) -> bool:
    """Tell whether a noun may be meant; in lower case any noun may be a person's name."""
    typed = mention.head in TIME_NOUNS or mention.text.isdigit()
    if kind == "he":
        return not typed and mention.head not in _THINGS
    return not typed and (kind != "it" or not mention.plural)


PERSONS = frozenset(NOUNS["person"].split())
_THINGS = frozenset(f"{NOUNS['name']} {NOUNS['place']} {NOUNS['number']}".split())
_POSSESSIVES = frozenset({"its", "their", "his", "her"})
_SUBJECTS = frozenset({"he", "she", "they", "it"})
_OBJECTS = frozenset({"him", "her", "them", "it"})
_REFLEXIVE = frozenset({"with", "on", "of", "around", "behind"})
_HAVE = frozenset({"has", "have", "had"})
_NO_SUBJECT_ASKED = (AUXILIARIES - _HAVE) | {"about"}  # "what is its", "what about its"
_KINDS = {
    **dict.fromkeys(["it", "its", "this", "that"], "it"),
    **dict.fromkeys(["they", "them", "their", "these", "those"], "they"),
    **dict.fromkeys(["he", "him", "his", "she", "her"], "he"),
    "there": "there",
}
_WITH_CLAUSE = frozenset("take takes took cost mean called be considered".split())
_JOINTS = CONJUNCTIONS | QUESTION_WORDS | {"that", "after", "before", "until"}
