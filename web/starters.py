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


class Starters:
    """Remembers the questions of the newest state of the index."""

    def __init__(self) -> None:
        self._fingerprint = ""
        self._questions: tuple[str, ...] = ()

    def questions(self, quoth: Quoth) -> tuple[str, ...]:
        """At most `SHOWN` questions, each of which the bot answers; found once per index state."""
        fingerprint = quoth.library.snapshot().state.fingerprint
        if fingerprint != self._fingerprint:
            candidates = suggest(some_documents(quoth), limit=_CANDIDATES)
            answered = (q for q in candidates if quoth.bot.ask(q).status is Status.ANSWERED)
            self._questions = tuple(islice(answered, SHOWN))
            self._fingerprint = fingerprint
        return self._questions


def better(quoth: Quoth, document_ids: Iterable[str]) -> tuple[str, ...]:
    """A few questions that these documents answer, for who asked them one that they don't."""
    snapshot = quoth.library.snapshot()
    nearest = [snapshot.document(each) for each in dict.fromkeys(document_ids)]
    candidates = suggest(nearest[:_NEAREST], limit=_CANDIDATES)
    answered = (each for each in candidates if quoth.bot.ask(each).status is Status.ANSWERED)
    return tuple(islice(answered, BETTER))


def some_documents(quoth: Quoth) -> Iterator[Document]:
    """Documents from all over the library, not more than can be read while somebody waits."""
    ids = [row.id for row in quoth.library.documents() if row.id]
    step = max(1, len(ids) // _DOCUMENTS_READ)
    snapshot = quoth.library.snapshot()
    for document_id in ids[::step][:_DOCUMENTS_READ]:
        yield snapshot.document(document_id)
