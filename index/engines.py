"""The seam under a library: where an index is kept, and what an engine does with it.

The embedded engine (`index.store`) keeps it in a folder; `index.opensearch` in a cluster.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.errors import IndexDamaged, IndexMissing, InvalidSettings
from index.opensearch.address import Address
from index.retriever import Retriever
from index.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from index.catalogue import Entry
    from index.doctor import Finding
    from index.documents import Document, Passage
    from index.scan import Problem
    from index.writer import IndexedFile

Place = Path | Address
"""A folder of this machine, or an index in a cluster."""


class Snapshot(Retriever, Protocol):
    """One state of an index, which can be read out as well as searched."""

    def entries(self) -> list[Entry]:
        """The ledger: every file of the corpus by name, in the index or not, and why not."""

    def files(self) -> Mapping[str, IndexedFile]:
        """The indexed files by source, in its order."""

    def problems(self) -> Sequence[Problem]:
        """The files that are not in the index, by source."""

    def passages(self, document_id: str) -> Sequence[Passage]:
        """The passages of a document in order. Raises `DocumentMissing`."""

    def read(
        self, files: Iterable[IndexedFile]
    ) -> Iterator[tuple[IndexedFile, Document, Sequence[Passage]]]:
        """The documents of indexed files with their passages, one by one, in this order."""


class Writer(Protocol):
    """Changes an index; nobody sees it before the commit."""

    def files(self) -> Mapping[str, IndexedFile]:
        """The indexed files by source, in its order, as they were before."""

    def refused(self) -> Mapping[str, Problem]:
        """The files that were read in vain, by source, in the state that they were in then."""

    def add(
        self,
        document: Document,
        file: IndexedFile,
        passages: Sequence[Passage],
        terms: Iterable[Sequence[str]],
    ) -> None:
        """Add a document that is not there: its passages and, for each of them, its terms."""

    def remove(self, document_id: str) -> None:
        """Remove a document; a later `add` may give its id to a new state of it."""

    def touch(self, file: IndexedFile) -> None:
        """Note a new modification time of a file whose bytes are the same."""

    def record(self, problems: Iterable[Problem]) -> None:
        """Replace what is known of files that are not in the index."""


class Engine(Protocol):
    """Keeps one index."""

    def snapshot(self) -> Snapshot:
        """The newest state. Raises `IndexMissing`, `IndexDamaged` and `EngineUnavailable`."""

    def writing(self, *, anew: bool = False) -> AbstractContextManager[Writer]:
        """A writer whose changes are committed when the block ends, or not at all.

        It begins with nothing where `anew` is true or the index is one that this version cannot
        use. Raises `IndexBusy` where another process writes, and `AnothersIndex`.
        """

    def warnings(self) -> list[Finding]:
        """What keeps nobody from asking and should be mended all the same."""

    def examine(self) -> list[Finding]:
        """What is wrong with the index; nothing where it is sound. Raises `IndexMissing`."""


def unusable(engine: Engine) -> str | None:
    """Why an index that is there cannot be used and has to be built anew, or None."""
    try:
        engine.snapshot()
    except IndexMissing:
        return None
    except IndexDamaged as error:
        return str(error)
    return None


def open_engine(place: Place, *, folder: Callable[[], str] | None = None) -> Engine:
    """The engine for this kind of place. Raises `InvalidSettings` where its client is missing.

    `folder` names the documents that it is to keep: an index in a cluster is that of one folder.
    """
    match place:
        case Path():
            return Store(place)
        case Address():
            try:
                from index.opensearch.store import ClusterStore  # noqa: PLC0415 — an extra's
            except ModuleNotFoundError as error:
                raise InvalidSettings(
                    f"an index in OpenSearch needs the package {error.name}: "
                    "pip install 'quoth[opensearch]'"
                ) from error
            return ClusterStore(place, folder=folder)
