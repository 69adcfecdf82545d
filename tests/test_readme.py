"""What the README tells people to type does what it says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import bot

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs(
    example: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)

    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 our own README

    assert "1994" in capsys.readouterr().out


def test_there_are_examples() -> None:
    assert EXAMPLES


def test_the_package_has_nothing_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'open_box'"):
        bot.open_box  # noqa: B018
