"""The load table can be made, if only for a moment."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.benchmarks import load

if TYPE_CHECKING:
    import pytest


def test_a_row_is_printed_for_each_number_of_clients(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["load", "--seconds", "0.2", "--clients", "1", "2"])

    load.main()

    rows = capsys.readouterr().out.splitlines()
    assert [row.partition(" | ")[0] for row in rows[-2:]] == ["| 1", "| 2"]
