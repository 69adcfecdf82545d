"""The fitted models: readable files in `bot/models/`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

MODELS: Final = Path(__file__).with_name("models")


def read(name: str) -> dict[str, Any]:
    """What the JSON file of this name says, given without its suffix."""
    found: dict[str, Any] = json.loads((MODELS / f"{name}.json").read_text("utf-8"))
    return found
