"""What installing compiles from the C files beside it, wherever there is a C compiler."""

from __future__ import annotations

import ctypes
from pathlib import Path

FOLDER = Path(__file__).parent


def library(name: str, version: int, kind: type[ctypes.CDLL] = ctypes.CDLL) -> ctypes.CDLL | None:
    """Open what `name`.c became; None where it was not compiled, or for another version.

    Calls of a `ctypes.CDLL` let other threads run meanwhile, those of a `ctypes.PyDLL` don't.
    """
    try:
        found = kind(str(FOLDER / f"_{name}.so"))
        return found if found.quoth_version() == version else None
    except (OSError, AttributeError):
        return None
