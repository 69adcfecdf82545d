"""A conversation as one file: whole, checkable, and harmless wherever it is opened."""

from __future__ import annotations

import hashlib
import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from bot.engine import Bot
    from bot.records import Records
    from index.library import Library


def kept(client: FlaskClient, conversation_id: str = "mine") -> str:
    response = client.get(f"/conversations/{conversation_id}.html")
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_it_holds_questions_quotations_and_where_they_stand(
    client: FlaskClient, bot: Bot, records: Records
) -> None:
    bot.ask("What are the Bogor Goals?", conversation_id="mine")
    bot.ask("When were they adopted?", conversation_id="mine")
    bot.ask("Who is the oldest zookeeper?", conversation_id="mine")
    records.rename("mine", "For the meeting")

    text = kept(client)

    assert "<title>For the meeting – Quoth</title>" in text
    assert re.findall(r'class="question"[^>]*>([^<]*)<', text) == [
        "What are the Bogor Goals?",
        "When were they adopted?",
        "Who is the oldest zookeeper?",
    ]
    assert "Understood as" in text
    assert "The documents do not say." in text
    assert 'href="#source-1"' in text
    assert 'id="source-1"' in text


def test_every_quotation_can_be_checked_against_its_document(
    client: FlaskClient, bot: Bot, library: Library
) -> None:
    answer = bot.ask("When are receipts due?", conversation_id="mine")

    text = kept(client)

    document = library.snapshot().document(answer.citations[0].document_id)
    [sha256] = re.findall(r"<code>(\w{64})</code>", text)
    assert sha256 == hashlib.sha256(document.text.encode()).hexdigest()
    places = re.findall(r"characters (\d+)–(\d+)", text)
    quoted = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", text, re.DOTALL)
    assert len(places) == len(quoted) == len(answer.citations)
    for (start, end), words in zip(places, quoted, strict=True):
        assert document.text[int(start) : int(end)] == html.unescape(re.sub("</?mark>", "", words))


def test_it_needs_nothing_else_and_runs_nothing(
    client: FlaskClient, bot: Bot, records: Records, corpus: Path, library: Library
) -> None:
    script = "</style><script>alert(1)</script><img src=x onerror=alert(1)>"
    (corpus / "bad.txt").write_text(f"{script} title\n\nThe vessel is {script} today.\n")
    library.update()
    bot.ask(f"Which vessel is {script}?", conversation_id="mine")
    records.rename("mine", script)

    text = kept(client)

    assert not re.search(r"<(?:script|img|link|iframe)\b", text)
    assert text.count("</style>") == 1
    assert "default-src 'none'" in html.unescape(text)
    policy = client.get("/conversations/mine.html").headers["Content-Security-Policy"]
    assert policy.endswith("; sandbox")


def test_a_conversation_that_never_was_has_no_file(client: FlaskClient) -> None:
    assert client.get("/conversations/none.html").status_code == 404
