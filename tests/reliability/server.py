"""`quoth serve` as a process of its own, whose memory and processor time can be read."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.engines import Place

ROOT = Path(__file__).parents[2]
LINE = "Quoth is listening on "
COMMAND = (sys.executable, "-c", "from web.command import quoth; quoth()", "serve")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server answers, as ``host:port``, and the process that does it."""

    place: str
    process: subprocess.Popen[str]
    worker: int

    def computed(self) -> float:
        """The seconds of processor that it has used."""
        return computed(self.worker)

    def held(self) -> float:
        """The megabytes of memory that it holds."""
        return held(self.worker)


@contextmanager
def serving(folder: Path, index: Place, *options: str, log: Path | None = None) -> Iterator[Server]:
    """A server over `folder` that is stopped at the end; what it logs goes to `log`."""
    with (log or Path(os.devnull)).open("w") as lines:
        process = subprocess.Popen(
            [*COMMAND, str(folder), "--index", str(index), "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=lines,
            text=True,
            cwd=ROOT,
        )
    assert process.stdout
    place = urlsplit(process.stdout.readline().removeprefix(LINE).strip()).netloc
    try:
        yield Server(place, process, _worker(process.pid))
    finally:
        process.terminate()
        process.communicate()


def _worker(server: int) -> int:
    """The child that answers: the others hold nothing."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return max(map(int, children), key=held)


def computed(process: int) -> float:
    """The seconds of processor that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def held(process: int) -> float:
    """The megabytes of memory that a process holds."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
