"""Flip any bit of an index or cut a file short: it is found, or it changes nothing.

``QUOTH_FLIPS=10000 pytest tests/crash/test_flipped_bits.py`` tries more of them than the suite
does, and ``python -m tests.reliability.damage`` every one.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from index.errors import IndexDamaged
from index.store import Store
from tests.reliability.damage import build, cut, everything, files, flipped, is_found_or_harmless

if TYPE_CHECKING:
    from pathlib import Path

FLIPS = int(os.environ.get("QUOTH_FLIPS", "120"))


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A small index with something of everything in it."""
    return build(tmp_path, 8)


def test_a_flipped_bit_is_found_or_changes_nothing(index: Path) -> None:
    before = everything(index)
    chance = random.Random(42)  # noqa: S311

    for _ in range(FLIPS):
        file = chance.choice(files(index))
        with flipped(file, chance.randrange(8 * file.stat().st_size)) as damage:
            assert is_found_or_harmless(index, before), damage
    assert everything(index) == before


def test_a_file_that_is_cut_short_is_found_or_changes_nothing(index: Path) -> None:
    before = everything(index)
    chance = random.Random(42)  # noqa: S311

    for number in range(FLIPS // 3):
        file = files(index)[number % len(files(index))]
        with cut(file, chance.randrange(file.stat().st_size)) as damage:
            assert is_found_or_harmless(index, before), damage
    assert everything(index) == before


def test_a_name_in_the_schema_that_is_no_text_any_more_is_found(index: Path) -> None:
    catalogue = index / "catalogue.sqlite"
    place = catalogue.read_bytes().index(b"tabledead") + len("table")
    with flipped(catalogue, 8 * place + 7), pytest.raises(IndexDamaged, match="damaged"):
        Store(index).snapshot()
