"""Open the zip files that documents are, without expanding more than a document can be.

A zip file of a few kilobytes can expand to petabytes. What an entry says of its own size is
checked before anything is expanded, and the standard library never gives more than that.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from index.errors import UnreadableFile

if TYPE_CHECKING:
    from zipfile import ZipInfo

MEGABYTE = 1_000_000
LARGEST_EXPANDED = 256 * MEGABYTE  # bytes, of all entries together
LARGEST_PART = 64 * MEGABYTE  # bytes of one part that is read
UNSUSPICIOUS = MEGABYTE  # bytes, up to which a part may be as repetitive as it likes
HIGHEST_RATIO = 100  # of expanded to stored size; prose in XML has 5 to 20
MOST_ENTRIES = 10_000


class Archive:
    """The parts of a zip file by name. Raises `UnreadableFile` where it is a bomb."""

    def __init__(self, raw: bytes) -> None:
        self._file = ZipFile(BytesIO(raw))
        entries = self._file.infolist()
        if len(entries) > MOST_ENTRIES:
            raise UnreadableFile(f"it has {len(entries):,} parts, more than documents have")
        if sum(entry.file_size for entry in entries) > LARGEST_EXPANDED:
            raise _too_large(LARGEST_EXPANDED)
        for entry in entries:
            _check(entry)

    def __contains__(self, name: str) -> bool:
        return name in self._file.NameToInfo

    def names(self) -> list[str]:
        """The names of all parts, in their order."""
        return self._file.namelist()

    def read(self, name: str) -> bytes:
        """What a part holds. Raises `UnreadableFile` where it is missing or too large."""
        if name not in self:
            raise UnreadableFile(f"its part {name[:100]} is missing: save it anew")
        if self._file.getinfo(name).file_size > LARGEST_PART:
            raise _too_large(LARGEST_PART)
        return self._file.read(name)


def _check(entry: ZipInfo) -> None:
    if entry.file_size > max(UNSUSPICIOUS, HIGHEST_RATIO * entry.compress_size):
        raise UnreadableFile(
            f"a part of it expands more than {HIGHEST_RATIO} times, as no document does"
        )


def _too_large(limit: int) -> UnreadableFile:
    return UnreadableFile(f"it expands to more than {limit // MEGABYTE} MB: split it")
