"""A folder of three documents, updates of its index, and the sources of what is found in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import analysis
from index.library import Library

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from index.retriever import Retriever
    from index.update import Progress

TEXTS = {
    "goals.md": "# The Bogor Goals\n\nThe goals were adopted in Bogor in 1994.\n",
    "members.txt": "Members\n\nAPEC has 21 members, from Chile to Viet Nam.\n",
    "travel.txt": "Travel policy\n\nStaff may spend 40 euros a day on meals.\n",
}


class Stop(Exception):
    """Ends an update in the middle."""


def write(folder: Path, texts: Mapping[str, str]) -> Path:
    """Write files by name into a folder, which is made where there is none."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def indexed(folder: Path, texts: Mapping[str, str]) -> Library:
    """A library of files that are written into a folder, up to date."""
    library = Library(write(folder, texts))
    library.update()
    return library


def interrupt(library: Library) -> None:
    """Begin an update that ends before its last file, as that of a process that is killed."""

    def stop(progress: Progress) -> None:
        if progress.done == progress.total - 1:
            raise Stop

    with pytest.raises(Stop):
        library.update(progress=stop)


def found(snapshot: Retriever, question: str) -> list[str]:
    """The sources of the passages that are found for a question, best first."""
    hits = snapshot.search(analysis.terms(question))
    return [snapshot.document(hit.passage.document_id).source for hit in hits]
