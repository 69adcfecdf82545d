"""A folder is indexed when what has changed in it has come to rest, and not before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfiles import Change

from web import watching

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

LOOK = 0.2  # seconds from one look to the next


def indexed(
    monkeypatch: pytest.MonkeyPatch, corpus: Path, changing: str, *, unrested: int = 0
) -> list[int]:
    """At which looks the folder is indexed where an "x" stands for a look that sees a change.

    The first `unrested` times, something is still being copied.
    """
    now, looks = 0, []

    def watch(*_: object, **__: object) -> Iterator[set[tuple[Change, str]]]:
        nonlocal now
        for number, seen in enumerate(changing):
            now = number
            yield {(Change.modified, "a.txt")} if seen == "x" else set()

    def update() -> bool:
        looks.append(now)
        return len(looks) <= unrested

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
