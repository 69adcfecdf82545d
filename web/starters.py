"""The questions on the empty chat page: those suggested by the documents that get an answer."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bot.answers import Status
from bot.suggestions import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.documents import Document
    from web.app import Quoth

SHOWN = 5
BETTER = 3  # questions, after one that was not answered
_CANDIDATES = 15
_NEAREST = 3  # documents, which those questions are about
_DOCUMENTS_READ = 24
_REMEMBERED = 1_000  # questions


class Starters:
    """Suggested questions that get an answer; remembers which do in a state of the index.

    To find that out takes several times as long as the answer to what somebody asked.
    """

    def __init__(self) -> None:
        self._fingerprint = ""
        self._questions: tuple[str, ...] = ()
        self._answered: dict[tuple[str, str], bool] = {}

    def questions(self, quoth: Quoth) -> tuple[str, ...]:
        """At most `SHOWN` questions that the library answers; found once per index state."""
        fingerprint = quoth.library.snapshot().state.fingerprint
        if fingerprint != self._fingerprint:
            self._questions = self._first(SHOWN, quoth, some_documents(quoth))
            self._fingerprint = fingerprint
        return self._questions

    def better(self, quoth: Quoth, document_ids: Iterable[str]) -> tuple[str, ...]:
        """A few questions that these documents answer, for who asked them one that they don't."""
        snapshot = quoth.library.snapshot()
        nearest = islice(dict.fromkeys(document_ids), _NEAREST)
        return self._first(BETTER, quoth, map(snapshot.document, nearest))

    def _first(self, limit: int, quoth: Quoth, documents: Iterable[Document]) -> tuple[str, ...]:
        candidates = suggest(documents, limit=_CANDIDATES)
        return tuple(islice((each for each in candidates if self._answers(quoth, each)), limit))

    def _answers(self, quoth: Quoth, question: str) -> bool:
        asked = quoth.library.snapshot().state.fingerprint, question
        if asked not in self._answered and len(self._answered) >= _REMEMBERED:
            self._answered = {}
        known = self._answered.get(asked)
        if known is None:
            known = self._answered[asked] = quoth.bot.ask(question).status is Status.ANSWERED
        return known


def some_documents(quoth: Quoth) -> Iterator[Document]:
    """Documents from all over the library, not more than can be read while somebody waits."""
    snapshot = quoth.library.snapshot()
    return map(snapshot.document, snapshot.sample(_DOCUMENTS_READ))
