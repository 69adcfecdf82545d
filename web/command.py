"""The `quoth` command with those that serve, which the layers below the web know nothing of."""

from __future__ import annotations

from bot.cli import quoth

__all__ = ["quoth"]

quoth.places |= {"serve": "web.serve:serve", "mcp": "web.mcp:mcp"}
