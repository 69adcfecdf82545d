"""The pages as the server sends them: what somebody without JavaScript has."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from index.errors import IndexDamaged, InvalidQuestion
from index.library import Library
from web.access import COOKIE, NO_TOKENS, Tokens
from web.app import create_app
from web.pages import ELSEWHERE, NOT_YOURS

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from bot.engine import Bot
    from bot.records import Records

QUESTION = "Where were the Bogor Goals adopted?"
LARGEST_FIRST_LOAD = 60_000  # bytes, before any compression
SCRIPT = "<script>alert(1)</script>"


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    assert response.mimetype == "text/html"
    return response.get_data(as_text=True)


def ask(client: FlaskClient, question: str, conversation_id: str = "new") -> str:
    return page(client, f"/?question={quote(question)}&conversation_id={conversation_id}")


def quotations(text: str) -> list[str]:
    """The quoted words on a page, first the answer's and then those of the closest passages."""
    quoted = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", shown(text), re.DOTALL)
    return [html.unescape(re.sub(r"</?mark>", "", words)) for words in quoted]


def shown(text: str) -> str:
    return text.partition("<template")[0]


def links(text: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'class="cite" href="([^"]*)"', shown(text))]


def conversation_of(text: str) -> str:
    [conversation_id] = re.findall(r'name="conversation_id" value="([^"]*)"', text)
    return str(conversation_id)


def highlighted(text: str) -> str:
    return html.unescape("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", text, re.DOTALL)))


def document_id(library: Library, source: str) -> str:
    [found] = [row.id for row in library.documents() if row.source == source]
    assert found is not None
    return found


def test_the_empty_page_offers_a_box_and_questions_that_the_documents_answer(
    client: FlaskClient,
) -> None:
    text = page(client, "/")

    assert re.search(r'<input id="question"[^>]*autofocus', text)
    assert ">What are the Bogor Goals?</a>" in text
    assert conversation_of(text) == "new"
    assert quotations(text) == []


def test_a_question_in_the_address_is_answered_by_quotations(
    client: FlaskClient, library: Library
) -> None:
    text = ask(client, QUESTION)

    document = library.snapshot().document(document_id(library, "goals.md"))
    first, *_ = quotations(text)
    assert "Bogor, Indonesia" in first
    assert first in document.text


def test_a_citation_leads_to_its_words_highlighted_in_the_document(client: FlaskClient) -> None:
    text = ask(client, QUESTION)

    address, fragment = links(text)[0].split("#")
    source = page(client, address)

    assert fragment == "highlight"
    assert f'<mark id="{fragment}"' in source
    assert " ".join(highlighted(source).split()) == " ".join(quotations(text)[0].split())


def test_a_conversation_goes_on_through_the_form(client: FlaskClient) -> None:
    first = ask(client, "What are the Bogor Goals?")
    second = ask(client, "When were they adopted?", conversation_of(first))

    assert conversation_of(second) == conversation_of(first) != "new"
    questions = re.findall(r'class="question"[^>]*>([^<]+)<', shown(second))
    assert questions == ["What are the Bogor Goals?", "When were they adopted?"]
    assert "Understood as" in second


def test_reloading_an_answer_does_not_ask_again(client: FlaskClient, records: Records) -> None:
    conversation_id = conversation_of(ask(client, QUESTION))
    ask(client, QUESTION, conversation_id)
    ask(client, QUESTION, conversation_id)

    assert len(records.answers(conversation_id)) == 1


def test_a_kept_conversation_is_shown_by_its_address(client: FlaskClient) -> None:
    asked = ask(client, QUESTION)

    kept = page(client, f"/?conversation_id={conversation_of(asked)}")

    assert quotations(kept) == quotations(asked)


@pytest.mark.parametrize("conversation_id", ["../etc", "a b", SCRIPT, "x" * 65])
def test_an_id_that_no_conversation_can_have_begins_a_new_one(
    client: FlaskClient, conversation_id: str
) -> None:
    assert conversation_of(page(client, f"/?conversation_id={quote(conversation_id)}")) == "new"


def test_words_that_no_document_has_are_named(client: FlaskClient) -> None:
    text = ask(client, "How many penguins did the Bogor Goals count?")

    assert "The documents do not say." in text
    assert re.search(r"<li[^>]*>penguins</li>", text)
    assert quotations(text), "the closest passages"


def test_a_question_that_fails_stays_in_the_box_with_the_reason(
    library: Library, records: Records
) -> None:
    class Failing:
        def ask(self, question: str, **_: Any) -> None:
            raise InvalidQuestion(f"{len(question)} is too long: ask in a sentence")

    bot: Any = Failing()
    client = create_app(bot, library, records).test_client()

    text = page(client, "/?question=why", 422)

    assert "3 is too long: ask in a sentence" in text
    assert re.search(r'<input id="question"[^>]*value="why"', text)


def test_a_page_without_an_index_says_where_to_begin(
    tmp_path: Path, bot: Bot, records: Records
) -> None:
    client = create_app(bot, Library(tmp_path), records).test_client()

    assert "There is nothing to read yet" in page(client, "/")
    assert "Nothing here yet" in page(client, "/library")


def test_an_index_that_cannot_be_read_is_told_on_a_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_: Library) -> None:
        raise IndexDamaged("segment 3 fails its checksum: run 'quoth doctor'")

    monkeypatch.setattr(Library, "snapshot", damaged)

    for address in ("/", "/library", "/library/abc"):
        assert "fails its checksum: run" in page(client, address, 503)


def test_a_document_that_is_not_there_is_a_kind_404(client: FlaskClient) -> None:
    text = page(client, "/library/nowhere?start=1&end=2", 404)

    assert "not in the library" in text
    assert 'href="/library"' in text


@pytest.mark.parametrize(
    "offsets",
    [
        "start=5&end=2",
        "start=-3&end=4",
        "start=0&end=99999",
        "start=a&end=b",
        "start=1",
        "end=",
        f"start={'9' * 5000}&end=1",
    ],
)
def test_offsets_that_make_no_sense_are_ignored_and_said_so(
    client: FlaskClient, library: Library, offsets: str
) -> None:
    text = page(client, f"/library/{document_id(library, 'goals.md')}?{offsets}")

    assert "<mark" not in text
    assert "nothing is highlighted" in text
    assert "free and open trade" in text


def test_the_reading_view_has_the_structure_of_the_document(
    client: FlaskClient, library: Library
) -> None:
    text = page(client, f"/library/{document_id(library, 'goals.md')}")

    assert re.search(r"<h1[^>]*>The Bogor Goals</h1>", text)
    assert re.search(r'<h2[^>]*id="(at-\d+)"[^>]*>Targets</h2>', text)
    assert re.search(r'<nav class="outline".*<a[^>]*href="#at-\d+">Targets</a>', text, re.DOTALL)


def test_the_library_lists_every_file_and_why_one_is_not_indexed(
    corpus: Path, library: Library, client: FlaskClient
) -> None:
    (corpus / "empty.txt").write_text("")
    library.update()

    text = page(client, "/library")

    assert re.search(r"<a[^>]*>The Bogor Goals</a>", text)
    assert "empty.txt" in text
    [reason] = [row.reason for row in library.documents() if row.source == "empty.txt"]
    assert reason
    assert html.escape(reason, quote=False) in text


def test_only_notes_that_we_wrote_are_shown(client: FlaskClient) -> None:
    assert "Removed." in page(client, "/library?note=removed")
    assert "hacked" not in page(client, "/library?note=hacked")


def test_forms_without_scripts_add_and_remove_documents(
    client: FlaskClient, library: Library
) -> None:
    as_page = {"Accept": "text/html,application/xhtml+xml"}
    upload = {"file": (io.BytesIO(b"Ships\n\nThe Ark Royal is a ship."), "ships.txt")}

    added = client.post("/documents", data=upload, headers=as_page)
    assert "Added" in page(client, added.location)
    assert "ships.txt" in page(client, "/library")

    asked = page(client, f"/library?remove={document_id(library, 'ships.txt')}")
    [address] = re.findall(r'<form class="sure" action="([^"]*)"', asked)
    assert "ships.txt" in page(client, "/library")
    removed = client.post(address, headers=as_page)
    assert "Removed" in page(client, removed.location)
    assert "ships.txt" not in page(client, "/library")


def every_page(app: Flask, library: Library) -> dict[str, str]:
    client = app.test_client()
    return {
        address: client.get(address).get_data(as_text=True)
        for address in (
            "/",
            f"/?question={quote(QUESTION)}",
            f"/?question={quote(SCRIPT)}",
            "/library",
            "/library/nowhere",
            *(f"/library/{row.id}?start=0&end=9" for row in library.documents()),
        )
    }


def test_text_is_never_markup(app: Flask, corpus: Path, library: Library) -> None:
    payload = f"{SCRIPT}<img src=x onerror=alert(1)>'\"><svg onload=alert(1)>"
    (corpus / "bad.txt").write_text(f"{payload} is a title\n\nThe {payload} is a ship.\n")
    (corpus / "<b onclick=alert(1)>.md").write_text(f"# Ships\n\n- `{payload}`\n")
    library.update()

    for address, text in every_page(app, library).items():
        assert not re.search(r"<(?:script>|img|svg(?! class=.chart)|b )", text), address


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(app: Flask, library: Library) -> None:
    for address, text in every_page(app, library).items():
        assert not re.search(r"<[^>]+\s(?:on\w+|style)=", text), address
        assert not re.search(r"<(?:script(?![^>]*\ssrc=)|style)\b", text), address
        assert not re.search(r'(?:src|href|action)="(?:\w+:)?//', text), address


def test_the_page_learns_the_dates_of_the_documents_that_it_shows(
    client: FlaskClient, corpus: Path, library: Library
) -> None:
    (corpus / "goals.md").write_text("---\ndate: 2019-03-01\n---\n\n# Goals\n\nThey are old.\n")
    library.update()
    dated, undated = (document_id(library, source) for source in ("goals.md", "travel.txt"))
    asked = {"document": [dated, undated, "nowhere"]}

    dates = client.get("/dates", query_string=asked).get_json()["dates"]

    assert dates == {dated: "2019-03-01", undated: "", "nowhere": ""}


@pytest.mark.parametrize(
    ("read_only", "tokens", "reason"),
    [
        (True, NO_TOKENS, ELSEWHERE),
        (False, Tokens("may-change", "may-read"), NOT_YOURS),
    ],
)
def test_where_nothing_can_be_changed_the_library_says_why_and_offers_nothing(
    bot: Bot,
    library: Library,
    records: Records,
    *,
    read_only: bool,
    tokens: Tokens,
    reason: str,
) -> None:
    library.read_only = read_only
    client = create_app(bot, library, records, tokens=tokens).test_client()
    client.set_cookie(COOKIE, "may-read")
    text = page(client, f"/library?remove={document_id(library, 'goals.md')}")

    assert reason in text
    assert "<form" not in text
    assert ">The Bogor Goals</a>" in text


def test_who_may_change_the_library_is_offered_to(
    bot: Bot, library: Library, records: Records
) -> None:
    client = create_app(bot, library, records, tokens=Tokens("may-change")).test_client()
    client.set_cookie(COOKIE, "may-change")

    assert page(client, "/library").count('<form class="remove"') == 2


def test_the_page_of_the_api_has_every_route_and_a_command_that_tries_it(
    client: FlaskClient,
) -> None:
    text = page(client, "/docs")

    for path, methods in client.get("/openapi.json").get_json()["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {html.escape(path)}</code>" in text
    assert text.count("<pre") == text.count("<code>curl ")


def script(app: Flask, module: str) -> str:
    return (Path(app.static_folder or "") / f"{module}.js").read_text(encoding="utf-8")


def imported_by(app: Flask, module: str) -> set[str]:
    """The modules that `module` needs, itself among them."""
    direct = re.findall(r'^import [^;]*"\./(\w+)\.js";', script(app, module), re.MULTILINE)
    return {module}.union(*(imported_by(app, other) for other in direct))


@pytest.mark.parametrize(("address", "module"), [("/", "ask"), ("/library", "library")])
def test_a_page_preloads_just_what_it_needs_and_stays_small(
    app: Flask, client: FlaskClient, address: str, module: str
) -> None:
    text = page(client, address)

    preloaded = re.findall(r'rel="modulepreload" href="/static/(\w+)\.js"', text)
    assert set(preloaded) == imported_by(app, module)
    loaded = set(re.findall(r'(?:src|href)="/static/([^"]+)"', text))
    sizes = [(Path(app.static_folder or "") / name).stat().st_size for name in loaded]
    assert len(text.encode()) + sum(sizes) <= LARGEST_FIRST_LOAD


def test_the_skeletons_have_every_place_that_the_scripts_fill(
    app: Flask, client: FlaskClient
) -> None:
    places = set(re.findall(r'data-slot="([\w-]+)"', page(client, "/")))

    for module in imported_by(app, "ask").union("aftercare better source why".split()):
        filled = re.findall(r'(?:slot|fill)\(\w+, "([\w-]+)"', script(app, module))
        assert set(filled) <= places, module
