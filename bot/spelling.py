"""Forgive a slip of the keyboard, where the documents have the word that was meant."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

from bot import background
from bot.otherwords import known_instead
from index import analysis
from index.retriever import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.analysis import Word
    from index.retriever import Retriever

_SHORTEST = 6  # letters: shorter words have too many neighbours
_LONGEST = 30


def corrected(question: str, retriever: Retriever) -> str:
    """`question` with each word that no document has as the document's word one slip away.

    A slip is a letter too many, too few, wrong, or changed about with the next, but never the
    first (Damerau, 1964). Ordinary English words and short ones are left as they are.
    """
    written, at = [], 0
    for word in analysis.words(question):
        meant = _meant(question[word.start : word.end], word, retriever)
        if meant is not None:
            written += [question[at : word.start], meant]
            at = word.end
    return "".join([*written, question[at:]])


def _meant(typed: str, word: Word, retriever: Retriever) -> str | None:
    known = retriever.frequency(word.term) or background.share(word.term)
    if known or not _SHORTEST <= len(typed) <= _LONGEST or not typed.isascii():
        return None
    if not typed.isalpha() or typed.isupper() or known_instead([typed], retriever):
        return None
    terms = {slip: analysis.term_of(slip) for slip in _slips(typed.lower())}
    counts = counted(retriever, terms.values())
    held = {slip: counts[term] for slip, term in terms.items()}
    best = max(held, key=lambda slip: (held[slip], slip))
    if not held[best]:
        return None
    return best.capitalize() if typed[0].isupper() else best


def _slips(word: str) -> Iterator[str]:
    """Every word that is one slip away from `word` and begins with the same letter."""
    for at in range(1, len(word)):
        before, here, after = word[:at], word[at], word[at + 1 :]
        yield before + after
        if after:
            yield before + after[0] + here + after[1:]
        for letter in ascii_lowercase:
            yield before + letter + after
            yield before + letter + here + after
    for letter in ascii_lowercase:
        yield word + letter
