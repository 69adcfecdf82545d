"""What is measured on: Zipfian corpora of any size, and real text from a folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MARKUP = re.compile(r"(?s)<(script|style).*?</\1>|<[^>]*>")
WORDS = re.compile(r"\w+")
PARAGRAPHS = re.compile(r"\n\s*\n")
TEXTS = {".txt", ".rst", ".md", ".html", ".gz"}


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Passages as terms, questions as terms, and the passages' texts."""

    name: str
    passages: list[list[str]]
    questions: list[list[str]]
    texts: list[str]


def zipfian(size: int, *, questions: int, seed: int = 7) -> Corpus:
    """`size` passages of some 60 words whose frequencies fall as in natural language.

    Zipf and Mandelbrot's law gives the words, Heaps' law their number; one word in eight repeats
    an earlier one of its passage, as words do. A question is three to nine words of one passage.
    """
    generator = np.random.default_rng(seed)
    lengths = np.clip(generator.lognormal(4.0, 0.45, size), 4, 600).astype(np.int64)
    ranks = _ranks(generator, int(lengths.sum()), int(300 * size**0.55))
    _repeat_some(generator, ranks, lengths)
    names = [f"w{rank}" for rank in range(int(ranks.max()) + 1)]
    words = [names[rank] for rank in ranks.tolist()]
    ends = np.cumsum(lengths).tolist()
    passages = [
        words[end - length : end] for end, length in zip(ends, lengths.tolist(), strict=True)
    ]
    return Corpus(f"{size:,} passages", passages, _asked(generator, passages, questions), [])


def _ranks(generator: np.random.Generator, count: int, vocabulary: int) -> NDArray[np.int64]:
    weights = 1.0 / (np.arange(vocabulary) + 2.7)
    cumulated = np.cumsum(weights)
    drawn = generator.random(count) * cumulated[-1]
    ranks: NDArray[np.int64] = cumulated.searchsorted(drawn)
    return ranks


def _repeat_some(
    generator: np.random.Generator, ranks: NDArray[np.int64], lengths: NDArray[np.int64]
) -> None:
    firsts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    places = np.flatnonzero(generator.random(len(ranks)) < 1 / 8)
    earlier = (places - firsts[places]) * generator.random(len(places))
    ranks[places] = ranks[firsts[places] + earlier.astype(np.int64)]


def _asked(
    generator: np.random.Generator, passages: list[list[str]], count: int
) -> list[list[str]]:
    long = [passage for passage in passages if len(passage) >= 3]
    asked = []
    for number in generator.integers(len(long), size=count).tolist():
        passage = long[number]
        size = min(int(generator.integers(3, 10)), len(passage))
        asked.append([passage[n] for n in generator.permutation(len(passage))[:size]])
    return asked
