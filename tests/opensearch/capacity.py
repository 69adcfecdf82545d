"""Plan a cluster for more passages than we have: arithmetic from what was measured and assumed.

``python -m tests.opensearch.capacity`` prints the plan of docs/scaling.md.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from math import ceil

MILLION = 1_000_000
GIGABYTE = 1e9
DAY = 86_400  # seconds
SIZES = (MILLION, 10 * MILLION, 100 * MILLION, 1_000 * MILLION)


@dataclass(frozen=True, slots=True)
class Measured:
    """What `python -m tests.opensearch.scaling` found."""

    disk: float = 2_354.0  # bytes a passage, one copy
    fixed: float = 0.009  # core seconds of a question in a shard, however little that holds
    growing: float = 0.006  # core seconds of a question for each million passages
    quoth: float = 0.0125  # core seconds of a question in a Quoth server, words alone
    loaded: float = 829.0  # passages a second that one server sends


@dataclass(frozen=True, slots=True)
class Assumed:
    """What we chose, or take from OpenSearch's advice."""

    shard: float = 30.0  # gigabytes: 10 to 50 is the advice
    copies: int = 2  # each part, and one replica
    filled: float = 0.7  # of a disk, before merges want more
    disk: float = 2_000.0  # gigabytes of a node
    memory: float = 64.0  # gigabytes of a node, half of it for the heap
    cached: float = 0.25  # of the index that should be in memory: postings, not texts
    cores: int = 16  # of a node, each as fast as ours
    busy: float = 0.5  # share of the cores that questions may take
    document: int = 40  # passages of a document, as SQuAD's articles have
    ledger: float = 1_000.0  # bytes of a document that a writer holds


@dataclass(frozen=True, slots=True)
class Plan:
    """A cluster that holds so many passages, and what it does."""

    passages: int
    disk: float  # gigabytes, with copies
    shards: int
    nodes: int
    memory: float  # gigabytes, of all nodes
    questions: float  # a second
    wait: float  # seconds in the cluster, where nobody else asks
    servers: int
    days: float  # to load it
    ledger: float  # gigabytes

    def row(self) -> str:
        """A line of the table."""
        figures = (
            f"{self.passages:,}",
            f"{self.disk:,.0f} GB",
            f"{self.shards:,}",
            f"{self.nodes:,}",
            f"{self.memory:,.0f} GB",
            f"{self.questions:,.1f}",
            f"{self.wait:,.2f} s",
            f"{self.servers:,}",
            f"{self.days:,.2f} days",
            f"{self.ledger:,.2f} GB",
        )
        return f"| {' | '.join(figures)} |"


HEADING = """| passages | disk | shards | nodes | memory | questions a second | wait | servers |\
 to load | ledger |
|---|---|---|---|---|---|---|---|---|---|"""


def plan(passages: int, measured: Measured, assumed: Assumed) -> Plan:
    """The smallest cluster for `passages`; three nodes at least, so that one may fail."""
    single = passages * measured.disk / GIGABYTE
    disk = single * assumed.copies
    shards = max(1, ceil(single / assumed.shard))
    by_disk = disk / (assumed.disk * assumed.filled)
    by_memory = disk * assumed.cached / (assumed.memory / 2)
    nodes = max(3, ceil(by_disk), ceil(by_memory))
    millions = passages / MILLION
    work = shards * measured.fixed + millions * measured.growing
    asked = min(nodes, shards * assumed.copies)  # others hold no part of the index
    questions = asked * assumed.cores * assumed.busy / work
    return Plan(
        passages=passages,
        disk=disk,
        shards=shards,
        nodes=nodes,
        memory=nodes * assumed.memory,
        questions=questions,
        wait=measured.fixed + millions / shards * measured.growing,
        servers=max(2, ceil(questions * measured.quoth / assumed.busy)),
        days=passages / measured.loaded / DAY,
        ledger=passages / assumed.document * assumed.ledger / GIGABYTE,
    )


def table() -> str:
    """The plan for each of the sizes."""
    rows = [plan(size, Measured(), Assumed()).row() for size in SIZES]
    return "\n".join([HEADING, *rows])


if __name__ == "__main__":
    sys.stdout.write(f"{table()}\n")
