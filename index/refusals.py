"""Say what to do where the system refuses a write."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import NotWritable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def refusals(folder: Path) -> Iterator[None]:
    """Raise `NotWritable` with the remedy where writing in `folder` fails."""
    try:
        yield
    except OSError as error:
        raise NotWritable(
            f"can't write in {folder} ({error.strerror}): free space there, give Quoth the right "
            "to write, or name another folder"
        ) from error
