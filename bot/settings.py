"""Settings, read once at the edge: defaults, then a TOML file, then QUOTH_*, then flags.

Click resolves that order; this module only supplies the file's part of it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import InvalidSettings
from index.opensearch.address import is_address, parse

if TYPE_CHECKING:
    from index.engines import Place

DEFAULT_CORPUS = "corpus"
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
SETTINGS_FILE = "quoth.toml"

SHARED: dict[str, type] = {"corpus": str, "index": str, "reader": bool}
"""Settings of every command, by name, with their types."""

OF_COMMANDS: dict[str, dict[str, type]] = {
    "serve": {
        "host": str,
        "port": int,
        "watch": bool,
        "read_only": bool,
        "token": str,
        "read_token": str,
        "rate": int,
        "cors": str,
        "proxies": int,
        "drain": int,
    }
}
"""Settings of one command, as a table of its name in the file."""

COMMANDS = ("serve", "index", "ask", "chat", "eval", "verify", "doctor", "mcp")


def defaults_from(path: Path) -> dict[str, dict[str, Any]]:
    """What a settings file gives as defaults, by command; nothing where there is no file.

    Raises `InvalidSettings` naming the file and the setting.
    """
    if not path.exists():
        return {}
    import tomllib  # noqa: PLC0415 few have such a file

    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidSettings(f"{path}: {error}") from error
    tables = {name: settings.pop(name, {}) for name in OF_COMMANDS}
    _check(path, settings, SHARED)
    for name, table in tables.items():
        _check(path, table, OF_COMMANDS[name], prefix=f"{name}.")
    defaults = {command: {**settings, **tables.get(command, {})} for command in COMMANDS}
    defaults["documents"] = dict.fromkeys(("list", "add", "remove"), settings)
    return defaults


def place(index: Path | str) -> Place:
    """Where an index is kept. The password for a cluster is in the environment, and only there.

    Raises `InvalidSettings` where an address makes no sense.
    """
    if isinstance(index, str) and is_address(index):
        return parse(index, password=os.environ.get("QUOTH_OPENSEARCH_PASSWORD", ""))
    return Path(index)


def user_file(index: Path) -> Path:
    """Where conversations and feedback are kept: beside the index, which can be deleted.

    >>> from pathlib import Path
    >>> user_file(Path("docs/.quoth")).as_posix()
    'docs/.quoth-user.sqlite'
    """
    return index.with_name(index.name + "-user.sqlite")


def _check(path: Path, table: Any, known: dict[str, type], *, prefix: str = "") -> None:
    if not isinstance(table, dict):
        raise InvalidSettings(f"{path}: [{prefix[:-1]}] must be a table")
    for name, value in table.items():
        if name not in known:
            names = ", ".join(prefix + each for each in known)
            raise InvalidSettings(f"{path}: no setting {prefix}{name}: there are {names}")
        if type(value) is not known[name]:
            raise InvalidSettings(f"{path}: {prefix}{name} must be a {known[name].__name__}")
