"""Replace what points back ("they", "its", "the meeting") by what it points to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.antecedents import antecedent
from bot.mentions import Mention, keys, mentions
from bot.pronouns import Pronoun, open_pronouns
from bot.wordlists import ATTRIBUTES, CONJUNCTIONS, EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.conversation import Turn


def resolve_pronouns(question: str, history: Sequence[Turn]) -> str:
    """Return `question` with the pronouns that point out of it replaced, latest turn first.

    One that nothing in the conversation agrees with is left alone.
    """
    words = question.split()
    replaced: list[str] = []
    for pronoun in open_pronouns(question):
        mention = antecedent(pronoun.kind, history, other_than=replaced)
        if mention is not None:
            replaced.append(mention.text)
            _substitute(words, pronoun, mention)
    return " ".join(words) if replaced else question


def complete_nouns(question: str, history: Sequence[Turn]) -> str:
    """Return `question` with a bare "the meeting" or "the purpose" made definite.

    "The goals" become "the Bogor Goals" where the conversation named them so; otherwise the
    topic says which meeting, or the purpose of what. A question with a name, a figure or a
    second noun of its own is left alone.
    """
    own = mentions(question)
    bare = next((noun for mention in own if (noun := _bare_noun(mention))), None)
    if bare is None or any(mention.named for mention in own):
        return question
    for earlier in _spoken(history):
        if earlier.head == bare.head and len(earlier.text.split()) > len(bare.text.split()):
            return question.replace(bare.text, _inside(earlier.definite), 1)
    topic = antecedent("it", history)
    if topic is None or len(own) > 1 + sum(mention.asked for mention in own):
        return question
    if bare.head in ATTRIBUTES:
        return question.replace(bare.text, f"{bare.text} of {topic.text}", 1)
    clause = keys(question.partition(bare.text)[0].split()[-1:])
    if bare.head in EVENTS and topic.named and CONJUNCTIONS.isdisjoint(clause):
        return question.replace(bare.text, f"the {topic.bare} {bare.head}", 1)
    return question


def _bare_noun(mention: Mention) -> Mention | None:
    """The end of a noun phrase, if it is nothing but "the" (or "this") and a noun."""
    part = mention.text.rpartition(" of ")[2]
    words = keys(part.split())
    bare = len(words) == len(("the", "goals")) and words[0] in {"the", "this", "these", "that"}
    return Mention(part) if bare else None


def _spoken(history: Sequence[Turn]) -> Iterator[Mention]:
    for turn in reversed(history):
        yield from mentions(turn.interpreted_as)


def _substitute(words: list[str], pronoun: Pronoun, mention: Mention) -> None:
    """Write `mention` in the place of the pronoun, with the verb before it agreeing."""
    at = pronoun.at
    text = mention.definite
    text = _inside(text) if at else text[0].upper() + text[1:]
    if pronoun.possessive:
        _own(words, at, text)
        return
    word = keys([words[at]])[0]
    if at and word not in {"him", "her", "them", "there"}:
        agreeing = _TO_PLURAL if mention.plural else _TO_SINGULAR
        words[at - 1] = agreeing.get(words[at - 1], words[at - 1])
    words[at] = ("in " if word == "there" else "") + text + _trailing(words[at])


def _own(words: list[str], at: int, owner: str) -> None:
    """Write "Casey Mace's background", but "the population of the capital of France"."""
    things = mentions(" ".join(words[at + 1 :]))
    thing = things[0].text.split() if things else []
    if " of " not in owner or not thing or keys(words[at + 1 :])[0] != keys(thing)[0]:
        words[at] = owner + ("'" if owner.endswith("s") else "'s")
        return
    last = at + len(thing)
    words[at] = "the" if at else "The"
    words[last] = f"{thing[-1]} of {owner}{_trailing(words[last])}"


def _trailing(word: str) -> str:
    """The punctuation at the end of a word."""
    return word[len(word.rstrip("?!.,;:")) :]


def _inside(text: str) -> str:
    """A phrase as it is written inside a sentence: "The Alps" become "the Alps"."""
    return text[0].lower() + text[1:] if text.startswith(("The ", "A ", "An ")) else text


_TO_SINGULAR = {"were": "was", "are": "is", "do": "does", "have": "has"}
_TO_PLURAL = {"was": "were", "is": "are", "does": "do", "has": "have"}
