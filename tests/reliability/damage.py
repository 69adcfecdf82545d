"""Flip bits of an index and cut its files short: what is not found must change nothing.

``python -m tests.reliability.damage`` does it to every bit of a small index, and cuts its files at
every length; with ``--documents 300 --random 10000`` it tries as many bits of a larger one.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from index import analysis
from index.doctor import examine
from index.errors import QuothError
from index.store import Store
from index.update import update

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

QUESTIONS = ("number 2 here", "one or more")
SHARE = 1_000  # damages that a process does to one copy of the index


@dataclass(frozen=True, slots=True)
class Damage:
    """What is done to a file: one bit is flipped, or it is cut to a size."""

    file: str
    bit: int | None = None
    size: int = 0

    def done_to(self, index: Path) -> AbstractContextManager[str]:
        """Do it in a block, which is given its name."""
        file = index / self.file
        return cut(file, self.size) if self.bit is None else flipped(file, self.bit)


def build(folder: Path, documents: int) -> Path:
    """An index with something of everything in it: more than one commit, and files unread."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for number in range(documents):
        text = f"# Number {number}\n\nIt is here.\n\n- one\n- two\n\nMore of {number}."
        (corpus / f"{number}.md").write_text(text)
    (corpus / "empty.txt").touch()
    update(corpus, Store(folder / "index"))
    (corpus / "1.md").unlink()
    update(corpus, Store(folder / "index"))
    return folder / "index"


def everything(index: Path) -> list[object]:
    """All that an index answers: its state, its ledger, its documents, and searches."""
    snapshot = Store(index).snapshot()
    entries = snapshot.entries()
    answers = [snapshot.search(analysis.terms(each), limit=20) for each in QUESTIONS]
    documents = [snapshot.document(entry.id) for entry in entries if entry.id]
    return [snapshot.state, entries, documents, answers, snapshot.frequency("number")]


def is_found_or_harmless(index: Path, before: list[object]) -> bool:
    """Whether an index that answered `before` answers so still, or its damage is found."""
    try:
        after = everything(index)
    except QuothError:
        return True
    return after == before or any(finding.harm for finding in examine(Store(index)))


def files(index: Path) -> list[Path]:
    """The files that make up an index."""
    return [path for path in sorted(index.iterdir()) if path.stat().st_size]


@contextmanager
def flipped(file: Path, bit: int) -> Iterator[str]:
    """One bit of a file is another one in this block."""
    with file.open("r+b", buffering=0) as opened:
        byte = os.pread(opened.fileno(), 1, bit // 8)
        os.pwrite(opened.fileno(), bytes([byte[0] ^ 1 << bit % 8]), bit // 8)
        yield f"bit {bit} of {file.name}"
        os.pwrite(opened.fileno(), byte, bit // 8)


@contextmanager
def cut(file: Path, size: int) -> Iterator[str]:
    """A file has only its first bytes in this block."""
    whole = file.read_bytes()
    os.truncate(file, size)
    yield f"{file.name} cut to {size} bytes"
    file.write_bytes(whole)


def main() -> int:
    """Print what was tried and what went unnoticed; 1 where something did."""
    options = _options()
    began = time.monotonic()
    with TemporaryDirectory(prefix="damage-") as scratch:
        index = build(Path(scratch), options.documents)
        click.echo(
            ", ".join(f"{each.name}: {each.stat().st_size:,} bytes" for each in files(index))
        )
        damages = list(_chosen(index, options) if options.random else _every(index))
        part, parts = map(int, options.part.split("/"))
        damages = damages[part - 1 :: parts]
        with ProcessPoolExecutor(options.processes) as pool:
            shares = pool.map(partial(_unnoticed, index), _shares(damages))
            unnoticed = list(chain.from_iterable(shares))
    for damage in unnoticed:
        click.echo(f"not found: {damage}")
    click.echo(
        f"{len(damages):,} damages, {len(unnoticed)} not found; {time.monotonic() - began:.0f} s"
    )
    return int(bool(unnoticed))


def _unnoticed(index: Path, share: Sequence[Damage]) -> list[str]:
    """Which of these do harm to a copy of the index without being found."""
    unnoticed = []
    with TemporaryDirectory(prefix="copy-") as scratch:
        copy = shutil.copytree(index, Path(scratch) / "index")
        before, whole = everything(copy), set(copy.iterdir())
        for damage in share:
            with damage.done_to(copy) as name:
                if not is_found_or_harmless(copy, before):
                    unnoticed.append(name)
            for left in set(copy.iterdir()) - whole:
                left.unlink()  # SQLite's log
        assert everything(copy) == before
    return unnoticed


def _shares(damages: Iterable[Damage]) -> Iterator[list[Damage]]:
    rest = iter(damages)
    while share := list(islice(rest, SHARE)):
        yield share


def _every(index: Path) -> Iterator[Damage]:
    for file in files(index):
        size = file.stat().st_size
        yield from (Damage(file.name, bit=bit) for bit in range(8 * size))
        yield from (Damage(file.name, size=length) for length in range(size))


def _chosen(index: Path, options: argparse.Namespace) -> Iterator[Damage]:
    """As often as asked for: seven bits flipped for each time that a file is cut."""
    chance = random.Random(options.seed)  # noqa: S311
    found = files(index)
    for number in range(options.random):
        [file] = chance.choices(found, [each.stat().st_size for each in found])
        size = file.stat().st_size
        if number % 8:
            yield Damage(file.name, bit=chance.randrange(8 * size))
        else:
            yield Damage(file.name, size=chance.randrange(size))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.damage", description=__doc__)
    parser.add_argument("--documents", type=int, default=3)
    parser.add_argument("--random", type=int, default=0, help="so many damages, not every one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--part", default="1/1", help="2/3: only the second of three parts")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
