"""The list of kept conversations, as somebody without JavaScript uses it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from bot.records import Records
from web.access import Tokens
from web.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from bot.engine import Bot
    from index.library import Library


@pytest.fixture
def asked(bot: Bot) -> None:
    bot.ask("What are the Bogor Goals?", conversation_id="goals")
    bot.ask("When are receipts due?", conversation_id="meals")


def names(client: FlaskClient, address: str = "/conversations") -> list[str]:
    text = client.get(address).get_data(as_text=True)
    return [html.unescape(name) for name in re.findall(r'<a dir="auto"[^>]*>([^<]*)</a>', text)]


def submitted(client: FlaskClient, address: str, **fields: str) -> str:
    """What the page says after a form was sent."""
    response = client.post(address, data=fields, follow_redirects=True)
    [note] = re.findall(r'role="status"[^>]*>([^<]*)<', response.get_data(as_text=True))
    return str(note)


def test_before_anything_was_asked_the_page_says_where_to_begin(client: FlaskClient) -> None:
    assert "Nothing has been asked yet" in client.get("/conversations").get_data(as_text=True)


@pytest.mark.usefixtures("asked")
def test_conversations_are_listed_and_lead_to_their_answers(client: FlaskClient) -> None:
    assert names(client) == ["When are receipts due?", "What are the Bogor Goals?"]

    text = client.get("/conversations").get_data(as_text=True)
    assert 'href="/?conversation_id=goals"' in text
    assert "1 question<" in text


@pytest.mark.usefixtures("asked")
def test_they_are_still_there_after_a_restart(
    tmp_path: Path, bot: Bot, library: Library, records: Records
) -> None:
    records.rename("goals", "For the meeting")

    restarted = create_app(bot, library, Records(tmp_path / "user.sqlite")).test_client()

    assert names(restarted) == ["When are receipts due?", "For the meeting"]


@pytest.mark.usefixtures("asked")
def test_they_are_searched(client: FlaskClient) -> None:
    assert names(client, "/conversations?search=bogor") == ["What are the Bogor Goals?"]
    nothing = client.get("/conversations?search=zebra").get_data(as_text=True)
    assert "No conversation says all of that" in nothing


@pytest.mark.usefixtures("asked")
def test_one_is_renamed(client: FlaskClient) -> None:
    assert submitted(client, "/conversations/meals/rename", name="  Travel\n costs ") == "Renamed."
    assert names(client)[0] == "Travel costs"

    submitted(client, "/conversations/meals/rename", name="   ")
    assert names(client)[0] == "Travel costs"


@pytest.mark.usefixtures("asked")
def test_one_is_deleted_and_comes_back_by_undo(client: FlaskClient) -> None:
    assert submitted(client, "/conversations/goals/delete") == "Deleted."
    assert names(client) == ["When are receipts due?"]
    assert client.get("/conversations/goals").status_code == 404
    undo = client.get("/conversations?deleted=goals").get_data(as_text=True)
    assert 'action="/conversations/goals/restore"' in undo

    assert submitted(client, "/conversations/goals/restore") == "It is back."
    assert len(names(client)) == 2


def test_what_is_gone_is_said_to_be_gone(client: FlaskClient) -> None:
    assert "is gone" in submitted(client, "/conversations/nobody/delete")


@pytest.mark.usefixtures("asked")
def test_who_may_only_read_does_not_see_what_others_asked(
    bot: Bot, library: Library, records: Records
) -> None:
    client = create_app(bot, library, records, tokens=Tokens("secret", "reader")).test_client()

    def status(token: str) -> int:
        bearer = {"Authorization": f"Bearer {token}"}
        return client.get("/conversations", headers=bearer).status_code

    assert (status("reader"), status("secret")) == (401, 200)


def test_a_damaged_file_of_conversations_is_named_with_what_to_do(
    bot: Bot, library: Library, tmp_path: Path
) -> None:
    kept = tmp_path / "damaged.sqlite"
    kept.write_bytes(b"no database" * 500)
    client = create_app(bot, library, Records(kept)).test_client()

    listed = client.get("/conversations", headers={"Accept": "application/json"})

    assert listed.status_code == 503
    assert f"{kept} is damaged" in listed.get_json(force=True)["detail"]
    assert client.get("/ask?question=What+are+the+Bogor+Goals").status_code == 200
