"""Read a question as it was meant: with what the conversation has already said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import anaphora, ellipsis
from bot.antecedents import antecedent
from bot.mentions import keys, mentions
from bot.wordlists import PREPOSITIONS, PRONOUNS, QUESTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked, how it was read, and what was answered."""

    question: str
    interpreted_as: str
    answer: str


def interpret(question: str, history: Sequence[Turn]) -> str:
    """Return `question` as it reads without the conversation before it.

    A question that stands alone, and every question of a new conversation, is returned as it is.

    >>> turn = Turn("When were they adopted?", "When were the Bogor Goals adopted?", "In 1994.")
    >>> interpret("And where?", [turn])
    'Where were the Bogor Goals adopted?'
    """
    recent = [turn for turn in history if turn.interpreted_as.strip()][-_MEMORY:]
    if not recent or not question.strip() or len(question) > _LONGEST_FOLLOW_UP:
        return question
    completed = ellipsis.complete(question, recent[-1].interpreted_as)
    if completed:
        return completed
    for resolve in (anaphora.resolve_pronouns, anaphora.complete_nouns, _with_topic):
        resolved = resolve(question, recent)
        if resolved != question:
            again = ellipsis.complete(resolved, recent[-1].interpreted_as)
            return again or _without_opening(resolved)
    return question


def replay(history: Iterable[tuple[str, str]]) -> list[Turn]:
    """Read the (question, answer) pairs that a stateless client brings, oldest first."""
    turns: list[Turn] = []
    for question, answer in history:
        turns.append(Turn(question, interpret(question, turns), answer))
    return turns


def _with_topic(question: str, history: Sequence[Turn]) -> str:
    """Say what a question without any noun of its own is about: "Who attended?"."""
    words = question.split()
    topic = antecedent("it", history)
    if topic is not None and " ".join(keys(words)) in _MORE:
        return f"Tell me more about {topic.definite}"
    own = [m for m in mentions(question) if not m.asked and not m.text.endswith(_QUALITIES)]
    openers = keys(words[:1])[0] in _ASKING
    named = any(word[0].isupper() for word in words[1:])
    points = not _POINTING.isdisjoint(keys(words))
    if topic is None or own or named or points or not openers or len(words) > _LONGEST_BARE:
        return question
    stem = question.rstrip("?!. ")
    asked = [mention.text for mention in mentions(question) if mention.asked]
    if asked and stem.endswith(asked[-1]):
        return f"{stem} of {topic.definite}?"
    last = keys(words)[-1]
    if last.endswith(_QUALITIES):
        return f"{stem} for {topic.definite}?"
    if last in _INTRANSITIVE:
        return f"{stem} in {topic.definite}?"
    direct = (asked or keys(words)[0] == "who") and last not in PREPOSITIONS
    return f"{stem} {'' if direct else 'about '}{topic.definite}?"


def _without_opening(question: str) -> str:
    """Drop the "and" that tied a follow-up to what came before it."""
    first, _, rest = question.partition(" ")
    if keys([first])[0] not in {"and", "but", "so", "ok", "okay", "then"} or not rest:
        return question
    return rest[0].upper() + rest[1:]


_MEMORY = 8
_LONGEST_FOLLOW_UP = 300
_LONGEST_BARE = 4
_ASKING = QUESTION_WORDS
_QUALITIES = ("ible", "able")  # "Who is eligible?" names nothing yet
_POINTING = (PRONOUNS - QUESTION_WORDS) | {"this", "that", "these", "those"}
_INTRANSITIVE = {"died", "worked", "lived", "participated", "competed", "happened", "spoke"}
_MORE = {"tell me more", "more", "go on", "what else", "anything else", "more details", "continue"}
