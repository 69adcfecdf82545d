"""Named arrays in one file: written whole or not at all, read through a memory map.

Layout: magic, length and CRC-32 of the header, the header (JSON: facts, and the type, shape and
place of each array), then the arrays, each at a multiple of 64 bytes. Little-endian throughout.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import struct
import zlib
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import IndexDamaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

MAGIC = b"QUOTHARR"
PREFIX = struct.Struct("<8sII")
ALIGNMENT = 64  # a cache line, so that no element straddles two

POPULATED = 1 << 26  # bytes up to which a file is mapped at once, not fault by fault


def write(path: Path, arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, float]) -> str:
    """Write `arrays` and `facts` to `path` durably; return the SHA-256 of the file, in hex.

    The file appears under its name only when all of it is on disk.
    """
    return replace(path, _pieces(arrays, facts))


def read(path: Path) -> tuple[Arrays, dict[str, Any]]:
    """The arrays, mapped read-only, and the facts that `write` was given.

    Raises `IndexDamaged` where the header or the size is not what was written; the arrays
    themselves are only checked by `verify`.
    """
    try:
        with path.open("rb") as file:
            mapped = _mapped(file.fileno())
    except (OSError, ValueError) as error:
        raise _damaged(path, "it cannot be read") from error
    start, header = _header(path, mapped)
    arrays: Arrays = {}
    for name, (dtype, shape, offset) in header["arrays"].items():
        flat = np.frombuffer(mapped, dtype, prod(shape), start + offset)
        arrays[name] = flat.reshape(shape)
    return arrays, header["facts"]


def verify(path: Path, sha256: str) -> None:
    """Raise `IndexDamaged` unless every byte of the file is what was written."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _damaged(path, "it cannot be read") from error
    if found != sha256:
        raise _damaged(path, "its checksum is not the one that was recorded")


def replace(path: Path, pieces: Iterable[bytes | memoryview]) -> str:
    """Make `pieces` the content of `path` in one step that a crash cannot halve."""
    unfinished = path.with_name(path.name + ".tmp")
    digest = hashlib.sha256()
    with unfinished.open("wb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    sync_folder(path.parent)
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable; until then a crash may undo a rename."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _mapped(descriptor: int) -> mmap.mmap:
    small = os.fstat(descriptor).st_size <= POPULATED
    flags = mmap.MAP_SHARED | (getattr(mmap, "MAP_POPULATE", 0) if small else 0)
    return mmap.mmap(descriptor, 0, flags, mmap.PROT_READ)


def _pieces(
    arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, float]
) -> Iterator[bytes | memoryview]:
    places, size = {}, 0
    for name, array in arrays.items():
        places[name] = (array.dtype.newbyteorder("<").str, array.shape, size)
        size += _padded(array.nbytes)
    header = json.dumps({"facts": facts, "arrays": places, "size": size}).encode()
    yield PREFIX.pack(MAGIC, len(header), zlib.crc32(header))
    yield header
    yield bytes(_padded(PREFIX.size + len(header)) - PREFIX.size - len(header))
    for array in arrays.values():
        flat = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).reshape(-1)
        yield flat.view(np.uint8).data
        yield bytes(_padded(array.nbytes) - array.nbytes)


def _header(path: Path, mapped: mmap.mmap) -> tuple[int, dict[str, Any]]:
    if len(mapped) < PREFIX.size:
        raise _damaged(path, "it is cut short")
    magic, length, crc = PREFIX.unpack_from(mapped)
    header = mapped[PREFIX.size : PREFIX.size + length]
    if magic != MAGIC or not header or zlib.crc32(header) != crc:  # that of no header is 0
        raise _damaged(path, "its header is not what was written")
    start = _padded(PREFIX.size + length)
    fields = json.loads(header)
    if len(mapped) != start + fields["size"]:
        raise _damaged(path, "its size is not what was written")
    return start, fields


def _padded(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT


def _damaged(path: Path, reason: str) -> IndexDamaged:
    return IndexDamaged(f"{path} is damaged: {reason}; delete the index folder and index again")
