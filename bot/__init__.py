"""Questions and answers: what happens between a question and its quotations.

``from bot import open_bot`` is how programs begin; see `bot.assembly`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.assembly import open_bot

__all__ = ["open_bot"]


def __getattr__(name: str) -> Any:
    """Import what is asked for only then: a part of the package can be used without the rest."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("bot.assembly"), name)
