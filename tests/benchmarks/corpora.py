"""What is measured on: Zipfian corpora of any size, and the text of a folder."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

import numpy as np

from index.analysis import content, terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

MARKUP = re.compile(r"(?s)<(script|style|head)\b.*?</\1>|<!--.*?-->|<[^>]*>")
PARAGRAPHS = re.compile(r"\n\s*\n")
SUFFIXES = {".txt", ".rst", ".md", ".html", ".htm", ".gz"}
LENGTH = 600  # characters at which a passage is full
QUESTION = (3, 10)  # words, from and below


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Passages and questions as terms; `texts` are the passages as they were written, if at all."""

    name: str
    passages: Sequence[list[str]]
    questions: Sequence[list[str]]
    texts: Sequence[str] = ()


def zipfian(size: int, *, questions: int, seed: int = 7) -> Corpus:
    """`size` passages of some 60 words that occur as often as words do in natural language.

    Zipf and Mandelbrot's law gives their frequencies and Heaps' law their number; one word in
    eight repeats an earlier one of its passage. A question is three to nine words of a passage.
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
    asked = [
        [passage[n] for n in generator.permutation(len(passage))[: generator.integers(*QUESTION)]]
        for passage in _chosen(generator, passages, questions)
    ]
    return Corpus(f"{size:,}", passages, asked)


def folders(roots: Sequence[Path], *, questions: int, seed: int = 7) -> Corpus:
    """The paragraphs of every text and HTML file under `roots`, joined to passages.

    A question is a stretch of eight to twenty words of a passage, without function words.
    """
    generator = np.random.default_rng(seed)
    files = sorted(path for root in roots for path in root.rglob("*") if path.is_file())
    read = [path for path in files if path.suffix in SUFFIXES]
    texts = [passage for path in read for passage in _passages(_text(path))]
    passages = [terms(text) for text in texts]
    asked = []
    for passage in _chosen(generator, passages, questions):
        start = int(generator.integers(max(1, len(passage) - 7)))
        asked.append(content(passage[start : start + int(generator.integers(8, 21))]))
    return Corpus(f"{len(texts):,} real", passages, asked, texts)


def _ranks(generator: np.random.Generator, count: int, vocabulary: int) -> NDArray[np.int64]:
    cumulated = np.cumsum(1.0 / (np.arange(vocabulary) + 2.7))
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


def _chosen(
    generator: np.random.Generator, passages: Sequence[list[str]], count: int
) -> Iterator[list[str]]:
    long = [passage for passage in passages if len(passage) >= QUESTION[1]]
    for number in generator.integers(len(long), size=count).tolist():
        yield long[number]


def _text(path: Path) -> str:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = raw.decode("utf-8", "replace")
    return unescape(MARKUP.sub("\n", text)) if "<html" in text[:2000].lower() else text


def _passages(text: str) -> Iterator[str]:
    passage = ""
    for paragraph in PARAGRAPHS.split(text):
        passage = f"{passage}\n{' '.join(paragraph.split())}".strip()
        if len(passage) >= LENGTH:
            yield passage
            passage = ""
    if passage:
        yield passage
