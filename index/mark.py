"""Tell one folder of documents from another, wherever each is mounted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from index.refusals import refusals

if TYPE_CHECKING:
    from pathlib import Path

FILE = "folder"


def mark(home: Path) -> str:
    """What was drawn for a folder of documents when it was first asked for, kept in its `home`.

    Servers that share the folder find the same. Raises `NotWritable`.
    """
    file = home / FILE
    with refusals(home):
        if not file.exists():
            home.mkdir(parents=True, exist_ok=True)
            drawn = home / f"{FILE}-{os.urandom(8).hex()}"
            drawn.write_text(os.urandom(8).hex(), encoding="utf-8")
            _place(drawn, file)
        return file.read_text(encoding="utf-8").strip()


def _place(drawn: Path, file: Path) -> None:
    try:
        file.hardlink_to(drawn)  # fails, where a rename would overwrite
    except FileExistsError:
        pass  # another process was faster
    finally:
        drawn.unlink()
