"""The load table can be made, if only for a moment."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.benchmarks import load
from tests.reliability import asking

if TYPE_CHECKING:
    import pytest


def test_a_row_is_printed_for_each_number_of_clients(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["load", "--seconds", "0.2", "--clients", "1", "2"])
    monkeypatch.setattr(asking, "gold_questions", lambda: ["What is APEC?"])

    load.main()

    rows = capsys.readouterr().out.splitlines()
    first = "| 1, for the first time"
    assert [row.partition(" | ")[0] for row in rows[-3:]] == [first, "| 1", "| 2"]
