"""Forgive a slip of the keyboard, where the documents have the word that was meant."""

from __future__ import annotations

import re
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
_LOOKED_AT = 5  # passages that may have two words beside each other


def corrected(question: str, retriever: Retriever) -> str:
    """`question` with each word that no document has as the document's word one slip away.

    A slip is a letter too many, too few, wrong, or changed about with the next, but never the
    first (Damerau, 1964); or it is a hyphen or a space that was left out. Ordinary English words
    are left as they are, and short ones but for what is left out.
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
    if known or not typed.isascii() or not typed.isalpha() or typed.isupper():
        return None
    if len(typed) > _LONGEST or known_instead([typed], retriever):
        return None
    meant = _one_slip_away(typed.lower(), retriever) or _in_two(typed.lower(), retriever)
    return meant.capitalize() if meant and typed[0].isupper() else meant


def _one_slip_away(word: str, retriever: Retriever) -> str | None:
    if len(word) < _SHORTEST:
        return None
    terms = {slip: analysis.term_of(slip) for slip in _slips(word)}
    counts = counted(retriever, terms.values())
    held = {slip: counts[term] for slip, term in terms.items()}
    best = max(held, key=lambda slip: (held[slip], slip))
    return best if held[best] else None


def _in_two(word: str, retriever: Retriever) -> str | None:
    """The two words of a document that are typed as one: "breast-feeding"."""
    halves = [(word[:at], word[at:]) for at in range(1, len(word) - 1)]
    terms = {half: tuple(map(analysis.term_of, half)) for half in halves}
    counts = counted(retriever, {term for pair in terms.values() for term in pair})
    likely = [half for half, pair in terms.items() if all(counts[term] for term in pair)]
    for half in sorted(likely, key=lambda half: -min(counts[term] for term in terms[half])):
        together = re.compile(rf"\b{half[0]}[ -]{half[1]}\b", re.IGNORECASE)
        for hit in retriever.search(terms[half], limit=_LOOKED_AT):
            passage = hit.passage
            text = retriever.document(passage.document_id).text
            if together.search(text, passage.start, passage.end):
                return "-".join(half)
    return None


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
