"""Change the folder of documents: take a file in, or remove one. Indexing it is `update`'s."""

from __future__ import annotations

import os
import re
import time
import unicodedata
from hashlib import file_digest
from io import BytesIO
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from index.arrayfile import sync_folder
from index.errors import CorpusMissing, DocumentMissing, InvalidFile
from index.reading import READERS, readable
from index.refusals import refusals
from index.scan import LARGEST_FILE, MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_NAME = 200  # bytes; file systems allow 255, and " (2)" may have to fit
CHUNK = 1 << 20  # bytes
DAY = 86_400  # seconds
UNFINISHED = ".quoth-upload-"
RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\.|$)", re.IGNORECASE)


def add(
    corpus: Path,
    name: str,
    content: bytes | IO[bytes],
    *,
    replace: bool = False,
    limit: int = LARGEST_FILE,
) -> str:
    """Write a file into the corpus, whole or not at all, and return its source.

    Another file of the same name is replaced only where `replace` says so; otherwise the new one
    gets " (2)" to its name. The same content under the same name is there already. Raises
    `InvalidFile` with what to do, `CorpusMissing` and `NotWritable`.
    """
    if not corpus.is_dir():
        raise CorpusMissing(f"no folder {corpus}: make it first")
    name = safe_name(name)
    stream = BytesIO(content) if isinstance(content, bytes) else content
    with refusals(corpus):
        _clear_away(corpus)
        unfinished = corpus / (UNFINISHED + os.urandom(8).hex())
        try:
            _write(unfinished, stream, limit)
            source = _replace(unfinished, name) if replace else _place(unfinished, name)
        finally:
            unfinished.unlink(missing_ok=True)
        sync_folder(corpus)
    return source


def remove(corpus: Path, source: str) -> None:
    """Delete a document's file. Raises `DocumentMissing` and `NotWritable`.

    Nothing but a visible file in the folder itself, reached through no link, is ever deleted.
    """
    parts = PurePosixPath(source).parts
    path = corpus.joinpath(*parts)
    plain = all(not part.startswith((".", "/")) and "\0" not in part for part in parts)
    links = plain and any(p.is_symlink() for p in [path, *path.parents[: len(parts) - 1]])
    if not plain or links or not path.is_file():
        raise DocumentMissing(f"no file {source!r} in {corpus}: it may have been removed already")
    with refusals(path.parent):
        path.unlink(missing_ok=True)
        sync_folder(path.parent)


def safe_name(name: str) -> str:
    r"""The name that a file can have on every system. Raises `InvalidFile` with what to do.

    >>> safe_name(" Cafe\u0301 2026.txt ")
    'Café 2026.txt'
    >>> safe_name("../etc/passwd.txt")
    Traceback (most recent call last):
    index.errors.InvalidFile: '../etc/passwd.txt' names a folder: give the file's own name only
    """
    shown = repr(name[:LONGEST_NAME])
    name = unicodedata.normalize("NFC", name).strip()
    if "/" in name or "\\" in name:
        raise InvalidFile(f"{shown} names a folder: give the file's own name only")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise InvalidFile(f"{shown} holds characters that no file should: rename it")
    if name.startswith("."):
        raise InvalidFile(f"{shown} is a hidden name: rename it")
    if RESERVED.match(name):
        raise InvalidFile(f"{shown} is a name that Windows reserves: rename it")
    if not readable(name):
        suffixes = " ".join(sorted(READERS))
        raise InvalidFile(f"{shown} is no file that Quoth can read: it reads {suffixes}")
    return _shortened(name)


def _clear_away(corpus: Path) -> None:
    """Delete what killed uploads left; a day is longer than any that still runs."""
    for left in corpus.glob(UNFINISHED + "*"):
        if time.time() - left.stat().st_mtime > DAY:
            left.unlink(missing_ok=True)


def _shortened(name: str) -> str:
    path = PurePosixPath(name)
    room = LONGEST_NAME - len(path.suffix.encode())
    stem = path.stem.encode()[:room].decode(errors="ignore").rstrip()
    return stem + path.suffix


def _write(path: Path, stream: IO[bytes], limit: int) -> None:
    size = 0
    with path.open("xb") as file:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise InvalidFile(f"the file has more than {limit // MEGABYTE} MB: split it")
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _replace(unfinished: Path, name: str) -> str:
    unfinished.replace(unfinished.with_name(name))
    return name


def _place(unfinished: Path, name: str) -> str:
    """Give the file the first free one of its names, unless its content has one already."""
    for candidate in _names(name):
        path = unfinished.with_name(candidate)
        try:
            path.hardlink_to(unfinished)  # fails, where a rename would overwrite
        except FileExistsError:
            if not _same(path, unfinished):
                continue
        return candidate
    raise AssertionError  # the names never end


def _names(name: str) -> Iterator[str]:
    path = PurePosixPath(name)
    return chain([name], (f"{path.stem} ({number}){path.suffix}" for number in count(2)))


def _same(one: Path, other: Path) -> bool:
    if not one.is_file():
        return False
    with one.open("rb") as first, other.open("rb") as second:
        return file_digest(first, "sha256").digest() == file_digest(second, "sha256").digest()
