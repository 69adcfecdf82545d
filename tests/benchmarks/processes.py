"""What a process and those that it started take together: memory, and time of the processor."""

from __future__ import annotations

import os
import re
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PAUSE = 0.1  # seconds between two looks
TICKS = os.sysconf("SC_CLK_TCK")
PSS = re.compile(r"(?m)^Pss: +(\d+) kB")


@dataclass(slots=True)
class Taken:
    """The most memory that was held at any time, in megabytes, and the seconds of each process."""

    megabytes: float = 0
    computed: dict[int, float] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """The time of the processor that all of them have used."""
        return sum(self.computed.values())


def held(process: int) -> float:
    """The megabytes that a process and all below it hold; what they share counts once."""
    return sum(map(_held, [process, *_below(process)]))


@contextmanager
def watched(process: int) -> Iterator[Taken]:
    """Look at a process, and at all below it, for as long as the block takes."""
    taken, over = Taken(), Event()

    def look() -> None:
        while not over.is_set():
            taken.megabytes = max(taken.megabytes, held(process))
            for each in [process, *_below(process)]:
                taken.computed[each] = max(_computed(each), taken.computed.get(each, 0))
            time.sleep(PAUSE)

    thread = Thread(target=look)
    thread.start()
    try:
        yield taken
    finally:
        over.set()
        thread.join()


def _below(process: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):  # it has just ended
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found += [child, *_below(child)]
    return found


def _held(process: int) -> float:
    with suppress(OSError):
        shared = PSS.search(Path(f"/proc/{process}/smaps_rollup").read_text())
        return int(shared[1]) / 1024 if shared else 0.0
    return 0.0


def _computed(process: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    return 0.0
