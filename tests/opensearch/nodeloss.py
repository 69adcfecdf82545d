"""Kill one of three nodes while questions are asked and documents are loaded, and count."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from opensearchpy import OpenSearch

from bot.engine import Bot
from bot.evaluation import read_questions
from index.errors import QuothError
from index.library import Library
from index.opensearch.address import Address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from tests.opensearch.cluster import Node

ROOT = Path(__file__).parents[2]
QUESTIONS = [gold.question for gold in read_questions(ROOT / "tests/gold/corpus.jsonl")[::9]]
ASKERS = 4
LIMIT = 240  # seconds for all to be as it was; a few on an idle machine


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the questions and documents; seconds count from the node's end."""

    asked: int
    wrong: int
    refused: int
    seconds: float  # until the last question that was refused
    acknowledged: int  # documents, before and after
    lost: int  # of these
    loading: float  # seconds until a document was acknowledged again
    harm: list[str]  # what the doctor says of the index that was loaded


@dataclass(slots=True)
class Load:
    """Documents that are added, so many at a time, and those whose update was acknowledged."""

    library: Library
    batch: int
    acknowledged: list[str] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)  # when an update was acknowledged

    def add_until(self, done: Event) -> None:
        """Add documents, until that is done."""
        number = 0
        while not done.is_set():
            added = []
            for _ in range(self.batch):
                number += 1
                text = f"Document {number} is about rice."
                added.append(self.library.add(f"{number}.txt", text.encode()))
            try:
                self.library.update()
            except QuothError:
                continue
            self.acknowledged += added
            self.moments.append(time.monotonic())

    def resumed(self, moment: float) -> float:
        """When the first update that began after a moment was acknowledged."""
        return [each for each in self.moments if each > moment][1]


@dataclass(slots=True)
class Asking:
    """How the questions are answered, all of them again and again."""

    bot: Bot
    expected: dict[str, str | None]
    asked: int = 0
    wrong: int = 0
    refused: int = 0
    last: float = 0.0  # when one was refused

    def until_all_are_answered(self) -> None:
        """Go on until no question is refused any more."""
        until = time.monotonic() + LIMIT
        while not self._all_are_answered():
            assert time.monotonic() < until, "not every question is answered"

    def _all_are_answered(self) -> bool:
        said = _answers(self.bot)
        refused = list(said.values()).count(None)
        self.asked += len(said)
        self.refused += refused
        self.wrong += sum(said[each] not in (None, self.expected[each]) for each in said)
        if refused:
            self.last = time.monotonic()
        return not refused


def lose_a_node(nodes: Sequence[Node], scratch: Path, *, batch: int) -> Outcome:
    """Kill the node that leads the others, and wait until all is as it was."""
    asked, growing = _libraries(nodes, scratch)
    bot, expected = Bot(asked), _expected(scratch)
    before, after = Asking(bot, expected), Asking(bot, expected)
    with loading(growing, batch) as load:
        before.until_all_are_answered()
        _wait_for_more(load)
        _leader(nodes).process.kill()
        killed = time.monotonic()
        after.until_all_are_answered()
        _wait_for_more(load)
        after.until_all_are_answered()
    kept = {entry.source for entry in _at_last(growing.documents)}
    return Outcome(
        asked=after.asked,
        wrong=before.wrong + after.wrong,
        refused=after.refused,
        seconds=round(max(after.last - killed, 0), 1),
        acknowledged=len(load.acknowledged),
        lost=len(set(load.acknowledged) - kept),
        loading=round(load.resumed(killed) - killed, 1),
        harm=[finding.problem for finding in _at_last(growing.examine) if finding.harm],
    )


@contextmanager
def loading(library: Library, batch: int) -> Iterator[Load]:
    """Load documents in a thread of its own, until the block ends."""
    load, done = Load(library, batch), Event()
    adding = Thread(target=load.add_until, args=(done,))
    adding.start()
    try:
        yield load
    finally:
        done.set()
        adding.join()


def _libraries(nodes: Sequence[Node], scratch: Path) -> tuple[Library, Library]:
    """The shipped documents, which are asked, and a folder that grows, both in the cluster."""
    hosts = tuple(node.host for node in nodes)
    asked = Library(ROOT / "corpus", Address(hosts, "asked", secure=False, shards=3, replicas=1))
    _at_last(asked.update)
    folder = scratch / "growing"
    folder.mkdir()
    growing = Library(folder, Address(hosts, "growing", secure=False, shards=3, replicas=1))
    return asked, growing


def _at_last(do: Callable[[], Any]) -> Any:
    """Do it again until the cluster can."""
    until = time.monotonic() + LIMIT
    while True:
        try:
            return do()
        except QuothError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def _expected(scratch: Path) -> dict[str, str | None]:
    """What the embedded engine answers."""
    embedded = Library(ROOT / "corpus", scratch / "index")
    embedded.update()
    return _answers(Bot(embedded))


def _answers(bot: Bot) -> dict[str, str | None]:
    """The answer to each question, None where it is refused; several are asked at a time."""
    with ThreadPoolExecutor(ASKERS) as askers:
        return dict(
            zip(QUESTIONS, askers.map(lambda each: _answer(bot, each), QUESTIONS), strict=True)
        )


def _answer(bot: Bot, question: str) -> str | None:
    try:
        return bot.ask(question).answer
    except QuothError:
        return None


def _wait_for_more(load: Load) -> None:
    """Wait until an update has been acknowledged that began after now."""
    wanted = len(load.moments) + 2
    until = time.monotonic() + LIMIT
    while len(load.moments) < wanted:
        assert time.monotonic() < until, "no document is taken"
        time.sleep(0.1)


def _leader(nodes: Sequence[Node]) -> Node:
    (found,) = OpenSearch([nodes[0].host]).cat.cluster_manager(params={"format": "json"})
    return nodes[int(found["node"].removeprefix("node"))]
