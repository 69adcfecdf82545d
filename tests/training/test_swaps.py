"""Near misses are made by naming something else, of which the text does not speak."""

from __future__ import annotations

import random
import re

from training.swaps import Swaps

TEXT = "Casey Mace leads the US delegation in Guangzhou. The meeting of 2026 is the first."
SWAPS = Swaps(["Who advises the Japanese delegation?", "When did officials meet in Nha Trang?"])


def chance(seed: int = 1) -> random.Random:
    return random.Random(seed)  # noqa: S311  # reproducible, not secret


def test_a_name_gives_way_to_one_that_follows_the_same_word() -> None:
    asked = {
        SWAPS.swapped("Who leads the US delegation in Guangzhou?", TEXT, chance(seed))
        for seed in range(20)
    }

    assert asked == {
        "Who leads the Japanese delegation in Guangzhou?",
        "Who leads the US delegation in Nha Trang?",
    }


def test_a_year_gives_way_to_another() -> None:
    asked = SWAPS.swapped("Who led it in 2026?", TEXT, chance())

    assert asked
    assert re.fullmatch(r"Who led it in (?!2026)\d{4}\?", asked)


def test_what_the_text_does_not_name_is_not_exchanged() -> None:
    assert SWAPS.swapped("Who leads the Peruvian delegation?", TEXT, chance()) is None


def test_nothing_is_named_that_the_text_or_its_document_speaks_of() -> None:
    question = "Who leads the US delegation?"

    assert SWAPS.swapped(question, TEXT + " A Japanese guest came.", chance()) is None
    assert SWAPS.swapped(question, TEXT, chance(), unheard_in="Japanese") is None
