"""Point at the words of a text that answer a question, with a small network that runs offline.

The reader writes nothing: it scores every span of a text as the answer, and says how sure it is
that the text answers at all. It needs the extra `reader`; without it the words alone decide.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from itertools import repeat
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from bot.finding import Finding
from bot.readerfiles import MODELS, open_network, open_tokenizer, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tokenizers import Encoding, Tokenizer

    from bot.finding import Logits, Places

_ROOM = 176  # tokens of question and text that the network sees at once, as in its training
_LONGEST_QUESTION = 48  # tokens; the rest of a longer question is not read
_LONGEST_TITLE = 16
_LONGEST_TEXT = 5_000  # characters; what stands behind them is not read
_OVERLAP = 32  # tokens that two windows on a long text share
_KEPT = 2_048  # findings


class Network(Protocol):
    """From tokens and their segments to logits."""

    def __call__(self, ids: Places, segments: Places) -> tuple[Logits, Logits, float]:
        """Of each token as the first of the answer, as its last, and of there being an answer.

        The first token, which belongs to no text, stands for "no answer".
        """


class _Window(NamedTuple):
    """What the network sees at once: ``ids[head:-1]`` are the text's tokens from `first` on."""

    ids: list[int]
    segments: list[int]
    head: int
    first: int


class Budget:
    """Time at work for reading: a busy machine makes an answer late, not another one."""

    def __init__(self, ms: float = math.inf) -> None:
        self._left = ms / 1_000
        self._slowest = 0.0

    @property
    def suffices(self) -> bool:
        """Whether there is time for one more text, were it as slow as the slowest so far."""
        return self._slowest < self._left

    def spend(self, seconds: float) -> None:
        """Count the time that a text took."""
        self._left -= seconds
        self._slowest = max(self._slowest, seconds)


class Reader:
    """Reads texts for a question, one window of tokens at a time.

    One at a time, because int8 arithmetic scales by all that it sees at once: so what is found
    in a text does not depend on the texts beside it, and can be kept.
    """

    def __init__(
        self,
        network: Network,
        tokenizer: Tokenizer,
        *,
        clock: Callable[[], float] = time.thread_time,
    ) -> None:
        self._network = network
        self._tokenizer = tokenizer
        self._clock = clock
        self._kept: OrderedDict[tuple[str, str, str], tuple[Finding | None, float]] = OrderedDict()
        self._lock = Lock()

    @classmethod
    def open(cls, folder: Path = MODELS, *, threads: int = 2) -> Reader:
        """The reader that `folder` holds, its files checked against their SHA-256.

        Raises `ReaderMissing` and `ReaderDamaged`.
        """
        verify(folder)
        return cls(open_network(folder, threads=threads), open_tokenizer(folder))

    def read(
        self,
        question: str,
        texts: Sequence[str],
        *,
        titles: Sequence[str] = (),
        budget: Budget | None = None,
    ) -> list[Finding | None]:
        """What each of `texts` offers `question`, in their order; `titles` go with the texts.

        None for a text without words, and for one that the `budget` did not suffice for: put
        the most promising text first.
        """
        budget = budget or Budget()
        findings: list[Finding | None] = []
        for title, text in zip(titles or repeat("", len(texts)), texts, strict=True):
            if not budget.suffices:
                findings.append(None)
                continue
            finding, took = self._found(question, title, text)
            budget.spend(took)
            findings.append(finding)
        return findings

    def _found(self, question: str, title: str, text: str) -> tuple[Finding | None, float]:
        """What it finds, now or before, and the seconds that this took when it was found.

        What is remembered costs what it cost, so that asking again reads no more and no less.
        """
        key = (question, title, text)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        began = self._clock()
        finding = self._find(question, title, text)
        found = finding, self._clock() - began
        with self._lock:
            self._kept[key] = found
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _find(self, question: str, title: str, text: str) -> Finding | None:
        body = self._encode(text[:_LONGEST_TEXT])
        if not body.ids:
            return None
        first = np.full(len(body.ids), -np.inf, np.float32)
        last, null, answerability = first.copy(), np.inf, -np.inf
        for window in self._windows(question, title, body.ids):
            starts, ends, answers = self._network(
                np.array([window.ids]), np.array([window.segments])
            )
            tokens = slice(window.first, window.first + len(window.ids) - window.head - 1)
            first[tokens] = np.maximum(first[tokens], starts[window.head : -1])
            last[tokens] = np.maximum(last[tokens], ends[window.head : -1])
            null = min(null, float(starts[0] + ends[0]))
            answerability = max(answerability, answers)
        offsets = np.array(body.offsets)
        return Finding(null, answerability, offsets[:, 0], offsets[:, 1], first, last)

    def _windows(self, question: str, title: str, body: list[int]) -> Iterator[_Window]:
        asked = self._encode(question[:_LONGEST_TEXT], marked=True).ids
        asked = [*asked[:-1][:_LONGEST_QUESTION], asked[-1]]
        above = self._encode(f"{title[:_LONGEST_TEXT]} | ").ids[-_LONGEST_TITLE:] if title else []
        head = asked + above
        room = _ROOM - len(head) - 1
        for first in range(0, max(1, len(body) - _OVERLAP), room - _OVERLAP):
            ids = [*head, *body[first : first + room], asked[-1]]
            segments = [0] * len(asked) + [1] * (len(ids) - len(asked))
            yield _Window(ids, segments, len(head), first)

    def _encode(self, text: str, *, marked: bool = False) -> Encoding:
        # A lone surrogate is no text to the tokeniser; a question mark is as long.
        sound = text.encode("utf-8", "replace").decode()
        return self._tokenizer.encode(sound, add_special_tokens=marked)
