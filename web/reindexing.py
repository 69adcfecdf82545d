"""One reindex at a time, in the background, with its progress to watch."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, replace
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from index.errors import QuothError

if TYPE_CHECKING:
    from index.library import Library
    from index.update import Progress
    from web.metrics import Metrics

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reindex:
    """The state of the last reindex: idle (there was none), running, done or failed."""

    state: str = "idle"
    done: int = 0
    total: int = 0
    current_file: str | None = None
    summary: dict[str, Any] | None = None
    detail: str | None = None  # why it failed

    def as_json(self) -> dict[str, Any]:
        """The object that /reindex sends."""
        return asdict(self)


class Reindexing:
    """Runs updates of a library in a thread of its own."""

    def __init__(self, library: Library, metrics: Metrics) -> None:
        self._library = library
        self._metrics = metrics
        self._lock = Lock()
        self._last = Reindex()

    @property
    def last(self) -> Reindex:
        """How far the running reindex is, or how the last one ended."""
        return self._last

    def start(self) -> Reindex:
        """Begin a reindex unless one is running; its state either way."""
        with self._lock:
            if self._last.state != "running":
                self._last = Reindex("running")
                Thread(target=self._run, name="reindex", daemon=True).start()
            return self._last

    def _run(self) -> None:
        try:
            with self._metrics.reindexing("request"):
                summary = self._library.update(progress=self._note)
        except QuothError as error:
            self._last = replace(self._last, state="failed", detail=str(error))
        except Exception as error:  # a bug must not leave the state at "running" for ever
            log.exception("reindexing failed")
            self._last = replace(self._last, state="failed", detail=f"unexpected: {error}")
        else:
            self._last = Reindex(
                "done", self._last.total, self._last.total, summary=summary.as_json()
            )

    def _note(self, progress: Progress) -> None:
        self._last = Reindex("running", progress.done, progress.total, progress.source)
