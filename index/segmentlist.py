"""The segments that a commit names: how they are added, hollowed out, merged and swept."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.errors import IndexDamaged
from index.refusals import refusals
from index.rows import checksum
from index.segment import Segment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

SELECT = "SELECT number, file, sha256, passage_ids, checksum FROM segments ORDER BY number"
SUFFIX = ".segment"
FAN = 8  # segments of one order of magnitude that are merged into one of the next
MOST_DEAD = 0.25  # of a segment, before it is written anew


@dataclass(frozen=True, slots=True)
class Part:
    """A segment of the index, with the id of the passage at each of its positions."""

    number: int
    file: str
    sha256: str
    ids: NDArray[np.int64]


def part(row: sqlite3.Row) -> Part:
    """The part in a row of `SELECT`. Raises `IndexDamaged` where it was altered."""
    number, file, sha256, packed, expected = row
    if checksum(number, file, sha256, packed) != expected:
        raise IndexDamaged(
            f"the record of {file} is not what was written: delete the index folder and index again"
        )
    return Part(number, file, sha256, np.frombuffer(packed, "<i8"))


class SegmentList:
    """The segments in `folder`, within the transaction that `connection` is in."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        self._first_new = len(self._parts())

    def add(self, terms: Sequence[Sequence[str]], ids: Sequence[int]) -> None:
        """Write a segment of passages with these `terms` and, ascending, `ids`."""
        last = self._connection.execute("SELECT ifnull(max(number), 0) FROM segments").fetchone()
        self._insert(last[0] + 1, Segment.build(terms), np.array(ids, np.int64))

    def bury(self, first_passage: int, passages: int) -> None:
        """Note that these passages belong to no document any more."""
        ids = range(first_passage, first_passage + passages)
        self._connection.executemany("INSERT INTO dead VALUES (?)", ((each,) for each in ids))

    def tidy(self) -> None:
        """Merge what has become many or hollow, so that a search has few places to look in."""
        new = self._parts()[self._first_new :]
        if len(new) > 1:
            self._merge(new)
        while run := mergeable([len(part.ids) for part in self._parts()]):
            self._merge(self._parts()[run.start : run.stop])
        for each in self._parts():
            if len(self._dead(each)) > MOST_DEAD * len(each.ids):
                self._merge([each])

    def sweep(self) -> None:
        """Delete segment files that no commit names: merged ones, and a killed writer's."""
        named = {row["file"] for row in self._connection.execute("SELECT file FROM segments")}
        with refusals(self._folder):
            for path in leftovers(self._folder, named):
                path.unlink()

    def _parts(self) -> list[Part]:
        return [part(row) for row in self._connection.execute(SELECT)]

    def _merge(self, parts: Sequence[Part]) -> None:
        """Replace neighbouring segments by one without their dead passages."""
        dead = [self._dead(each) for each in parts]
        alive = [np.delete(each.ids, gone) for each, gone in zip(parts, dead, strict=True)]
        self._forget(parts, dead)
        if any(map(len, alive)):
            segments = [Segment.open(self._folder / p.file, sha256=p.sha256) for p in parts]
            self._insert(parts[0].number, Segment.merge(segments, dead), np.concatenate(alive))

    def _forget(self, parts: Sequence[Part], dead: Sequence[NDArray[np.int64]]) -> None:
        self._connection.executemany(
            "DELETE FROM segments WHERE number = ?", [(each.number,) for each in parts]
        )
        for each, gone in zip(parts, dead, strict=True):
            self._connection.executemany(
                "DELETE FROM dead WHERE passage_id = ?", [(id_,) for id_ in each.ids[gone].tolist()]
            )

    def _dead(self, part: Part) -> NDArray[np.int64]:
        """The positions in a segment whose passages no document has any more."""
        rows = self._connection.execute(
            "SELECT passage_id FROM dead WHERE passage_id BETWEEN ? AND ?",
            (int(part.ids[0]), int(part.ids[-1])),
        )
        return np.flatnonzero(np.isin(part.ids, np.array([row[0] for row in rows], np.int64)))

    def _insert(self, number: int, segment: Segment, ids: NDArray[np.int64]) -> None:
        file = os.urandom(8).hex() + SUFFIX
        with refusals(self._folder):
            sha256 = segment.write(self._folder / file)
        values = (number, file, sha256, ids.astype("<i8").tobytes())
        self._connection.execute(
            "INSERT INTO segments VALUES (?, ?, ?, ?, ?)", (*values, checksum(*values))
        )


def leftovers(folder: Path, named: set[str]) -> list[Path]:
    """The segment files in `folder`, finished or not, that are not `named`."""
    return [
        path
        for path in sorted(folder.iterdir())
        if path.suffix in (SUFFIX, ".tmp") and path.name not in named
    ]


def mergeable(sizes: Sequence[int]) -> range:
    """Neighbouring segments that should become one, the smallest first; empty where none should.

    `FAN` neighbours of at most one order of magnitude (to the base `FAN`) are merged unless one
    of them outweighs the others together: so each passage is rewritten a logarithmic number of
    times, and there is a logarithmic number of segments.

    >>> mergeable([5000, 1, 1, 1, 1, 1, 1, 1])
    range(0, 0)
    >>> mergeable([5000, 1, 1, 1, 1, 1, 1, 1, 1])
    range(1, 9)
    """
    limit = FAN
    while limit // FAN <= max(sizes, default=0):
        for run in _runs(sizes, limit):
            among = sizes[run.start : run.stop]
            if len(run) >= FAN and 2 * max(among) <= sum(among):
                return run
        limit *= FAN
    return range(0)


def _runs(sizes: Sequence[int], limit: int) -> Iterator[range]:
    """The longest runs of sizes below `limit`."""
    start = 0
    for place, size in enumerate([*sizes, limit]):
        if size >= limit:
            yield range(start, place)
            start = place + 1
