"""Walk a corpus: which files there are, and which of them can't be read before one tries."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import CorpusMissing, UnreadableFile
from index.reading import readable

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTE = 1_000_000
LARGEST_FILE = 32 * MEGABYTE  # bytes; the Bible has 4.5 million characters


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of the corpus. ``source`` is its path relative to the corpus, with ``/``."""

    source: str
    path: Path
    size: int  # bytes
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that is not in the index, and why.

    ``failed`` is a file that should have been read; one that Quoth has no reader for, or that
    lies outside the corpus, is merely skipped.
    """

    source: str
    reason: str
    failed: bool


def scan(corpus: Path) -> tuple[list[FoundFile], list[Problem]]:
    """The files of `corpus` in the order of their names, and those that are left out.

    Hidden files and folders are passed over. Raises `CorpusMissing`.
    """
    if not corpus.is_dir():
        raise CorpusMissing(
            f"no folder {corpus}: make it and put your documents in, or name another"
        )
    root = corpus.resolve()
    found: list[FoundFile] = []
    problems: list[Problem] = []
    for path in sorted(_files(root)):
        source = path.relative_to(root).as_posix()
        try:
            found.append(_found(path, source, root))
        except _Skipped as skipped:
            problems.append(Problem(printable(source), str(skipped), failed=False))
        except UnreadableFile as error:
            problems.append(Problem(printable(source), str(error), failed=True))
    return found, problems


def read_bytes(file: FoundFile) -> bytes:
    """What the file holds now. Raises `UnreadableFile` where the system says no."""
    try:
        return file.path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile("the file vanished while it was read: index again") from error
    except OSError as error:
        raise UnreadableFile(f"{error.strerror}: give Quoth the right to read it") from error


def printable(source: str) -> str:
    """A file name that can be stored and shown, whatever bytes the file system holds."""
    return source.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class _Skipped(Exception):
    """Not a document; the message says why."""


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if Path(folder, name).is_symlink()]
        yield from (Path(folder, name) for name in links)
        yield from (Path(folder, name) for name in names if not name.startswith("."))


def _found(path: Path, source: str, root: Path) -> FoundFile:
    if path.is_symlink():
        raise _Skipped(_about_link(path, root))
    if not readable(source):
        raise _Skipped(f"no reader for {path.suffix or 'files without a suffix'}")
    if printable(source) != source:
        raise UnreadableFile("the file's name is not valid Unicode: rename it")
    try:
        status = path.stat()
    except OSError as error:
        raise UnreadableFile(f"{error.strerror}: give Quoth the right to read it") from error
    if not stat.S_ISREG(status.st_mode):
        raise _Skipped("not a regular file")
    if status.st_size > LARGEST_FILE:
        size, limit = status.st_size / MEGABYTE, LARGEST_FILE // MEGABYTE
        raise UnreadableFile(f"the file has {size:.0f} MB, the limit is {limit} MB: split it")
    return FoundFile(source, path, status.st_size, status.st_mtime_ns)


def _about_link(path: Path, root: Path) -> str:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "a link to nowhere"
    if target.is_relative_to(root):
        return "a link to a file that the corpus holds anyway"
    return "a link out of the corpus: copy the file in"
