"""Stems are those of NLTK's Snowball stemmer, letter for letter."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import stemming

if TYPE_CHECKING:
    from nltk.stem.snowball import EnglishStemmer

ROOT = Path(__file__).parents[2]
LETTERS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=3)
OTHERS = "s es ies ied sses us ss y yy e l ll at bl iz tt sky gener commun arsen"
SUFFIXES = st.sampled_from(
    [
        *(*stemming._SECOND, *stemming._THIRD, *stemming._FOURTH, *stemming._PAST),
        *OTHERS.split(),
    ]
)


@cache
def nltk() -> EnglishStemmer:
    from nltk.stem.snowball import EnglishStemmer  # noqa: PLC0415 half a second, once

    return EnglishStemmer()


@pytest.mark.parametrize("folder", ["corpus", "docs", "index", "tests"])
def test_the_stem_of_every_word_that_is_written_here_is_the_reference_s(folder: str) -> None:
    files = [p for p in (ROOT / folder).rglob("*") if p.suffix in {".md", ".txt", ".py", ".jsonl"}]
    words = {word for file in files for word in re.findall("[A-Za-z]+", file.read_text())}

    assert len(words) > 1000
    assert {w: stemming.stem(w) for w in words} == {w: nltk().stem(w) for w in words}


@settings(max_examples=300)
@given(parts=st.lists(LETTERS | SUFFIXES, min_size=1, max_size=5))
def test_suffixes_in_any_order_are_taken_off_as_by_the_reference(parts: list[str]) -> None:
    word = "".join(parts)

    assert stemming.stem(word) == nltk().stem(word)


@pytest.mark.parametrize("word", [*stemming._SPECIAL, "Elections", "ties", "sses", "by", "y"])
def test_words_of_their_own_kind_are_as_in_the_reference(word: str) -> None:
    assert stemming.stem(word) == nltk().stem(word)
