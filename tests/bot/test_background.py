"""Everyday words weigh little, whether or not a small corpus happens to have them."""

from __future__ import annotations

from bot.background import share
from bot.question import weight


def test_function_words_are_commoner_than_everyday_ones_and_names_unknown() -> None:
    assert share("the") > share("meet") > share("zookeep") == 0.0


def test_an_everyday_word_that_is_absent_weighs_less_than_a_name_that_is() -> None:
    assert weight("exist", 0, 40) < weight("bogor", 0, 40)


def test_a_large_corpus_speaks_for_itself() -> None:
    assert weight("exist", 3, 1_000_000) > weight("exist", 300_000, 1_000_000)
