"""While the index is replaced, each answer is about one state of it."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.reliability import reindexing

if TYPE_CHECKING:
    import pytest


def test_no_answer_mixes_generations(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    few = ["--times", "3", "--clients", "4", "--seconds", "0.2"]
    monkeypatch.setattr(sys, "argv", ["reindexing", *few])
    monkeypatch.setattr(reindexing, "gold_questions", lambda: ["What is APEC?"] * 2)

    with ThreadPoolExecutor(1) as elsewhere:  # this thread may have an event loop: a browser's
        assert elsewhere.submit(reindexing.main).result() == 0
    assert "answers that mix generations: 0" in capsys.readouterr().out
