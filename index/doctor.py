"""Examine an index: is every byte of it what was written, and does it all fit together?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index import catalogue, rows, segmentlist
from index.errors import IndexDamaged, NotWritable
from index.segment import Segment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from index.catalogue import Reader
    from index.documents import Document, Passage, Sentence
    from index.segmentlist import Part
    from index.store import Store

REBUILD = "delete the index folder and run 'quoth index'"
SWEEP = "run 'quoth index', which deletes it"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: in which file, what, and what to do. Leftovers do no `harm`."""

    file: str
    problem: str
    remedy: str = REBUILD
    harm: bool = True


def examine(store: Store) -> list[Finding]:
    """What is wrong with the index; nothing where it is sound.

    Raises `IndexMissing`, and `IndexBusy` while another process writes.
    """
    with store.locked():
        try:
            store.snapshot()
        except (IndexDamaged, NotWritable) as error:
            return [Finding(str(store.folder), str(error))]
        try:
            return list(_findings(store))
        except IndexDamaged as error:
            return [Finding(str(store.catalogue), str(error))]


def _findings(store: Store) -> Iterator[Finding]:
    reader = catalogue.Reader(store.catalogue)
    file = str(store.catalogue)
    if broken := [row[0] for row in reader.rows("PRAGMA integrity_check") if row[0] != "ok"]:
        yield from (Finding(file, problem) for problem in broken)
        return  # what such a catalogue says of the rest means nothing
    parts = [segmentlist.part(row) for row in reader.rows(segmentlist.SELECT)]
    for part in parts:
        yield from _about_segment(store, part)
    for problem in [*_about_documents(reader), *_about_counts(reader, parts)]:
        yield Finding(file, problem)
    for path in segmentlist.leftovers(store.folder, {part.file for part in parts}):
        yield Finding(str(path), "no commit names this file", SWEEP, harm=False)


def _about_segment(store: Store, part: Part) -> Iterator[Finding]:
    path = store.folder / part.file
    try:
        segment = Segment.open(path, sha256=part.sha256)
    except IndexDamaged as error:
        yield Finding(str(path), str(error))
        return
    if len(segment) != len(part.ids):
        yield Finding(
            str(path), f"it has {len(segment)} passages, the catalogue says {len(part.ids)}"
        )


def _about_documents(reader: Reader) -> Iterator[str]:
    for row in reader.rows("SELECT id FROM documents ORDER BY source"):
        whole = reader.rows("SELECT * FROM documents WHERE id = ?", row["id"])[0]
        first, count = whole["first_passage"], whole["passages"]
        found = reader.rows(
            "SELECT * FROM passages WHERE id BETWEEN ? AND ? ORDER BY id", first, first + count - 1
        )
        try:
            document, passages = rows.document(whole), list(map(rows.passage, found))
        except IndexDamaged as error:
            yield str(error)
            continue
        yield from about_document(document, passages, whole)


def about_document(
    document: Document, passages: Sequence[Passage], row: Mapping[str, Any] | sqlite3.Row
) -> Iterator[str]:
    """What is wrong with a document, given its `row` in the ledger."""
    name = document.source
    if len(passages) != row["passages"]:
        yield f"{name} has {len(passages)} passages, the catalogue says {row['passages']}"
    sentences = sum(len(passage.sentences) for passage in passages)
    if sentences != row["sentences"]:
        yield f"{name} has {sentences} sentences, the catalogue says {row['sentences']}"
    if len(document.text) != row["characters"]:
        yield f"{name} has {len(document.text)} characters, the catalogue says {row['characters']}"
    for passage in passages:
        if passage.document_id != document.id:
            yield f"a passage of {name} says that it is of another document"
        if not _within(0, passage, len(document.text)):
            yield f"a passage of {name} lies outside its text"
        if not all(_within(passage.start, each, passage.end) for each in passage.sentences):
            yield f"a sentence of {name} lies outside its passage"


def _within(start: int, inner: Passage | Sentence, end: int) -> bool:
    return start <= inner.start < inner.end <= end


def _about_counts(reader: Reader, parts: list[Part]) -> Iterator[str]:
    """Whether the segments hold the passages that the documents have, and no others."""
    in_segments = {passage_id for part in parts for passage_id in part.ids.tolist()}
    dead = {row[0] for row in reader.rows("SELECT passage_id FROM dead")}
    in_catalogue = {row[0] for row in reader.rows("SELECT id FROM passages")}
    of_documents = {
        passage_id
        for first, count in reader.rows("SELECT first_passage, passages FROM documents")
        for passage_id in range(first, first + count)
    }
    if sum(len(part.ids) for part in parts) != len(in_segments):
        yield "two segments hold the same passage"
    if dead - in_segments:
        yield f"{len(dead - in_segments)} removed passages are in no segment"
    if in_segments - dead != in_catalogue:
        yield (
            f"the segments hold {len(in_segments - dead)} passages, "
            f"the catalogue {len(in_catalogue)}, and they differ"
        )
    if orphans := in_catalogue - of_documents:
        yield f"{len(orphans)} passages belong to no document"
