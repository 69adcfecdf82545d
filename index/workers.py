"""Prepare files in processes of their own, so that a large update keeps every core busy.

`multiprocessing` would run the main module of the program again in each of them, whatever that
does; these processes import nothing but `index`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import islice
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import TYPE_CHECKING

from index.preparation import prepare

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from index.preparation import Outcome, Task

WORTH_STARTING = 4_000_000  # bytes to read, below which processes cost more time than they save
BATCH_BYTES = 250_000
BATCH_FILES = 64
SERVE = "import sys; from index.workers import serve; serve(int(sys.argv[1]))"


def prepare_all(tasks: Sequence[Task], *, workers: int) -> Generator[Outcome]:
    """What `prepare` gives for each of `tasks`, in their order, a few ahead of the caller.

    `workers` processes share the work where there is enough of it.
    """
    workers = min(workers, len(tasks))
    if workers < 2 or sum(task.file.size for task in tasks) < WORTH_STARTING:  # noqa: PLR2004
        yield from map(prepare, tasks)
        return
    with ExitStack() as stack:
        idle: SimpleQueue[_Worker] = SimpleQueue()
        for _ in range(workers):
            idle.put(stack.enter_context(_Worker()))
        pool = stack.enter_context(ThreadPoolExecutor(workers))
        waiting = (pool.submit(_prepare, batch, idle) for batch in _batches(tasks))
        ahead = deque(islice(waiting, 2 * workers))
        while ahead:
            yield from ahead.popleft().result()
            ahead.extend(islice(waiting, 1))


def serve(descriptor: int) -> None:
    """Be a worker: prepare the batches that come through a connection until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    connection: Connection[list[Outcome], list[Task]] = Connection(descriptor)
    with suppress(EOFError):
        while True:
            connection.send([prepare(task) for task in connection.recv()])


class _Worker:
    """A process that prepares batches, and its end of the connection."""

    def __init__(self) -> None:
        self._connection, theirs = Pipe()
        self._process = subprocess.Popen(  # noqa: S603 — our own code in our own interpreter
            [sys.executable, "-c", SERVE, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        theirs.close()

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._process.wait()

    def prepare(self, batch: list[Task]) -> list[Outcome]:
        """Have the process do it; where it has died, do it here."""
        try:
            self._connection.send(batch)
            outcomes: list[Outcome] = self._connection.recv()
        except (EOFError, OSError):
            return [prepare(task) for task in batch]
        return outcomes


def _prepare(batch: list[Task], idle: SimpleQueue[_Worker]) -> list[Outcome]:
    worker = idle.get()
    try:
        return worker.prepare(batch)
    finally:
        idle.put(worker)


def _batches(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    """Neighbouring tasks together, so that small files don't cost a message each."""
    batch: list[Task] = []
    size = 0
    for task in tasks:
        batch.append(task)
        size += task.file.size
        if size >= BATCH_BYTES or len(batch) >= BATCH_FILES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
