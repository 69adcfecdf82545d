"""What the time of a question goes into, stage by stage, for whoever wants to know."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Stage(StrEnum):
    """The path of a question, in the order in which it is gone."""

    UNDERSTAND = "understand"  # read it with the conversation, and analyse it
    RETRIEVE = "retrieve"  # the passages that BM25 ranks highest, and their evidence
    CHOOSE = "choose"  # rank their sentences by words
    READ = "read"  # rank them by what the reader sees, too
    QUOTE = "quote"  # decide whether they answer, and how much of them to quote
    SHORT_ANSWER = "short_answer"  # find the words that answer outright


_seconds: ContextVar[dict[Stage, float] | None] = ContextVar("seconds", default=None)


@contextmanager
def watched() -> Iterator[Mapping[Stage, float]]:
    """The seconds that each stage takes of what is asked in this block, and in this thread.

    A stage that a question does not need is not there; one that it needs twice is added up.

    >>> with watched() as seconds, stage(Stage.READ), stage(Stage.READ):
    ...     pass
    >>> list(seconds)
    [<Stage.READ: 'read'>]
    """
    seconds: dict[Stage, float] = {}
    token = _seconds.set(seconds)
    try:
        yield seconds
    finally:
        _seconds.reset(token)


@contextmanager
def stage(name: Stage) -> Iterator[None]:
    """Count the time of this block for a stage, where somebody watches."""
    began = time.perf_counter()
    try:
        yield
    finally:
        seconds = _seconds.get()
        if seconds is not None:
            seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - began
