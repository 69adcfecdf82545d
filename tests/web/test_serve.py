"""`quoth serve` as a process: one line when it answers, a clean end when it is told to stop."""

from __future__ import annotations

import json
import time
import urllib.request
from typing import TYPE_CHECKING, Any

from bot.assembly import READY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Server, Serving


def fetched(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=20) as response:  # noqa: S310 our own server
        return json.load(response)


def test_a_server_says_where_it_listens_and_answers_there(server: Server) -> None:
    assert server.line.startswith("Quoth is listening on http://127.0.0.1:")

    answer = fetched(f"{server.address}/ask?question=When+were+the+Bogor+Goals+adopted")

    assert answer["short_answer"]["text"] == "1994"


def test_a_server_reads_unless_it_is_told_not_to(server: Server) -> None:
    assert fetched(f"{server.address}/readyz")["reader"] == READY


def test_a_server_ends_cleanly_and_says_nothing_more(server: Server) -> None:
    assert server.stopped() == (0, "")


def test_a_file_that_is_dropped_in_is_found(server: Server, corpus: Path) -> None:
    (corpus / "zebras.txt").write_text("Kora the zebra lives in Basel.", encoding="utf-8")

    assert _documents_reach(3, server.address)
    answer = fetched(f"{server.address}/ask?question=Where+does+Kora+the+zebra+live")
    assert "Basel" in answer["answer"]


def test_a_folder_that_is_gone_for_a_while_is_watched_again_and_loses_nothing(
    serving: Serving, corpus: Path, tmp_path: Path
) -> None:
    away = tmp_path / "away"
    with serving("--index", str(tmp_path / "index")) as server:
        corpus.rename(away)  # as an unmounted one, of which the mount point is left
        corpus.mkdir()
        assert _library_says("--allow-empty", server.address)
        assert _documents_reach(2, server.address)

        corpus.rmdir()
        away.rename(corpus)
        (corpus / "zebras.txt").write_text("Kora the zebra lives in Basel.", encoding="utf-8")

        assert _documents_reach(3, server.address)


def _library_says(words: str, address: str) -> bool:
    for _ in range(400):
        with urllib.request.urlopen(f"{address}/library", timeout=20) as response:  # noqa: S310
            if words in response.read().decode():
                return True
        time.sleep(0.05)
    return False


def _documents_reach(count: int, address: str) -> bool:
    for _ in range(400):
        if fetched(f"{address}/readyz")["index"]["documents"] == count:
            return True
        time.sleep(0.05)
    return False
