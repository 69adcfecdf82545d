"""The `quoth` command with those that serve, which the layers below the web know nothing of."""

from __future__ import annotations

import sys

try:
    from bot.cli import quoth
except KeyboardInterrupt:  # while Python loads us, nobody else says it without a traceback
    sys.exit(1)

__all__ = ["quoth"]

quoth.places |= {"serve": "web.serve:serve", "mcp": "web.mcp:mcp"}
