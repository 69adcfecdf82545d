"""Documents and passages as objects that the cluster keeps, and back."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from index.documents import Block, DateOrigin, Document, Passage, Sentence
from index.errors import IndexDamaged
from index.opensearch import ledger, tokens
from index.rows import CODES, KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.opensearch.ledger import Row

REBUILD = "delete the index in the cluster and run 'quoth index'"


def document_source(row: Row, document: Document) -> dict[str, Any]:
    """What the cluster keeps of a document: its row, its text and its blocks."""
    blocks = [(CODES[b.kind], b.start, b.end, b.level, b.page) for b in document.blocks]
    return {**ledger.as_source(row), "body": {"text": document.text, "blocks": blocks}}


def document(source: dict[str, Any]) -> Document:
    """The document. Raises `IndexDamaged` where its text is not what was indexed."""
    row, body = source["row"], source["body"]
    if hashlib.sha256(body["text"].encode()).hexdigest() != row["sha256"]:
        raise IndexDamaged(f"the text of {row['source']} is not what was indexed: {REBUILD}")
    return Document(
        id=row["id"],
        source=row["source"],
        title=row["title"],
        text=body["text"],
        sha256=row["sha256"],
        blocks=tuple(
            Block(KINDS[code], start, end, level, page)
            for code, start, end, level, page in body["blocks"]
        ),
        date=row["date"],
        date_origin=DateOrigin.named(row["date_origin"]),
        note=row["note"],
    )


def passage_source(row: Row, passage: Passage, terms: Sequence[str]) -> dict[str, Any]:
    """What the cluster keeps of a passage: its terms to search, and where it stands."""
    return {
        "kind": ledger.PASSAGE,
        "document": row.id,
        "source": row.source,
        "born": row.born,
        "terms": tokens.stream(terms),
        "body": {
            "start": passage.start,
            "end": passage.end,
            "section": passage.section,
            "page": passage.page,
            "sentences": [(s.start, s.end, CODES[s.kind]) for s in passage.sentences],
        },
    }


def passage(source: dict[str, Any]) -> Passage:
    """The passage."""
    body = source["body"]
    return Passage(
        document_id=source["document"],
        start=body["start"],
        end=body["end"],
        sentences=tuple(
            Sentence(start, end, KINDS[code]) for start, end, code in body["sentences"]
        ),
        section=tuple(body["section"]),
        page=body["page"],
    )
