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

LOOK_MS = 50  # between two looks, when nothing changes
REST = 0.25  # seconds; a file that is still being copied changes again within this time

log = logging.getLogger(__name__)


def watch_folder(
    library: Library, timing: Callable[[], AbstractContextManager[None]] = nullcontext
) -> None:
    """Update `library` whenever its folder has changed and come to rest, in a thread.

    Each update runs within what `timing` gives.
    """

    def update() -> bool:
        """Index what has come to rest; whether anything has not."""
        try:
            with timing():
                return bool(library.update(rest=REST).waiting)
        except QuothError as error:
            log.warning("not indexed: %s", error)
            return False

    watching = library.corpus, update
    Thread(target=_watch_for_ever, args=watching, name="watch", daemon=True).start()


def _watch_for_ever(corpus: Path, update: Callable[[], bool]) -> None:
    """Watch the folder, and whatever stands in its place once it is mounted or made anew."""
    while True:
        if corpus.is_dir():
            watch_until_gone(corpus, update)
            update()
        time.sleep(LOOK_MS / 1_000)


def watch_until_gone(corpus: Path, update: Callable[[], bool]) -> None:
    """Run `update` when what has changed in the folder may be at rest, and again while it isn't.

    It ends when the folder's path no longer leads to it.
    """
    root = corpus.resolve()
    watched = _identity(root)

    def is_document(_: Change, path: str) -> bool:
        return not any(part.startswith(".") for part in Path(path).relative_to(root).parts)

    due: float | None = 0  # when to update: at once, for what happened before the watch
    for changes in watch(
        root,
        watch_filter=is_document,
        rust_timeout=LOOK_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        if _identity(root) != watched:
            return
        now = time.monotonic()
        if changes and due is None:
            due = now + REST  # sooner, what has changed would not be at rest
        if due is not None and now >= due:
            due = now if update() else None


def _identity(folder: Path) -> tuple[int, int] | None:
    """Tells a folder from another one that is mounted or made in its place."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
