"""What Prometheus reads: requests, answers and their stages, reindexes, and the index."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

import pytest

from bot.stages import Stage
from index.library import Library
from web.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from bot.engine import Bot
    from bot.records import Records

ADOPTED = "/ask?question=When+were+the+Bogor+Goals+adopted"


def figures(client: FlaskClient) -> dict[str, float]:
    """Every sample by its name and labels, as the exposition writes them."""
    lines = client.get("/metrics").get_data(as_text=True).splitlines()
    samples = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in samples}


def test_answers_are_counted_and_requests_timed(client: FlaskClient) -> None:
    client.get(ADOPTED)

    found = figures(client)

    assert found['quoth_answers_total{status="answered"}'] == 1
    assert found['quoth_request_seconds_count{method="GET",route="/ask",status="200"}'] == 1


@pytest.mark.parametrize("address", [ADOPTED, ADOPTED.replace("/ask", "/")])
def test_each_stage_of_a_question_is_timed_once(client: FlaskClient, address: str) -> None:
    client.get(address)

    found = figures(client)

    for stage in set(Stage) - {Stage.READ}:  # this bot has no reader
        assert found[f'quoth_stage_seconds_count{{stage="{stage.value}"}}'] == 1
        assert found[f'quoth_stage_seconds_sum{{stage="{stage.value}"}}'] > 0


def test_the_index_has_its_size_and_its_age(client: FlaskClient, corpus: Path) -> None:
    files = [path.stat() for path in (corpus / ".quoth").iterdir()]

    found = figures(client)

    assert found["quoth_index_ready"] == 1
    assert found["quoth_index_documents"] == 2
    assert found["quoth_index_bytes"] >= sum(file.st_size for file in files if file.st_size) > 0
    newest = max(file.st_mtime for file in files)
    assert found["quoth_index_changed_timestamp_seconds"] == pytest.approx(newest, abs=60)


def test_a_file_that_cannot_be_read_is_counted(client: FlaskClient, library: Library) -> None:
    (library.corpus / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    library.update()

    assert figures(client)["quoth_index_unread_files"] == 1


def test_each_cause_of_a_reindex_is_timed(client: FlaskClient) -> None:
    added = client.post("/documents", data={"file": (io.BytesIO(b"A cat sat."), "cat.txt")})
    client.delete(f"/documents/{added.get_json()['documents'][0]['id']}")
    client.delete("/documents/none")
    client.post("/reindex")
    while client.get("/reindex").get_json()["state"] == "running":
        pass

    found = figures(client)

    for labels in (
        'cause="upload",outcome="done"',
        'cause="delete",outcome="done"',
        'cause="request",outcome="done"',
    ):
        assert found[f"quoth_reindex_seconds_count{{{labels}}}"] == 1
    assert not [name for name in found if "failed" in name]


def test_a_reindex_that_fails_is_counted_as_such(client: FlaskClient, corpus: Path) -> None:
    shutil.rmtree(corpus)
    client.post("/reindex")
    while client.get("/reindex").get_json()["state"] == "running":
        pass

    assert figures(client)['quoth_reindex_seconds_count{cause="request",outcome="failed"}'] == 1


def test_without_an_index_the_server_is_not_ready(
    bot: Bot, records: Records, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()

    found = figures(create_app(bot, Library(empty), records).test_client())

    assert found["quoth_index_ready"] == 0
    assert found["quoth_index_bytes"] == 0
