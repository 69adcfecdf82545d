"""Clients that ask a server one question after another, all in one thread."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from itertools import count, cycle
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bot.evaluation import read_questions
from tests.reliability.server import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LENGTH = re.compile(rb"(?im)^content-length: (\d+)")


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for a question, and after how many seconds."""

    body: bytes
    seconds: float


def gold_questions() -> list[str]:
    """The questions about the shipped documents."""
    return [gold.question for gold in read_questions(ROOT / "tests" / "gold" / "corpus.jsonl")]


async def ask(
    places: Sequence[str],
    questions: Sequence[str],
    *,
    clients: int,
    until: Callable[[], bool],
    take: Callable[[Reply], None],
) -> None:
    """Have `clients`, spread over the servers at `places`, ask `until` that is true.

    Each asks all `questions` in turn, one at least, and they begin as far apart as can be. Every
    reply is given to `take`; a status other than 200 ends it all with an error.
    """
    async with asyncio.TaskGroup() as group:
        for number, place in zip(range(clients), cycle(places), strict=False):
            first = number * len(questions) // clients
            mine = [*questions[first:], *questions[:first]]
            group.create_task(_client(place, mine, until, take))


async def _client(
    place: str, questions: Sequence[str], until: Callable[[], bool], take: Callable[[Reply], None]
) -> None:
    host, _, port = place.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    for number in count():
        query = urlencode({"question": questions[number % len(questions)]})
        began = time.perf_counter()
        writer.write(f"GET /ask?{query} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head.partition(b"\r\n")[0], head
        length = LENGTH.search(head)
        assert length
        body = await reader.readexactly(int(length[1]))
        take(Reply(body, time.perf_counter() - began))
        if until():
            break
    writer.close()
