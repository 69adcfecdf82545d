"""The terms that tell what a library is about: common in it, rare in English at large."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bot import background
from index import analysis
from index.retriever import counted
from web.charts import Bar, bars
from web.starters import some_documents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.documents import Document
    from index.retriever import Retriever
    from web.app import Quoth

SHOWN = 8
_READ = 8_000  # characters of each document
_CANDIDATES = 400
_SHORTEST = 3


class Telling:
    """Remembers the terms of the newest state of the index."""

    def __init__(self) -> None:
        self._fingerprint = ""
        self._terms: tuple[Bar, ...] = ()

    def terms(self, quoth: Quoth) -> tuple[Bar, ...]:
        """At most `SHOWN` terms and in how many passages each stands; found once a state."""
        snapshot = quoth.library.snapshot()
        if snapshot.state.fingerprint != self._fingerprint:
            self._terms = telling(some_documents(quoth), snapshot)
            self._fingerprint = snapshot.state.fingerprint
        return self._terms


def telling(documents: Iterable[Document], retriever: Retriever) -> tuple[Bar, ...]:
    """The terms of `documents` that say most, as they are most often written."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        text = document.text[:_READ]
        for word in analysis.words(text):
            spellings[word.term][text[word.start : word.end]] += 1
    often = sorted(spellings, key=lambda term: (-spellings[term].total(), term))
    candidates = [term for term in often if _is_word(term)][:_CANDIDATES]
    passages = retriever.state.passages or 1
    frequencies = counted(retriever, candidates)

    def weight(term: str) -> float:
        return background.telling(term, frequencies[term] / passages)

    best = sorted(candidates, key=lambda term: (-weight(term), term))[:SHOWN]
    best.sort(key=lambda term: (-frequencies[term], term))
    return bars((spellings[term].most_common(1)[0][0], frequencies[term]) for term in best)


def _is_word(term: str) -> bool:
    return len(term) >= _SHORTEST and not term.isdecimal() and not analysis.is_function(term)
