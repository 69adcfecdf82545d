"""What made an index is known without asking the packages themselves."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from index import recipe

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_recipe_holds_the_version_of_every_library_that_decides_on_the_text() -> None:
    installed = recipe.versions()

    assert {name: installed[name] for name in recipe.LIBRARIES} == {
        name: version(name) for name in recipe.LIBRARIES
    }


def test_of_two_installed_versions_the_one_that_is_imported_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, name in (("ours", "nltk-3.9.dist-info"), ("debian", "NLTK-3.8-py3.egg-info")):
        (tmp_path / place / name).mkdir(parents=True)
    monkeypatch.setattr("sys.path", [str(tmp_path / place) for place in ("ours", "debian", "no")])

    assert recipe.versions() == {"nltk": "3.9"}
