"""A client that asks again is told that nothing has changed, until something has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.assembly import READY
from web.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from bot.engine import Bot
    from bot.records import Records
    from index.library import Library

ADDRESSES = ["/ask?question=When+were+the+Bogor+Goals+adopted", "/search?query=goals", "/documents"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, address: str) -> None:
    tag = client.get(address).headers["ETag"]

    again = client.get(address, headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert again.get_data() == b""
    assert again.headers["ETag"] == tag


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_new_generation_is_sent(
    client: FlaskClient, library: Library, corpus: Path, address: str
) -> None:
    tag = client.get(address).headers["ETag"]
    (corpus / "new.txt").write_text("The goals have a new page.", encoding="utf-8")
    library.update()

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_answers_of_the_reader_have_a_tag_of_their_own(
    client: FlaskClient, bot: Bot, library: Library, records: Records
) -> None:
    reading = create_app(bot, library, records, reader=READY).test_client()

    tags = [each.get(ADDRESSES[0]).headers["ETag"] for each in (client, reading)]
    assert len(set(tags)) == len(tags)


def test_what_changes_by_itself_has_no_tag(client: FlaskClient) -> None:
    for address in ("/healthz", "/readyz", "/reindex", "/metrics"):
        assert "ETag" not in client.get(address).headers


def test_a_problem_has_no_tag(client: FlaskClient) -> None:
    assert "ETag" not in client.get("/ask").headers
