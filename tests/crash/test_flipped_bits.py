"""Flip any bit of an index or cut a file short: it is found, or it changes nothing.

``QUOTH_FLIPS=10000 pytest tests/crash`` tries more of them than the suite does.
"""

from __future__ import annotations

import os
import random
import shutil
from typing import TYPE_CHECKING

import pytest

from index import analysis
from index.doctor import examine
from index.errors import QuothError
from index.store import Store
from index.update import update

if TYPE_CHECKING:
    from pathlib import Path

FLIPS = int(os.environ.get("QUOTH_FLIPS", "120"))


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A small index with something of everything in it."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(8):
        text = f"# Number {number}\n\nIt is here.\n\n- one\n- two\n\nMore of {number}."
        (corpus / f"{number}.md").write_text(text)
    (corpus / "empty.txt").touch()
    update(corpus, Store(tmp_path / "index"))
    (corpus / "3.md").unlink()
    update(corpus, Store(tmp_path / "index"))
    return tmp_path / "index"


def everything(folder: Path) -> list[object]:
    """All that the index answers: its state, its ledger, its documents, and searches."""
    snapshot = Store(folder).snapshot()
    entries = snapshot.entries()
    answers = [
        snapshot.search(analysis.terms(question), limit=20)
        for question in ("number 5", "one or two", "more", "it is here")
    ]
    documents = [snapshot.document(entry.id) for entry in entries if entry.id]
    return [snapshot.state, entries, documents, answers, snapshot.frequency("number")]


def is_as_before_or_found(folder: Path, before: list[object]) -> bool:
    try:
        after = everything(folder)
    except QuothError:
        return True
    return after == before or any(finding.harm for finding in examine(Store(folder)))


def files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.name != "lock"]


def test_a_flipped_bit_is_found_or_changes_nothing(index: Path, tmp_path: Path) -> None:
    before = everything(index)
    chance = random.Random(42)  # noqa: S311

    for _ in range(FLIPS):
        copy = shutil.copytree(index, tmp_path / "copy")
        file = chance.choice(files(copy))
        raw = bytearray(file.read_bytes())
        place = chance.randrange(len(raw) * 8)
        raw[place // 8] ^= 1 << place % 8
        file.write_bytes(raw)

        assert is_as_before_or_found(copy, before), f"bit {place} of {file.name}"
        shutil.rmtree(copy)


def test_a_file_that_is_cut_short_is_found_or_changes_nothing(index: Path, tmp_path: Path) -> None:
    before = everything(index)
    chance = random.Random(42)  # noqa: S311

    for number in range(FLIPS // 3):
        copy = shutil.copytree(index, tmp_path / "copy")
        file = files(copy)[number % len(files(copy))]
        os.truncate(file, chance.randrange(file.stat().st_size))

        assert is_as_before_or_found(copy, before), f"{file.name} of {file.stat().st_size} bytes"
        shutil.rmtree(copy)
