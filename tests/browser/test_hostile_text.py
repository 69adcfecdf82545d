"""Hostile text in every place that takes any: no script runs, and nothing is ever but text."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from flask import Flask

    from bot.engine import Bot
    from bot.records import Records
    from index.library import Library

QUESTION = "Where were the Bogor Goals adopted?"
VECTORS = (
    "<script>alert(1)</script>",
    "<script src=data:,alert(1)></script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<body onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<marquee onstart=alert(1)>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=javascript:alert(1)//>",
    "<p style='background:url(javascript:alert(1))'>",
    "{{ 7 * 7 }}${alert(1)}",
)
WRAPPERS = (
    "{}",
    "\"'>{}",
    "</template>{}",
    "</title>{}",
    "</textarea>{}",
    "--><!--{}",
    "]]>{}",
    "&lt;{}",
)
PAYLOADS = [wrapper.format(vector) for vector in VECTORS for wrapper in WRAPPERS]  # 200

BROUGHT_IN = (
    "img, iframe, object, embed, video, audio, math, marquee, style, base, "
    "svg:not(.chart, .reasons svg), "
    "meta[http-equiv], [href^=javascript], [action^=javascript], [style], "
    "main script, #source script"
)
"""Elements that a document or a question could have brought in, and that we have nowhere."""

FOUND_HERE = """([brought, but]) => [...document.querySelectorAll(brought)]
    .filter((one) => !one.matches(but)).map((one) => one.outerHTML)"""
FOUND_THERE = """async ([addresses, brought, but]) => {
    const found = [];
    for (const address of addresses) {
        const response = await fetch(address, { headers: { Accept: "text/html" } });
        const text = response.ok ? await response.text() : "<img alt='no page'>";
        const ours = address.endsWith(".html") ? /<style>[^]*?<\\/style>/ : "";
        const page = new DOMParser().parseFromString(text.replace(ours, ""), "text/html");
        for (const one of page.querySelectorAll(brought))
            if (!one.matches(but)) found.push(`${address}: ${one.outerHTML}`);
    }
    return found;
}"""
ASK_EACH = """async ([questions, answer]) => {
    const reached = window.fetch;
    document.querySelector("#conversation").hidden = true; // to lay it out once, at the end
    window.fetch = async (path, request) => path !== "/ask" ? reached(path, request) : new Response(
        JSON.stringify({ ...answer, question: JSON.parse(request.body).question }),
    );
    for (const question of questions) {
        const before = document.querySelectorAll(".turn").length;
        document.querySelector("#question").value = question;
        document.querySelector("#ask").requestSubmit();
        while (document.querySelectorAll(".turn:not([data-status=pending])").length === before)
            await new Promise((resolve) => setTimeout(resolve));
    }
    window.fetch = reached;
    document.querySelector("#conversation").hidden = false;
}"""


def ask(page: Page, question: str = QUESTION) -> None:
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".turn:not([data-status=pending])").last).to_be_visible()


def assert_tame(page: Page, *, but: str = "none") -> None:
    """No element that hostile text could have brought into this page, `but` for our own."""
    assert page.evaluate(FOUND_HERE, [BROUGHT_IN, but]) == []


def assert_tame_at(page: Page, addresses: Sequence[str], *, but: str = "none") -> None:
    """Nor into the pages at these addresses."""
    assert page.evaluate(FOUND_THERE, [addresses, BROUGHT_IN, but]) == []


def test_there_are_as_many_payloads_as_are_promised() -> None:
    assert len(set(PAYLOADS)) == 200


def test_hostile_titles_texts_and_file_names_are_only_ever_text_in_any_view(
    page: Page, corpus: Path, library: Library
) -> None:
    for number, payload in enumerate(PAYLOADS):
        name = payload.replace("/", "\u2044") + ".txt"
        text = f"{payload}\n\nVessel number {number} is {payload}.\n\n{payload}\n"
        (corpus / name).write_text(text, encoding="utf-8")
    (corpus / "<img src=x onerror=alert(1)>.pdf").write_bytes(b"no PDF")
    library.update()
    rows = {row.title: row.id for row in library.documents() if row.source.endswith("txt")}
    assert set(PAYLOADS) <= set(rows)

    ask(page, "Which is vessel number 7?")
    quoted = page.locator("blockquote").first
    expect(quoted).to_contain_text("Vessel number")
    page.locator("a.cite").first.click()
    expect(page.locator("#source #highlight")).to_be_visible()
    assert page.locator("#source h1").inner_text() in PAYLOADS
    assert_tame(page)
    page.goto("/library")
    expect(page.locator(".catalogue tbody tr")).to_have_count(len(PAYLOADS) + 3)
    assert_tame(page)
    page.goto(f"/library/{rows[PAYLOADS[7]]}?find={quote(PAYLOADS[7])}")
    expect(page.locator("#highlight").first).to_have_text(PAYLOADS[7])
    assert_tame(page)
    found = [f"/library/{rows[payload]}?find={quote(payload)}" for payload in PAYLOADS]
    assert_tame_at(page, ["/", *found, f"/library?remove={rows[PAYLOADS[0]]}"])


def test_a_hostile_document_that_has_changed_is_shown_as_text_beside_what_was_quoted(
    page: Page, corpus: Path, library: Library
) -> None:
    fleet = corpus / "fleet.txt"
    fleet.write_text("Fleet\n\n" + "\n\n".join(f"Ship {p} was new." for p in PAYLOADS[:8]), "utf-8")
    library.update()
    ask(page, "Which ship was new?")
    link = str(page.locator("a.cite").first.get_attribute("href"))
    fleet.write_text(fleet.read_text("utf-8").replace("new", "old"), encoding="utf-8")
    library.update()

    page.goto(link)

    expect(page.get_by_role("note")).to_contain_text("was edited since it was quoted")
    assert_tame(page)


def test_hostile_answers_are_only_ever_text_in_every_part_of_a_turn(page: Page, app: Flask) -> None:
    reply = hostile(app.test_client().get("/ask", query_string={"question": QUESTION}).get_json())
    page.route("**/ask", lambda route: route.fulfill(json=reply))
    page.route("**/questions*", lambda route: route.fulfill(json={"questions": PAYLOADS}))
    ask(page)

    expect(page.locator(".better li")).to_have_text(PAYLOADS)
    for part in ("missing", "unanswered"):
        expect(page.locator(f"[data-slot={part}] li")).to_have_text(PAYLOADS)
    for part in ("conflicting", "further", "closest"):
        for words in ("words", "title", "source"):
            shown = page.locator(f".turn [data-slot={part}] [data-slot={words}]")
            assert set(shown.all_text_contents()) <= set(PAYLOADS)
    page.get_by_text("Why no answer").click()
    expect(page.locator(".reasons th[scope=row]")).to_have_count(30)
    page.locator("a.cite:visible").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert_tame(page)


def hostile(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer, with a payload wherever there is text."""
    [first, *_] = answer["citations"]
    [passage, *_] = answer["passages"]
    named = [{"document_title": each, "source": each, "section": each} for each in PAYLOADS]
    weights = dict.fromkeys(PAYLOADS, 1.0)
    whole = {"start_char_index": first["start_char_index"], "end_char_index": 9_999}
    return answer | {
        "question": PAYLOADS[0],
        "interpreted_as": PAYLOADS[1],
        "status": "not_found",
        "short_answer": None,
        "citations": [
            first | name | {"id": number, "cited_text": name["source"]}
            for number, name in enumerate(named, 1)
        ],
        "passages": [passage | whole | name | {"text": name["source"]} for name in named],
        "missing_terms": PAYLOADS,
        "unanswered": PAYLOADS,
        "conflicts": [{"citations": [1, 2], "reason": each} for each in PAYLOADS],
        "explanation": {
            "asks_for": PAYLOADS[2],
            "terms": weights,
            "confidence": {"probability": 0.1, "needed": 0.25, "adds": weights},
            "sentences": [{"text": PAYLOADS[3], "score": 1.0, "adds": weights}],
        },
    }


def test_hostile_questions_are_only_ever_text(page: Page, app: Flask) -> None:
    answer = app.test_client().get("/ask", query_string={"question": QUESTION}).get_json()

    page.evaluate(ASK_EACH, [PAYLOADS, answer])

    expect(page.locator(".question")).to_have_text(PAYLOADS)
    assert_tame(page)
    assert_tame_at(page, [f"/?question={quote(payload)}" for payload in PAYLOADS[:: len(WRAPPERS)]])


def test_hostile_questions_are_only_ever_text_in_a_kept_conversation(
    page: Page, bot: Bot, records: Records, tmp_path: Path
) -> None:
    for question in PAYLOADS:
        records.append("hostile", bot.ask(f"{question} Bogor Goals?"))

    page.goto("/?conversation_id=hostile")
    page.wait_for_load_state("networkidle")  # until then a citation leads to a page of its own
    expect(page.locator(".question")).to_have_count(len(PAYLOADS))
    assert_tame(page)
    page.locator("a.cite").last.scroll_into_view_if_needed()
    page.locator("a.cite:visible").first.click()
    expect(page.locator("#source #highlight")).to_be_visible()
    assert_tame(page)
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        page.get_by_role("link", name="page", exact=True).click()
    saved = tmp_path / "saved.html"
    download.value.save_as(saved)
    page.goto(saved.as_uri())
    expect(page.locator(".question")).to_have_count(len(PAYLOADS))
    assert_tame(page, but="head > style, head > meta[http-equiv]")


def test_hostile_names_of_conversations_are_only_ever_text(
    page: Page, bot: Bot, records: Records
) -> None:
    answers = bot.ask("Where were the Bogor Goals adopted?"), bot.ask("When were they adopted?")
    for number, payload in enumerate(PAYLOADS):
        records.append(f"hostile-{number}", answers[number % 2])
        records.rename(f"hostile-{number}", payload)

    names = set()
    for half in ("where", "when"):
        page.goto(f"/conversations?search={half}+adopted")
        expect(page.locator(".kept")).to_have_count(len(PAYLOADS) // 2)
        assert_tame(page)
        names |= set(page.locator(".kept > a").all_text_contents())
    assert names == set(PAYLOADS)
    page.goto(f"/conversations?search={quote(PAYLOADS[1])}")
    expect(page.get_by_role("searchbox")).to_have_value(PAYLOADS[1])
    assert_tame(page)
    saved = [f"/conversations/hostile-{number}.html" for number in range(len(PAYLOADS))]
    assert_tame_at(page, saved, but="head > meta[http-equiv]")


def test_hostile_comments_are_taken_as_text(page: Page, tmp_path: Path) -> None:
    ask(page)
    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_label("What should we know about it?").fill(PAYLOADS[0])
    page.keyboard.press("Enter")
    expect(page.locator(".comment")).to_have_count(0)
    assert_tame(page)

    statuses = page.evaluate(
        """(comments) => Promise.all(comments.map((comment) => fetch("/feedback", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ answer_id: "a1", helpful: false, comment }),
        }).then((response) => response.status)))""",
        PAYLOADS,
    )

    assert set(statuses) == {201}
    with sqlite3.connect(tmp_path / "user.sqlite") as connection:
        kept = {row[0] for row in connection.execute("SELECT comment FROM feedback")}
    connection.close()
    assert kept == {"", *PAYLOADS}


def test_hostile_names_of_files_that_somebody_adds_are_only_ever_text(page: Page) -> None:
    page.goto("/library")
    payload = "<img src=x onerror=alert(1)>"
    files: list[Any] = [
        {"name": f"{payload}.{kind}", "mimeType": "text/plain", "buffer": b"A ship.\n"}
        for kind in ("txt", "exe")
    ]
    page.get_by_label("Add documents").set_input_files(files)
    page.get_by_role("button", name="Add", exact=True).click()

    expect(page.get_by_role("status")).to_contain_text(f"{payload}.exe")
    expect(page.get_by_role("row").filter(has_text=payload)).to_have_count(1)
    assert_tame(page)
