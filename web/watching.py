"""Index quietly what changes in the folder while the server runs."""

from __future__ import annotations

import logging
import time
from contextlib import nullcontext
from functools import partial
from math import inf
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from watchfiles import watch

from index.errors import QuothError
from index.listing import Listing
from index.scan import identity, scan

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from watchfiles import Change

    from index.library import Library
    from index.scan import Scan

    Look = Callable[[], Scan]

LOOK_MS = 50  # between two looks, when nothing changes
REST = 0.25  # seconds; a file that is still being copied changes again within this time
QUIET = 10.0  # seconds without a change; then all is looked at, in case the system missed one

log = logging.getLogger(__name__)


def watch_folder(
    library: Library, timing: Callable[[], AbstractContextManager[None]] = nullcontext
) -> None:
    """Update `library` whenever its folder has changed and come to rest, in a thread.

    Each update runs within what `timing` gives.
    """

    def update(look: Look) -> bool:
        """Index what has come to rest; whether anything has not."""
        try:
            with timing():
                return bool(library.update(rest=REST, look=look).waiting)
        except QuothError as error:
            log.warning("not indexed: %s", error)
        except Exception:  # whoever stops watching for it would leave the index behind for good
            log.exception("not indexed, by a mistake of Quoth's")
        return False

    watching = library.corpus, update
    Thread(target=_watch_for_ever, args=watching, name="watch", daemon=True).start()


def _watch_for_ever(corpus: Path, update: Callable[[Look], bool]) -> None:
    """Watch the folder, and whatever stands in its place once it is mounted or made anew.

    One that the system can't watch, as too many folders are in it or one that is not ours, is
    looked at every `QUIET` seconds.
    """
    told = ""
    while True:
        pause = LOOK_MS / 1_000
        if corpus.is_dir():
            try:
                watch_until_gone(corpus, update)
            except FileNotFoundError:
                pass  # it went away before the watch began
            except (OSError, RuntimeError) as error:
                pause = QUIET
                if str(error) != told:
                    told = str(error)
                    log.warning("can't watch the folder, looking every %g s: %s", QUIET, told)
            update(partial(scan, corpus))
        time.sleep(pause)


def watch_until_gone(corpus: Path, update: Callable[[Look], bool]) -> None:
    """Run `update` when what has changed in the folder may be at rest, and again while it isn't.

    It is given how to look at the folder: at all of it at first and after a quiet while, and
    otherwise only at what has changed. It ends when the folder's path no longer leads to it.
    """
    root = corpus.resolve()
    watched = identity(root)
    listing = Listing(corpus)

    def is_document(_: Change, path: str) -> bool:
        return not any(part.startswith(".") for part in Path(path).relative_to(root).parts)

    changed: set[str] = set()
    due = inf  # when to look at what has changed
    whole = 0.0  # when to look at everything: at once, for what happened before the watch
    for changes in watch(
        root,
        watch_filter=is_document,
        rust_timeout=LOOK_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        if identity(root) != watched:
            return
        now = time.monotonic()
        if changes:
            changed.update(path for _, path in changes)
            due = min(due, now + REST)  # sooner, what has changed would not be at rest
        if now < min(due, whole):
            continue
        everything = now >= whole
        if not update(partial(listing.scan, None if everything else frozenset(changed))):
            changed.clear()
            due, whole = inf, inf if everything else now + QUIET
