"""A folder of three documents, and the sources of what is found in its index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import analysis

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from index.retriever import Retriever

TEXTS = {
    "goals.md": "# The Bogor Goals\n\nThe goals were adopted in Bogor in 1994.\n",
    "members.txt": "Members\n\nAPEC has 21 members, from Chile to Viet Nam.\n",
    "travel.txt": "Travel policy\n\nStaff may spend 40 euros a day on meals.\n",
}


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files by name."""
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def found(snapshot: Retriever, question: str) -> list[str]:
    """The sources of the passages that are found for a question, best first."""
    hits = snapshot.search(analysis.terms(question))
    return [snapshot.document(hit.passage.document_id).source for hit in hits]
