"""Three nodes, of which one is killed while questions are asked and documents are added."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from bot.engine import Bot
from bot.evaluation import read_questions
from index.errors import QuothError
from index.library import Library
from index.opensearch.address import Address
from tests.opensearch import cluster

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.opensearch.cluster import Node

ROOT = Path(__file__).parents[2]
QUESTIONS = [gold.question for gold in read_questions(ROOT / "tests/gold/corpus.jsonl")[::9]]
BACK_SECONDS = 240  # a few seconds on an idle machine: `python -m tests.opensearch.events`


@pytest.fixture
def nodes() -> Iterator[Sequence[Node]]:
    oldest = cluster.require()[-1]
    with cluster.running(oldest, 3) as nodes:
        yield nodes


def add_until(done: Event, library: Library, acknowledged: list[str]) -> None:
    """Add documents one by one, and note those whose update was acknowledged."""
    number = 0
    while not done.is_set():
        number += 1
        source = library.add(f"{number}.txt", f"Document {number} is about rice.".encode())
        try:
            library.update()
        except QuothError:
            continue
        acknowledged.append(source)


def test_a_node_that_dies_loses_nothing_and_falsifies_nothing(
    nodes: Sequence[Node], tmp_path: Path
) -> None:
    hosts = tuple(node.host for node in nodes)
    embedded = Library(ROOT / "corpus", tmp_path / "index")
    asked = Library(ROOT / "corpus", Address(hosts, "asked", secure=False, shards=3, replicas=1))
    (tmp_path / "growing").mkdir()
    growing = Library(
        tmp_path / "growing", Address(hosts, "growing", secure=False, shards=3, replicas=1)
    )
    embedded.update()
    asked.update()
    bot, expected = Bot(asked), {each: Bot(embedded).ask(each).answer for each in QUESTIONS}
    done, acknowledged = Event(), list[str]()
    adding = Thread(target=add_until, args=(done, growing, acknowledged))
    adding.start()
    try:
        assert ask_all(bot) == expected
        before = len(acknowledged)
        nodes[0].process.kill()
        until = time.monotonic() + BACK_SECONDS
        while (said := ask_all(bot)) != expected:
            assert {**expected, **said} == expected, "a question was answered wrongly"
            assert time.monotonic() < until, "not every question is answered again"
        while len(acknowledged) < before + 3:
            assert adding.is_alive()
            assert time.monotonic() < until + BACK_SECONDS, "no document is taken again"
            time.sleep(0.1)
    finally:
        done.set()
        adding.join()

    kept = {entry.source for entry in growing.documents()}
    assert set(acknowledged) <= kept
    assert [finding for finding in growing.examine() if finding.harm] == []


def ask_all(bot: Bot) -> dict[str, str]:
    """The answers to the questions that are answered at all."""
    said = {}
    for question in QUESTIONS:
        try:
            said[question] = bot.ask(question).answer
        except QuothError:
            continue
    return said
