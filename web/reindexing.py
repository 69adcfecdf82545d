"""One reindex at a time, in the background, with its progress to watch."""

from __future__ import annotations

import logging
import time
from dataclasses import asdict, dataclass, replace
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from index.errors import QuothError

if TYPE_CHECKING:
    from index.library import Library
    from index.update import Progress
    from web.metrics import Metrics

SHORTEST = 0.001  # seconds; a clock may not have ticked yet

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reindex:
    """The state of the last reindex: idle (there was none), running, done or failed."""

    state: str = "idle"
    done: int = 0
    total: int = 0
    current_file: str | None = None
    files_per_second: float | None = None  # so far, once the first is done
    seconds_left: int | None = None  # at that rate
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
        self._began = 0.0

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
            self._began = time.monotonic()
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
        took = max(time.monotonic() - self._began, SHORTEST)
        self._last = running(progress, took)


def running(progress: Progress, took: float) -> Reindex:
    """The state of a reindex that has come so far in `took` seconds.

    >>> from index.update import Progress
    >>> state = running(Progress(30, 100, "goals.md"), 20)
    >>> state.files_per_second, state.seconds_left
    (1.5, 47)
    """
    rate = progress.done / took
    return Reindex(
        "running",
        progress.done,
        progress.total,
        progress.source,
        files_per_second=round(rate, 1) if rate else None,
        seconds_left=round((progress.total - progress.done) / rate) if rate else None,
    )
