"""Two servers before one cluster, of which one has the folder: both answer from all of it."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from bot.engine import Bot
from index.engines import open_engine
from index.errors import AnothersIndex, ReadOnly
from index.library import Library
from index.migration import migrate
from tests.web.conftest import Server
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.records import Records
    from index.opensearch.address import Address

LIMIT = 120  # seconds; half a second after the commit on an idle machine


@contextmanager
def serving(folder: Path, index: Address, *options: str) -> Iterator[str]:
    """The address of a server of its own process, until the block ends."""
    server = Server(folder, "--index", str(index), "--no-reader", *options)
    try:
        yield server.address
    finally:
        server.stopped()


def asked(server: str, question: str) -> Any:
    """The answer, once there is one: on a busy machine the cluster may not answer in time."""
    address = f"{server}/ask?question={question.replace(' ', '+')}"
    until = time.monotonic() + LIMIT
    while True:
        try:
            with urllib.request.urlopen(address, timeout=LIMIT) as response:  # noqa: S310 our own
                return json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                if error.code != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > until:
                    raise


def uploaded(server: str, name: str, content: bytes) -> int:
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    request = urllib.request.Request(  # noqa: S310 our own server
        f"{server}/documents",
        head.encode() + content + b"\r\n--x--\r\n",
        {"Content-Type": "multipart/form-data; boundary=x", "Accept": "application/json"},
    )
    until = time.monotonic() + LIMIT
    while True:
        try:
            with urllib.request.urlopen(request, timeout=LIMIT) as response:  # noqa: S310
                return int(response.status)
        except urllib.error.HTTPError as error:
            with error:
                if error.code != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > until:
                    return error.code


def test_what_one_server_takes_in_the_other_answers(
    corpus: Path, address: Address, tmp_path: Path
) -> None:
    Library(corpus, address).update()
    with (
        serving(corpus, address) as one,
        serving(tmp_path / "nowhere", address, "--read-only") as other,
    ):
        assert asked(other, "Where does Kora the zebra live")["status"] == "not_found"

        taken = uploaded(one, "zebras.txt", b"Kora the zebra lives in Basel.")

        assert taken == HTTPStatus.CREATED
        until = time.monotonic() + LIMIT
        while "Basel" not in (answer := asked(other, "Where does Kora the zebra live"))["answer"]:
            assert time.monotonic() < until, answer
            time.sleep(0.05)
        assert asked(one, "Where does Kora the zebra live")["answer"] == answer["answer"]
        assert uploaded(other, "gnus.txt", b"Gnus roam.") == HTTPStatus.CONFLICT


def test_the_index_of_one_folder_is_not_taken_over_by_another(
    corpus: Path, address: Address, tmp_path: Path
) -> None:
    Library(corpus, address).update()
    others = tmp_path / "others"
    others.mkdir()
    (others / "zebras.txt").write_text("Kora the zebra lives in Basel.")
    other = Library(others, address)

    with pytest.raises(AnothersIndex, match="--read-only") as refused:
        other.update()

    assert other.snapshot().state.documents == 2
    claimed = str(refused.value).partition("write ")[2].split()[0]
    (other.home / "folder").write_text(claimed)
    assert other.update().added == ["zebras.txt"]
    assert other.snapshot().state.documents == 1


def test_the_same_folder_at_another_path_is_the_same(
    corpus: Path, address: Address, tmp_path: Path
) -> None:
    Library(corpus, address).update()
    (tmp_path / "mounted").symlink_to(corpus)

    assert Library(tmp_path / "mounted", address).update().unchanged == 2


def test_a_migrated_index_is_that_of_the_first_folder_that_is_indexed(
    corpus: Path, address: Address, tmp_path: Path
) -> None:
    (tmp_path / "index").mkdir()
    embedded = Library(corpus, tmp_path / "index")
    embedded.update()
    migrate(embedded.store, open_engine(address))
    others = tmp_path / "others"
    others.mkdir()
    (others / "zebras.txt").write_text("Kora the zebra lives in Basel.")

    assert Library(corpus, address).update().unchanged == 2
    with pytest.raises(AnothersIndex):
        Library(others, address).update()


def test_a_server_that_only_answers_changes_nothing(
    corpus: Path, records: Records, address: Address, tmp_path: Path
) -> None:
    Library(corpus, address).update()
    library = Library(tmp_path / "nowhere", address, read_only=True)
    client = create_app(Bot(library), library, records).test_client()
    (goals, *_) = client.get("/documents").get_json()["documents"]

    refused = [
        client.post("/documents", data={"file": (BytesIO(b"Rice."), "rice.txt")}),
        client.delete(f"/documents/{goals['id']}"),
    ]

    assert [response.status_code for response in refused] == [HTTPStatus.CONFLICT] * 2
    assert "only answers" in refused[0].get_json()["detail"]
    assert not (tmp_path / "nowhere").exists()
    assert client.get("/ask?question=When+were+the+Bogor+Goals+adopted").get_json()["citations"]
    with pytest.raises(ReadOnly):
        library.update()
