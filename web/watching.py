"""Index quietly what changes in the folder while the server runs."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from watchfiles import watch

from index.errors import QuothError

if TYPE_CHECKING:
    from watchfiles import Change

    from index.library import Library

IDLE_MS = 1_000  # without a change, before the watch reports that it is idle
REST_MS = 800  # a file that is still being copied changes again within this time

log = logging.getLogger(__name__)


def watch_folder(library: Library) -> None:
    """Update `library` whenever its folder has changed and come to rest, in a thread."""
    Thread(target=_watch_for_ever, args=(library,), name="watch", daemon=True).start()


def _watch_for_ever(library: Library) -> None:
    """Watch the folder, and whatever stands in its place once it is mounted or made anew."""
    while True:
        if library.corpus.is_dir():
            _watch(library)
            _update(library)
        time.sleep(IDLE_MS / 1_000)


def _watch(library: Library) -> None:
    """Watch the folder for as long as its path leads to it."""
    root = library.corpus.resolve()
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
            _update(library)
            caught_up = True


def _identity(folder: Path) -> tuple[int, int] | None:
    """Tells a folder from another one that is mounted or made in its place."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _update(library: Library) -> None:
    try:
        library.update()
    except QuothError as error:
        log.warning("not indexed: %s", error)
