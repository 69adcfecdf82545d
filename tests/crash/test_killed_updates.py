"""Kill an update at any moment: the index opens as before it or after it, and is sound.

``QUOTH_KILLS=1000 pytest tests/crash -rP`` does it more often than the suite does, and says how
long the longest recovery took. A quarter as many kills again hit the first update of all.
"""

from __future__ import annotations

import os
import random
import runpy
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.doctor import examine
from index.engines import unusable
from index.errors import IndexMissing
from index.store import Store
from index.update import update

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLS = int(os.environ.get("QUOTH_KILLS", "20"))
FIRST = KILLS // 4
LONGEST = 0.4  # seconds that an updater lives
LONGEST_FIRST = 0.2  # to begin with
EARLIER, LATER = 0.9, 1.05  # so that two of three are killed before their first commit is over
CHILD = Path(__file__).with_name("indexing.py")
child = runpy.run_path(str(CHILD))
STATES: int = child["STATES"]


class Updater:
    """A process that updates the index of `corpus` and is killed while it does."""

    def __init__(self, corpus: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(CHILD), str(corpus)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def killed_after(self, seconds: float, *, state: int) -> set[int]:
        """Go on from `state` until killed; returns the states that the index may be in."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{state} {seconds}\n")
        self.process.stdin.flush()
        begun = state
        possible = {state}
        for line in self.process.stdout:
            match line.strip():
                case "killed":
                    break
                case "done":
                    possible = {begun}
                case number:
                    begun = int(number)
                    possible.add(begun)
        return possible


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


@pytest.fixture
def updater(corpus: Path) -> Iterator[Updater]:
    updater = Updater(corpus)
    with updater.process:
        yield updater
        updater.process.kill()


def indexed(store: Store) -> dict[str, str]:
    snapshot = store.snapshot()
    return {entry.source: snapshot.document(str(entry.id)).text for entry in snapshot.entries()}


def test_a_killed_update_leaves_the_index_before_or_after_it(
    corpus: Path, updater: Updater
) -> None:
    chance = random.Random(42)  # noqa: S311 — the same moments every time, as far as clocks go
    child["bring_about"](corpus, 0)
    update(corpus, Store(corpus / ".quoth"))
    now, recoveries = 0, []

    for _ in range(KILLS):
        possible = updater.killed_after(chance.uniform(0, LONGEST), state=now)
        began = time.perf_counter()
        store = Store(corpus / ".quoth")
        store.snapshot()
        recoveries.append(time.perf_counter() - began)

        assert indexed(store) in [child["state"](number) for number in possible]
        assert [finding for finding in examine(store) if finding.harm] == []

        now = chance.randrange(STATES)
        child["bring_about"](corpus, now)
        summary = update(corpus, store)

        assert summary.rebuilt is None
        assert indexed(store) == child["state"](now)
        assert len(store.snapshot().search([f"state{now}"], limit=100)) == 25
        assert examine(store) == []
    sys.stdout.write(f"{KILLS} kills, at most {max(recoveries):.3f} s to open the index\n")


def test_a_killed_first_update_leaves_nothing_or_everything(corpus: Path, updater: Updater) -> None:
    chance = random.Random(7)  # noqa: S311
    recoveries, found, longest = [], 0, LONGEST_FIRST

    for _ in range(FIRST):
        shutil.rmtree(corpus / ".quoth", ignore_errors=True)
        updater.killed_after(chance.uniform(0, longest), state=0)
        began = time.perf_counter()
        store = Store(corpus / ".quoth")

        assert unusable(store) is None
        try:
            assert indexed(store) in map(child["state"], range(STATES))
        except IndexMissing:
            longest *= LATER
        else:
            longest *= EARLIER
            found += 1

        child["bring_about"](corpus, 2)
        update(corpus, store)
        recoveries.append(time.perf_counter() - began)
        assert indexed(store) == child["state"](2)
        assert examine(store) == []
    sys.stdout.write(
        f"{FIRST} kills, {found} of them after the first commit,"
        f" at most {max(recoveries):.3f} s to index\n"
    )
