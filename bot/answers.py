"""What an answer is: the contract of /ask as frozen values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

from index.retriever import IndexState  # noqa: TC001 the API's description reads annotations

if TYPE_CHECKING:
    from index.documents import Document, Passage


class Status(StrEnum):
    """How much of the question the documents answer."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation: ``document.text[start_char_index:end_char_index] == cited_text``."""

    id: int
    cited_text: str
    document_id: str
    document_title: str
    source: str
    section: str | None
    page: int | None
    start_char_index: int
    end_char_index: int
    document_sha256: str
    score: float
    permalink: str


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The words inside citation `citation` that answer outright; offsets in its document."""

    text: str
    citation: int
    start_char_index: int
    end_char_index: int


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage close to the question, whether or not it answers."""

    document_id: str
    source: str
    document_title: str
    start_char_index: int
    end_char_index: int
    text: str
    score: float

    @classmethod
    def of(cls, passage: Passage, document: Document, score: float) -> Self:
        """The passage with its text, taken from its document."""
        return cls(
            document_id=document.id,
            source=document.source,
            document_title=document.title,
            start_char_index=passage.start,
            end_char_index=passage.end,
            text=document.text[passage.start : passage.end],
            score=round(score, 4),
        )


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two citations, by id, that say different things in the same terms."""

    citations: tuple[int, int]
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that /ask returns. `answer` is the cited texts, each followed by its [id]."""

    answer_id: str
    question: str
    interpreted_as: str
    conversation_id: str | None
    status: Status
    answer: str
    short_answer: ShortAnswer | None
    confidence: float
    citations: tuple[Citation, ...]
    passages: tuple[FoundPassage, ...]
    missing_terms: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    unanswered: tuple[str, ...]
    index: IndexState
    took_ms: float
    unread: int = 0  # of the best passages: those that the reader had no time for
    explanation: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The object that /ask and `quoth ask --json` send.

        `explanation` is there where it was asked for, `unread` where something was not read.
        """
        fields = asdict(self)
        for name in ("explanation", "unread"):
            if not fields[name]:
                del fields[name]
        return fields


def permalink(document_id: str, start: int, end: int) -> str:
    """Where the page shows ``text[start:end]`` of a document, highlighted.

    >>> permalink("a1b2", 3262, 3441)
    '/library/a1b2?start=3262&end=3441'
    """
    return f"/library/{quote(document_id, safe='')}?start={start}&end={end}"
