"""The C files of index/ are compiled where the tests run."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import compiled, native, numbering
from tests.lacking import lacking


@pytest.mark.parametrize("door", [compiled, numbering], ids=["search", "numbering"])
def test_what_is_compiled_is_in_use(door: object) -> None:
    if door._library() is None:  # type: ignore[attr-defined]
        reason = "installed without a C compiler: install one, and Quoth again"
        lacking(reason)


def test_a_library_of_another_version_or_of_nothing_is_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert native.library("maxscore", -1) is None
    assert native.library("numbering", -1) is None

    monkeypatch.setattr(native, "FOLDER", tmp_path)
    assert native.library("maxscore", compiled.VERSION) is None
    Path(tmp_path, "_maxscore.so").write_text("no library")
    assert native.library("maxscore", compiled.VERSION) is None
