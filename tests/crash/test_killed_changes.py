"""Kill the server at any moment: what it has acknowledged is there, and what it deleted is not.

``QUOTH_KILLS=1000 pytest tests/crash -rP`` does it more often than the suite does, and says how
long the longest recovery took.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.records import Records
from bot.settings import user_file
from index.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLS = int(os.environ.get("QUOTH_KILLS", "10"))
LONGEST = 0.8  # seconds that a child lives
CHILD = Path(__file__).with_name("changing.py")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "first.txt").write_text("The first parcel is in the cellar.")
    return folder


@pytest.fixture
def changer(folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(CHILD), str(folder)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    ) as changer:
        yield changer
        changer.kill()


def acknowledged(changer: subprocess.Popen[str], run: int, seconds: float) -> Counter[str]:
    """What the child of this run said until it was killed."""
    assert changer.stdin
    assert changer.stdout
    changer.stdin.write(f"{run} {seconds}\n")
    changer.stdin.flush()
    said = Counter[str]()
    for line in changer.stdout:
        if line == "killed now\n":
            break
        said[line.strip()] += 1
    return said


def of(said: Counter[str], verb: str) -> set[str]:
    return {line.partition(" ")[2] for line in said if line.startswith(f"{verb} ")}


def test_a_kill_loses_nothing_that_was_acknowledged(
    folder: Path, changer: subprocess.Popen[str]
) -> None:
    chance = random.Random(42)  # noqa: S311 the same moments every time, as far as clocks go
    said, recoveries = Counter[str](), []
    longest = LONGEST

    for run in range(KILLS):
        said += acknowledged(changer, run, chance.uniform(0, longest))
        if not of(said, "added"):
            longest *= 2  # a slow disk

        began = time.perf_counter()
        library = Library(folder)
        library.update()
        recoveries.append(time.perf_counter() - began)
        assert [finding for finding in library.examine() if finding.harm] == []
        sources = {entry.source for entry in library.documents() if entry.id}
        assert of(said, "added") - of(said, "deleting") <= sources
        assert not of(said, "deleted") & sources

    assert of(said, "added"), "nothing was tried"
    users = user_file(library.home)
    for conversation in of(said, "asked"):
        assert len(Records(users).answers(conversation)) >= said[f"asked {conversation}"]
    if of(said, "rated"):
        with closing(sqlite3.connect(users)) as kept:
            rated = {row[0] for row in kept.execute("SELECT answer_id FROM feedback")}
        assert of(said, "rated") <= rated
    sys.stdout.write(
        f"{KILLS} kills, {sum(said.values())} changes acknowledged,"
        f" at most {max(recoveries):.3f} s to open and index\n"
    )
