"""A folder is indexed when what has changed in it has come to rest, and not before."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from watchfiles import Change

from index.library import Library
from index.listing import Listing
from web import watching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.scan import Scan

LOOK = 0.2  # seconds from one look to the next


def indexed(
    monkeypatch: pytest.MonkeyPatch, corpus: Path, changing: str, *, unrested: int = 0
) -> list[int]:
    """At which looks the folder is indexed where an "x" stands for a look that sees a change.

    The first `unrested` times, something is still being copied.
    """
    return [look for look, _ in looked(monkeypatch, corpus, changing, unrested=unrested)]


def looked(
    monkeypatch: pytest.MonkeyPatch, corpus: Path, changing: str, *, unrested: int = 0
) -> list[tuple[int, bool]]:
    """The same, and whether all of the folder is looked at."""
    now, looks = 0, list[tuple[int, bool]]()

    def watch(*_: object, **__: object) -> Iterator[set[tuple[Change, str]]]:
        nonlocal now
        for number, seen in enumerate(changing):
            now = number
            yield {(Change.modified, "a.txt")} if seen == "x" else set()

    def scan(_: Listing, changed: frozenset[str] | None) -> Scan:
        looks.append((now, changed is None))
        return [], []

    def update(look: Callable[[], Scan]) -> bool:
        look()
        return len(looks) <= unrested

    monkeypatch.setattr(Listing, "scan", scan)
    monkeypatch.setattr(watching, "watch", watch)
    monkeypatch.setattr("web.watching.time.monotonic", lambda: now * LOOK)
    watching.watch_until_gone(corpus, update)
    return looks


def test_what_happened_before_is_indexed_at_once(
    monkeypatch: pytest.MonkeyPatch, corpus: Path
) -> None:
    assert indexed(monkeypatch, corpus, ".....") == [0]


def test_a_change_is_looked_at_once_when_it_has_rested(
    monkeypatch: pytest.MonkeyPatch, corpus: Path
) -> None:
    assert indexed(monkeypatch, corpus, "..x.....") == [0, 4]


def test_a_change_does_not_wait_for_those_after_it(
    monkeypatch: pytest.MonkeyPatch, corpus: Path
) -> None:
    assert indexed(monkeypatch, corpus, "..xxxxxx..") == [0, 4, 7]


def test_what_is_still_being_copied_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch, corpus: Path
) -> None:
    assert indexed(monkeypatch, corpus, ".......", unrested=3) == [0, 1, 2, 3]


def test_only_what_changed_is_looked_at_and_everything_once_it_is_quiet(
    monkeypatch: pytest.MonkeyPatch, corpus: Path
) -> None:
    quiet = round(watching.QUIET / LOOK)
    looks = looked(monkeypatch, corpus, f"..x..x{'.' * (2 * quiet)}")

    assert looks == [(0, True), (4, False), (7, False), (7 + quiet, True)]


def test_a_folder_that_cannot_be_watched_is_looked_at_now_and_then(
    monkeypatch: pytest.MonkeyPatch, corpus: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def watch(*_: object, **__: object) -> Iterator[set[tuple[Change, str]]]:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr(watching, "watch", watch)

    assert paused(monkeypatch, corpus) == [watching.QUIET] * 3
    assert caplog.text.count("looking every 10 s: OS file watch limit reached") == 1


def test_a_folder_that_goes_away_before_it_is_watched_is_looked_for_again(
    monkeypatch: pytest.MonkeyPatch, corpus: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Late(Listing):
        def __init__(self, corpus: Path) -> None:
            super().__init__(corpus)
            corpus.rename(corpus.with_name("away"))

    monkeypatch.setattr(watching, "Listing", Late)

    assert paused(monkeypatch, corpus) == [watching.LOOK_MS / 1_000] * 3
    assert not caplog.text


def test_a_mistake_in_an_update_does_not_end_the_watching(
    monkeypatch: pytest.MonkeyPatch, corpus: Path, caplog: pytest.LogCaptureFixture
) -> None:
    library = Library(corpus)
    monkeypatch.setattr(library, "update", lambda **_: 1 // 0)
    updating: list[Callable[[Callable[[], Scan]], bool]] = []
    monkeypatch.setattr(watching, "_watch_for_ever", lambda _, update: updating.append(update))

    watching.watch_folder(library)
    while not updating:
        time.sleep(0.001)

    assert updating[0](lambda: ([], [])) is False
    assert "ZeroDivisionError" in caplog.text


def paused(monkeypatch: pytest.MonkeyPatch, corpus: Path) -> list[float]:
    """How long the first three pauses between two attempts to watch are, in seconds."""
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("web.watching.time.sleep", sleep)
    with pytest.raises(KeyboardInterrupt):
        watching._watch_for_ever(corpus, lambda _: False)
    return pauses
