"""Join the replies to the parts of a question into what one answer shows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, TypeVar

from bot import extraction
from bot.answers import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.extraction import Candidate, Quote
    from bot.matching import Found
    from bot.question import Question

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True, eq=False)
class Reply:
    """What was found for one question: passages, sentences, and the quotes that answer, if any."""

    meant: Question
    found: Sequence[Found]
    candidates: Sequence[Candidate]
    confidence: float
    quotes: Sequence[Quote]
    about_documents: bool = False  # not about what stands in them, which words can tell outright

    @property
    def fitted(self) -> bool:
        """Whether its confidence comes from the fitted model, which weighs the candidates."""
        return bool(self.candidates) and not self.about_documents

    @property
    def passages(self) -> list[Found]:
        """The passages, first those with the best sentences."""
        best: dict[int, float] = {}
        for candidate in self.candidates:
            best.setdefault(candidate.found.rank, candidate.score)
        last = min(best.values(), default=0.0) - 1
        return sorted(self.found, key=lambda each: (-best.get(each.rank, last), each.rank))


def interpreted(replies: Sequence[Reply]) -> str:
    """The question as it was read, part after part."""
    return " ".join(reply.meant.text for reply in replies)


def missing_terms(replies: Sequence[Reply]) -> tuple[str, ...]:
    """The words that no document has, each once."""
    return tuple(dict.fromkeys(word for reply in replies for word in reply.meant.missing))


def quotes(replies: Sequence[Reply], *, limit: int) -> list[Quote]:
    """At most `limit` quotes, the best of every part before the second best of any."""
    chosen: list[Quote] = []
    for quote in _in_turn([reply.quotes for reply in replies]):
        grown = extraction.joined(chosen, quote)
        if len(grown) <= limit:
            chosen = grown
    return chosen


def passages(replies: Sequence[Reply], *, limit: int) -> list[Found]:
    """At most `limit` passages, the best of every part before the second best of any."""
    different: dict[int, Found] = {}
    for found in _in_turn([reply.passages for reply in replies]):
        different.setdefault(id(found.evidence), found)
    return list(different.values())[:limit]


def status(replies: Sequence[Reply]) -> Status:
    """Whether all parts are answered, with every key term somewhere in the documents."""
    answered = [reply for reply in replies if reply.quotes]
    if not answered:
        return Status.NOT_FOUND
    lacking = any(reply.meant.lacks_a_key_term for reply in answered)
    return Status.PARTIAL if lacking or len(answered) < len(replies) else Status.ANSWERED


def unanswered(replies: Sequence[Reply]) -> tuple[str, ...]:
    """The parts that stay open, where others are answered."""
    if status(replies) is Status.NOT_FOUND:
        return ()
    return tuple(reply.meant.text for reply in replies if not reply.quotes)


def confidence(replies: Sequence[Reply]) -> float:
    """How likely all is right that is said; where nothing is, how likely something would be."""
    answered = [reply.confidence for reply in replies if reply.quotes]
    return min(answered) if answered else max(reply.confidence for reply in replies)


def _in_turn(rows: Sequence[Sequence[_Item]]) -> list[_Item]:
    """The first of each, then the second of each, …"""
    return [each for each in chain.from_iterable(zip_longest(*rows)) if each is not None]
