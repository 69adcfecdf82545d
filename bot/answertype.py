"""Tell what kind of thing a question asks for: a person, a date, a number, a reason, …

Rules over the words of the question, in lower case, so that "who leads the delegation?",
"The delegation is led by whom?" and "delegation leader" are all read as asking for a person.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.asked import AnswerType, Asked
from bot.nounphrase import looks_plural, phrase_of
from bot.questionwords import NAMED_TYPES, READERS, typed
from bot.wordlists import AUXILIARIES, COUNTED, OPENERS, PREPOSITIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["AnswerType", "Asked", "asked", "expected"]


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
        return READERS[words[at]](words[at + 1 :])
    return _command(words) or _closed(words) or _keywords(words)


def _expanded(word: str) -> Sequence[str]:
    """Split "what's" into two words and drop the "'s" of a possessive."""
    stem, apostrophe, ending = word.replace("’", "'").rpartition("'")
    if not apostrophe or ending not in {"s", "re", "d", "ll", "ve"}:
        return (word,)
    return (stem, "is") if stem in READERS else (stem,)


def _question_word(words: Sequence[str]) -> int | None:
    """Find the word that asks: at the front, at the very end, or after "in", "of", "to".

    "When" and "where" may join clauses and "who" and "which" may relate them, so that these
    ask from inside a question only where nothing else does.
    """
    found = [at for at, word in enumerate(words) if word in READERS]
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


def _command(words: Sequence[str]) -> Asked | None:
    """Read "list the …", "name three …", "define …", "give the date of …"."""
    start = next((at for at, word in enumerate(words) if word not in OPENERS), 0)
    verb, rest = (words[start], words[start + 1 :]) if words else ("", [])
    if not rest or verb not in {"list", "enumerate", "name", "give", "define", "explain", "tell"}:
        return None
    phrase = phrase_of(rest)
    kind, focus = typed(phrase, rest[len(phrase) :])
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
    kind, focus = typed(phrase, words[len(phrase) :])
    certain = focus in words[-1:] or len(phrase) < len(words)
    if kind in NAMED_TYPES and not certain:
        kind = AnswerType.OTHER
    return Asked(kind, "", focus)


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
