"""Find what a pronoun points back to in the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answertype import AnswerType, asked
from bot.mentions import Mention, answer_names, keys, mentions
from bot.nounphrase import looks_like_verb
from bot.pronouns import PERSONS, agrees
from bot.wordlists import ATTRIBUTES, EVENTS, NOUNS, TIME_NOUNS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.conversation import Turn


def antecedent(
    kind: str, history: Sequence[Turn], *, other_than: Collection[str] = ()
) -> Mention | None:
    """What a pronoun of `kind` ("it", "they", "he", "there") most likely stands for.

    The latest turn with something that agrees wins; if none agrees, what was spoken of last.
    A second pronoun of a sentence is something `other_than` the first, and must agree.
    """
    for turn in reversed(history):
        for mention in _candidates(kind, turn):
            if agrees(kind, mention) and mention.text not in other_than:
                return mention
    if other_than or kind == "he":  # no thing is ever "he"
        return None
    spoken = [mention for turn in reversed(history) for mention in _spoken_of(turn)]
    return spoken[0] if spoken else None


def _candidates(kind: str, turn: Turn) -> list[Mention]:
    """What a turn was about, the likeliest first: what it found, what it sought, its nouns."""
    reading = asked(turn.interpreted_as)
    found = [Mention(name) for name in answer_names(turn.interpreted_as, turn.answer)[:1]]
    spoken = _spoken_of(turn)
    match kind:
        case "he" if reading.type is AnswerType.PERSON:
            return found + spoken
        case "there" if reading.type is AnswerType.PLACE:
            return found + spoken
        case "it" | "there" if reading.word in {"which", "what"} and _seeks_one(turn):
            return found + _sought(turn) + spoken
        case _:
            return spoken


def _seeks_one(turn: Turn) -> bool:
    """Tell whether "which meeting …?" was asked, so that "it" is the meeting that was found."""
    nouns = [m for m in mentions(turn.interpreted_as) if m.asked]
    return bool(nouns) and not nouns[0].plural and nouns[0].head not in TIME_NOUNS | PERSONS


def _sought(turn: Turn) -> list[Mention]:
    """What was asked for, in words: "the city that hosted the Olympics", "the Nara meeting"."""
    words = [word.rstrip("?!.") for word in turn.interpreted_as.split()]
    noun = next(m.text for m in mentions(turn.interpreted_as) if m.asked)
    rest = words[1 + len(noun.split()) :]
    if rest and looks_like_verb(keys(rest)[0]):
        return [Mention(" ".join(["the", noun, "that", *rest]))]
    names = [m for m in mentions(turn.interpreted_as) if m.named]
    return [Mention(f"the {names[-1].bare} {noun}")] if names and noun in EVENTS else []


def _spoken_of(turn: Turn) -> list[Mention]:
    """The nouns of a turn, names first; "the population of Peru" speaks of Peru."""
    found: list[Mention] = []
    for mention in mentions(turn.interpreted_as):
        owner = mention.text.partition(" of ")[2]
        if "'s " in mention.text:
            found.append(Mention(mention.text.partition("'s ")[0]))
        if mention.head in ATTRIBUTES and owner:
            pair = [Mention(owner), mention]
            found += reversed(pair) if mention.head in _PLACES | PERSONS else pair
        elif mention.head not in TIME_NOUNS and not mention.text.isdigit():
            found.append(mention)
    named = any(mention.named for mention in found)
    return sorted(found, key=lambda mention: (mention.asked, named and not mention.named))


_PLACES = frozenset(NOUNS["place"].split())
