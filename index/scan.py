"""Walk a corpus: which files there are, and which of them can't be read before one tries."""

from __future__ import annotations

import errno
import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from index.errors import CorpusMissing, UnreadableFile
from index.reading import readable, suffix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Scan = tuple[list["FoundFile"], list["Problem"]]

MEGABYTE = 1_000_000
LARGEST_FILE = 32 * MEGABYTE  # bytes; the Bible has 4.5 million characters
CLOCK_TICK_NS = 2_000_000_000  # the coarsest clock of a file system in use


class FoundFile(NamedTuple):  # of thousands, a dataclass would take three times as long to make
    """A file of the corpus. ``source`` is its path relative to the corpus, with ``/``."""

    source: str
    path: str  # thousands of `Path`s would take longer than looking at the files
    size: int  # bytes
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that is not in the index, and why.

    ``failed`` is a file that should have been read; one that Quoth has no reader for, or that
    lies outside the corpus, is merely skipped. ``size`` and ``mtime_ns`` tell whether a file that
    was read in vain has changed since; without them it is tried again.
    """

    source: str
    reason: str
    failed: bool
    size: int = 0  # bytes
    mtime_ns: int = 0


def scan(corpus: Path) -> Scan:
    """The files of `corpus` in the order of their sources, and those that are left out.

    Hidden files and folders are passed over. Raises `CorpusMissing`.
    """
    if not corpus.is_dir():
        raise CorpusMissing(
            f"no folder {corpus}: make it and put your documents in, or name another"
        )
    root = corpus.resolve()
    problems: list[Problem] = []
    seen = [inspect(source, entry, root) for source, entry in _entries(root, problems)]
    return in_order([*seen, *problems])


def identity(folder: Path) -> tuple[int, int] | None:
    """Tells a folder from another one that is mounted or made in its place; None for none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def inspect(source: str, entry: os.DirEntry[str] | Path, root: Path) -> FoundFile | Problem:
    """What is there under the name `source` below `root`, if it is no folder."""
    try:
        return _found(source, entry, root)
    except _Skipped as skipped:
        return Problem(printable(source), str(skipped), failed=False)
    except UnreadableFile as error:
        return Problem(printable(source), str(error), failed=True)


def in_order(seen: Iterable[FoundFile | Problem]) -> Scan:
    """Files and problems apart, each in the order of their sources."""
    found: list[FoundFile] = []
    problems: list[Problem] = []
    for each in seen:
        if isinstance(each, Problem):
            problems.append(each)
        else:
            found.append(each)
    found.sort(key=lambda file: file.source)
    problems.sort(key=lambda problem: problem.source)
    return found, problems


def read_bytes(file: FoundFile) -> tuple[bytes, int]:
    """What the file holds now, and when it was last changed, in nanoseconds.

    The time is 0 while it is so recent that another write could leave it the same. Raises
    `UnreadableFile`, also where the file has become a link, a pipe or too large since the scan.
    """
    now = time.time_ns()
    try:
        with open(file.path, "rb", opener=_open_regular) as opened:
            status = os.fstat(opened.fileno())
            _check(status)
            raw = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _refused(error) from error
    if len(raw) > LARGEST_FILE:
        raise _too_large(len(raw))
    mtime_ns = status.st_mtime_ns
    return raw, mtime_ns if now - mtime_ns > CLOCK_TICK_NS else 0


def printable(source: str) -> str:
    """A file name that can be stored and shown, whatever bytes the file system holds."""
    if source.isascii():
        return source
    return source.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class _Skipped(UnreadableFile):
    """Not a document; the message says why."""


def _entries(root: Path, problems: list[Problem]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything visible below `root` but its folders, by source; `problems` gets the rest."""
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            with os.scandir(root / prefix) as listed:
                entries = [entry for entry in listed if not entry.name.startswith(".")]
        except OSError as error:
            problems.append(Problem(printable(prefix[:-1]), str(_refused(error)), failed=True))
            continue
        for entry in entries:
            source = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                waiting.append(source + "/")
            else:
                yield source, entry


def _found(source: str, entry: os.DirEntry[str] | Path, root: Path) -> FoundFile:
    if entry.is_symlink():
        raise _Skipped(_about_link(Path(entry), root))
    if not readable(source):
        raise _Skipped(f"no reader for {suffix(source) or 'files without a suffix'}")
    if printable(source) != source:
        raise UnreadableFile("the file's name is not valid Unicode: rename it")
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        raise _refused(error) from error
    _check(status)
    return FoundFile(source, os.fspath(entry), status.st_size, status.st_mtime_ns)


def _check(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise _Skipped("not a regular file")
    if status.st_size > LARGEST_FILE:
        raise _too_large(status.st_size)


def _open_regular(path: str, flags: int) -> int:
    """Open without following a link or waiting for the other end of a pipe."""
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _too_large(size: int) -> UnreadableFile:
    megabytes, limit = size / MEGABYTE, LARGEST_FILE // MEGABYTE
    return UnreadableFile(f"the file has {megabytes:.0f} MB, the limit is {limit} MB: split it")


def _refused(error: OSError) -> UnreadableFile:
    if isinstance(error, FileNotFoundError):
        return UnreadableFile("the file vanished while it was read: index again")
    if error.errno == errno.ELOOP:
        return UnreadableFile("it has become a link: index again")
    return UnreadableFile(f"{error.strerror}: give Quoth the right to read it")


def _about_link(path: Path, root: Path) -> str:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "a link to nowhere"
    if target.is_relative_to(root):
        return "a link to what the corpus holds anyway"
    return "a link out of the corpus: copy the file in"
