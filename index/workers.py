"""Prepare files in processes of their own, so that a large update keeps every core busy."""

from __future__ import annotations

import signal
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import islice
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import TYPE_CHECKING

from index.child import Child
from index.preparation import prepare

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from index.preparation import Outcome, Task

WORTH_STARTING = 4_000_000  # bytes to read, below which processes cost more time than they save
BATCH_BYTES = 250_000
BATCH_FILES = 64


def prepare_all(tasks: Sequence[Task], *, workers: int) -> Generator[Outcome]:
    """What `prepare` gives for each of `tasks`, in their order, a few ahead of the caller.

    `workers` processes share the work where there is enough of it.
    """
    workers = min(workers, len(tasks))
    if workers < 2 or sum(task.file.size for task in tasks) < WORTH_STARTING:  # noqa: PLR2004
        yield from map(prepare, tasks)
        return
    with ExitStack() as stack:
        idle: SimpleQueue[Child] = SimpleQueue()
        for _ in range(workers):
            idle.put(stack.enter_context(Child(__name__)))
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


def _prepare(batch: list[Task], idle: SimpleQueue[Child]) -> list[Outcome]:
    """Have the next idle process do it; where that has died, do it here."""
    worker = idle.get()
    try:
        worker.connection.send(batch)
        outcomes: list[Outcome] = worker.connection.recv()
    except (EOFError, OSError):
        return [prepare(task) for task in batch]
    finally:
        idle.put(worker)
    return outcomes


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
