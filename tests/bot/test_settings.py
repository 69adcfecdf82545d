"""The settings file gives defaults, and says which line of it makes no sense."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.settings import defaults_from
from index.errors import InvalidSettings

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str) -> Path:
    path = folder / "quoth.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_missing_file_gives_no_defaults(tmp_path: Path) -> None:
    assert defaults_from(tmp_path / "quoth.toml") == {}


def test_shared_settings_reach_every_command(tmp_path: Path) -> None:
    defaults = defaults_from(written(tmp_path, 'corpus = "papers"'))

    assert defaults["ask"] == {"corpus": "papers"}
    assert defaults["documents"]["list"] == {"corpus": "papers"}


def test_a_table_reaches_its_command_alone(tmp_path: Path) -> None:
    defaults = defaults_from(written(tmp_path, "[serve]\nport = 9000\n"))

    assert defaults["serve"] == {"port": 9000}
    assert defaults["ask"] == {}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("corpsu = 'x'", "no setting corpsu"),
        ("[serve]\nprot = 1", "no setting serve.prot"),
        ("[serve]\nport = '9000'", "serve.port must be a int"),
        ("serve = 3", r"\[serve\] must be a table"),
        ("corpus = ", "Invalid value"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(InvalidSettings, match=named):
        defaults_from(written(tmp_path, text))


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "quoth.toml"
    path.write_bytes(b"corpus = '\xff'")

    with pytest.raises(InvalidSettings, match="utf-8"):
        defaults_from(path)
