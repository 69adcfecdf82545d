"""Read files in a child process that can use up, open and fetch nothing.

Parsers of PDF, HTML and the like are large, some are written in C, and anybody may have made the
file. The child has limits on memory, processor time and wall time, and cannot open a file or a
socket any more; what it is given are bytes, and what it gives back is JSON. A file that breaks it
fails alone. The child is kept for the next file and leaves when there is none for a while.

Only plain text is read in this process: its reader is our own, small and linear in time. Even
Markdown is not that harmless: twenty kilobytes of "[" keep its parser busy for twelve seconds.
"""

from __future__ import annotations

import json
import os
import resource
import signal
from contextlib import suppress
from importlib import import_module
from math import ceil
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any

from index import reading
from index.child import Child
from index.documents import Block, BlockKind, DateOrigin, Reading
from index.errors import UnreadableFile
from index.reading.content import is_its_own
from index.reading.encoding import load_encodings

MEGABYTE = 1_000_000
SECONDS = 20  # of processor time for any file
SECONDS_PER_MEGABYTE = 2
PATIENCE = 6  # times as long by the clock, for a busy machine
MEMORY = 1_500 * MEGABYTE  # bytes of address space, of which the child has 200 when it starts
IDLE = 60  # seconds after which a child without work leaves
WORN = 64 * MEGABYTE  # bytes read, after which a new child has less memory in pieces
KEPT = ("text", "title", "date", "date_origin", "note")  # of a reading, beside its blocks
LATE = ("heapq", "xml.dom.expatbuilder")  # what libraries import where they first need it
TRUSTED = frozenset({".txt", ".text"})
KINDS = {kind: kind.value for kind in BlockKind}
KIND_BY_NAME = {name: kind for kind, name in KINDS.items()}
SMALL = MEGABYTE // 4  # bytes of plain text that are read at once whatever they are


def read(raw: bytes, source: str) -> Reading:
    """What `index.reading.read` gives, within limits. Raises `UnreadableFile` with the reason."""
    if reading.suffix(source) in TRUSTED and len(raw) <= SMALL and is_its_own(raw):
        return reading.read(raw, source)
    return _sandbox.read(raw, source)


class Sandbox:
    """One child process at a time, started when it is needed; several threads take turns."""

    def __init__(self) -> None:
        self.child: Child | None = None
        self._lock = Lock()
        os.register_at_fork(after_in_child=self._forget)

    def read(self, raw: bytes, source: str) -> Reading:
        """Have the child read a file."""
        seconds = _seconds(raw)
        with self._lock:
            reply = self._ask(raw, source, seconds) or self._ask(raw, source, seconds)
        if reply is None:
            raise UnreadableFile("the reader gave up on it: save it anew, in another format")
        return _unpacked(reply)

    def close(self) -> None:
        """Let the child go, if there is one."""
        if self.child:
            self.child.close()
            self.child = None

    def _ask(self, raw: bytes, source: str, seconds: int) -> bytes | None:
        """The child's reply; None where it has left meanwhile of its own accord."""
        child = self.child = self.child or Child(__name__)
        connection = child.connection
        try:
            connection.send_bytes(json.dumps({"source": source, "seconds": seconds}).encode())
            connection.send_bytes(raw)
            if connection.poll(PATIENCE * seconds):
                return connection.recv_bytes()
        except (EOFError, OSError):
            self.child = None
            if child.close() == 0:
                return None
            raise UnreadableFile(_about_death(child.process.returncode, seconds)) from None
        self.child = None
        child.kill()
        raise UnreadableFile(_too_slow(PATIENCE * seconds))

    def _forget(self) -> None:
        """In a forked process the child is the parent's."""
        self.child = None
        self._lock = Lock()


_sandbox = Sandbox()


def serve(descriptor: int) -> None:
    """Be the child: read the files that come through a connection until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    connection: Connection[Any, Any] = Connection(descriptor)
    _load_everything()
    _limit()
    done = 0
    with suppress(EOFError, OSError):
        while done < WORN and connection.poll(IDLE):
            asked = json.loads(connection.recv_bytes())
            raw = connection.recv_bytes()
            _allow(asked["seconds"])
            connection.send_bytes(_packed(raw, asked["source"]))
            done += len(raw)


def _load_everything() -> None:
    """Import all that reading needs, for soon no file can be opened any more."""
    for suffix in reading.READERS:
        reading.reader(suffix)
    for module in LATE:
        import_module(module)
    load_encodings()


def _limit() -> None:
    """Take from this process what reading does not need."""
    with suppress(ValueError, OSError):  # not every system can limit the address space
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (1, 1))  # none but those that are open


def _allow(seconds: int) -> None:
    """Let the process run for so much longer; the system kills it then."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _packed(raw: bytes, source: str) -> bytes:
    try:
        found = reading.read(raw, source)
        blocks = [(KINDS[b.kind], b.start, b.end, b.level, b.page) for b in found.blocks]
        others = {name: getattr(found, name) for name in KEPT}
        return json.dumps({**others, "blocks": blocks}).encode()
    except UnreadableFile as error:
        return json.dumps({"refused": str(error)}).encode()
    except MemoryError:
        return json.dumps({"refused": "reading it took too much memory: split it"}).encode()


def _unpacked(reply: bytes) -> Reading:
    found = json.loads(reply)
    if "refused" in found:
        raise UnreadableFile(found["refused"])
    found["blocks"] = tuple(Block(KIND_BY_NAME[kind], *rest) for kind, *rest in found["blocks"])
    found["date_origin"] = DateOrigin.named(found["date_origin"])
    return Reading(**found)


def _seconds(raw: bytes) -> int:
    return SECONDS + SECONDS_PER_MEGABYTE * len(raw) // MEGABYTE


def _too_slow(seconds: int) -> str:
    return f"reading it took more than {seconds} s: split it, or save it in another format"


def _about_death(code: int, seconds: int) -> str:
    if code == -signal.SIGXCPU:
        return _too_slow(seconds)
    if code == -signal.SIGKILL:
        return "reading it took too much memory: split it"
    return f"its reader crashed on it (code {code}): it is damaged, save it anew"
