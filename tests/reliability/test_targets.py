"""What is fuzzed at length by a command takes some altered seeds here."""

from __future__ import annotations

import random

import pytest

from tests.reliability.targets import TARGETS

ALTERED = 25  # inputs for each seed
SPLICED = [b"\0", b"\xff", b"<", b"&", b"[", b"(", b"|", b"\n\n", b'"', b"\\", b"--", b"9" * 30]


def altered(seed: bytes, chance: random.Random) -> bytes:
    """The seed with a stretch of it replaced by something that parsers trip over."""
    start = chance.randrange(len(seed) + 1)
    end = chance.randint(start, min(len(seed), start + 8))
    return seed[:start] + chance.choice(SPLICED) + seed[end:]


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_its_seeds_whole_and_altered(name: str) -> None:
    chance = random.Random(name)  # noqa: S311 the same inputs every time

    for seed in TARGETS[name].seeds:
        TARGETS[name].take(seed)
        for _ in range(ALTERED):
            TARGETS[name].take(altered(seed, chance))
