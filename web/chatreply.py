"""An answer as the one message that chat clients show: quotations, then where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answers import Status
from bot.transcript import NOT_FOUND
from web.chatschemas import Annotation, UrlCitation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answers import Answer, Citation


@dataclass(frozen=True, slots=True)
class Reply:
    """The pieces of a message, in order, and what they cite."""

    pieces: tuple[str, ...]
    annotations: tuple[Annotation, ...]

    @property
    def content(self) -> str:
        """The whole message."""
        return "".join(self.pieces)


def compose(answer: Answer, *, site: str) -> Reply:
    """The message for `answer`, whose links lead to `site` (``http://name``).

    For each annotation, ``content[start_index:end_index]`` is what its citation quotes.
    """
    if answer.status is Status.NOT_FOUND:
        return Reply((" ".join([NOT_FOUND, *_gaps(answer), *_closest(answer)]),), ())
    pieces, annotations = [], []
    at = 0
    for citation in answer.citations:
        start = answer.answer.index(citation.cited_text, at)
        end = start + len(citation.cited_text)
        annotations.append(_annotation(citation, start, end, site))
        after = end + len(f" [{citation.id}]")
        pieces.append(answer.answer[at:after])
        at = after
    below = [*_gaps(answer), "\n".join(_place(each, site) for each in answer.citations)]
    pieces.append(answer.answer[at:] + "".join(f"\n\n{paragraph}" for paragraph in below))
    return Reply(tuple(pieces), tuple(annotations))


def _gaps(answer: Answer) -> Iterator[str]:
    if answer.missing_terms:
        words = ", ".join(f"“{term}”" for term in answer.missing_terms)
        yield f"No document mentions {words}."
    if answer.unanswered:
        yield f"Not answered: {'; '.join(answer.unanswered)}."


def _closest(answer: Answer) -> Iterator[str]:
    if answer.passages:
        yield f"The closest passage is in {answer.passages[0].source}."


def _annotation(citation: Citation, start: int, end: int, site: str) -> Annotation:
    cited = UrlCitation(
        start_index=start,
        end_index=end,
        title=citation.document_title,
        url=site + citation.permalink,
    )
    return Annotation(type="url_citation", url_citation=cited)


def _place(citation: Citation, site: str) -> str:
    return f"[{citation.id}] {citation.document_title}: {site}{citation.permalink}"
