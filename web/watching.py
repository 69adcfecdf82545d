"""Index quietly what changes in the folder while the server runs."""

from __future__ import annotations

import logging
import time
from contextlib import nullcontext
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from watchfiles import watch

from index.errors import QuothError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from watchfiles import Change

    from index.library import Library

IDLE_MS = 1_000  # without a change, before the watch reports that it is idle
REST_MS = 800  # a file that is still being copied changes again within this time

log = logging.getLogger(__name__)


def watch_folder(
    library: Library, timing: Callable[[], AbstractContextManager[None]] = nullcontext
) -> None:
    """Update `library` whenever its folder has changed and come to rest, in a thread.

    Each update runs within what `timing` gives.
    """

    def update() -> None:
        try:
            with timing():
                library.update()
        except QuothError as error:
            log.warning("not indexed: %s", error)

    watching = library.corpus, update
    Thread(target=_watch_for_ever, args=watching, name="watch", daemon=True).start()


def _watch_for_ever(corpus: Path, update: Callable[[], None]) -> None:
    """Watch the folder, and whatever stands in its place once it is mounted or made anew."""
    while True:
        if corpus.is_dir():
            _watch(corpus, update)
            update()
        time.sleep(IDLE_MS / 1_000)


def _watch(corpus: Path, update: Callable[[], None]) -> None:
    """Watch the folder for as long as its path leads to it."""
    root = corpus.resolve()
    watched = _identity(root)

    def is_document(_: Change, path: str) -> bool:
        return not any(part.startswith(".") for part in Path(path).relative_to(root).parts)

    caught_up = False  # with what happened between the last update and the watch
    for changes in watch(
        root,
        watch_filter=is_document,
        debounce=REST_MS,
        rust_timeout=IDLE_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        if _identity(root) != watched:
            return
        if changes or not caught_up:
            update()
            caught_up = True


def _identity(folder: Path) -> tuple[int, int] | None:
    """Tells a folder from another one that is mounted or made in its place."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
