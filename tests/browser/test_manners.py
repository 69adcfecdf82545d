"""Phones, keyboards, screen readers, no JavaScript, hostile text."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

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
    "<style>@import 'javascript:alert(1)'</style>",
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


def ask(page: Page, question: str = QUESTION) -> None:
    page.locator("#question").fill(question)
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".turn:not([data-status=pending])").last).to_be_visible()


def fits(page: Page) -> bool:
    return bool(page.locator("html").evaluate("(page) => page.scrollWidth <= page.clientWidth"))


def test_everything_fits_a_narrow_phone(phone: Page) -> None:
    assert fits(phone)
    ask(phone)
    assert fits(phone)
    link = phone.locator(".quotation a").first
    link.tap()
    expect(phone.locator("#source #highlight")).to_be_in_viewport()
    assert fits(phone)
    address = str(link.get_attribute("href"))
    for each in (
        address,
        f"{address}&find=goals",
        "/library",
        "/conversations",
        "/library/nowhere",
        "/docs",
        "/sign-in",
    ):
        phone.goto(each)
        assert fits(phone), each


@pytest.mark.parametrize("width", [640, 3840])
def test_everything_fits_a_page_at_twice_its_size_and_a_wall_of_a_screen(
    opened: Callable[..., AbstractContextManager[Page]], width: int
) -> None:
    with opened(width=width) as page:
        ask(page)
        link = str(page.locator(".quotation a").first.get_attribute("href"))
        for each in ("/", link, "/library", "/conversations"):
            page.goto(each)
            assert fits(page), each


def test_on_paper_there_are_the_words_and_not_the_controls(page: Page) -> None:
    ask(page)
    page.emulate_media(media="print")

    expect(page.locator("blockquote").first).to_be_visible()
    expect(page.locator(".cite").first).to_be_visible()
    for gone in (".masthead", "#ask", ".copy", ".helpful"):
        expect(page.locator(gone).first).to_be_hidden()
    page.goto(str(page.locator(".quotation a").first.get_attribute("href")))
    expect(page.locator(".margin")).to_be_hidden()
    expect(page.locator("#highlight")).to_be_visible()


def test_on_a_phone_the_source_covers_the_chat_until_closed(phone: Page) -> None:
    ask(phone)
    phone.locator(".quotation a").first.tap()
    source = phone.get_by_role("dialog")
    expect(source.locator("#highlight")).to_be_visible()

    box = source.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 320)
    phone.get_by_role("button", name="Close the source").tap()
    expect(source).to_be_hidden()


def test_without_scripts_one_asks_reads_follows_and_goes_on(scriptless: Page) -> None:
    ask(scriptless, "What are the Bogor Goals?")
    expect(scriptless.locator("blockquote").first).to_contain_text("free and open trade")

    ask(scriptless, "When were they adopted?")
    expect(scriptless.locator(".question")).to_have_count(2)
    quoted = scriptless.locator(".turn").last.locator("blockquote").first.inner_text()
    scriptless.locator(".turn").last.locator(".quotation a").first.click()

    expect(scriptless.locator("#highlight")).to_have_text(quoted)
    expect(scriptless.locator("#highlight")).to_be_in_viewport()


def test_without_scripts_a_document_is_added_and_removed(scriptless: Page) -> None:
    scriptless.goto("/library")
    scriptless.get_by_label("Add documents").set_input_files(
        {"name": "ark.txt", "mimeType": "text/plain", "buffer": b"The Ark\n\nIt is a ship.\n"}
    )
    scriptless.get_by_role("button", name="Add", exact=True).click()
    expect(scriptless.get_by_role("status")).to_contain_text("Added")

    scriptless.get_by_role("button", name="Remove The Ark").click()
    expect(scriptless.get_by_role("link", name="The Ark")).to_be_visible()
    scriptless.get_by_role("button", name="Remove it").click()

    expect(scriptless.get_by_role("status")).to_contain_text("Removed")
    expect(scriptless.get_by_role("link", name="The Ark")).to_have_count(0)


def test_a_keyboard_is_enough_to_read_a_source(page: Page) -> None:
    ask(page)
    page.locator("#question").focus()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.locator("a.cite:focus").count():
            break
    page.keyboard.press("Enter")
    expect(page.locator("#highlight")).to_be_focused()

    page.keyboard.press("Escape")

    expect(page.locator("a.cite:focus")).to_have_count(1)


def test_the_shortcuts_are_listed(page: Page) -> None:
    page.locator("h1").click()
    page.keyboard.press("?")

    expect(page.get_by_role("dialog", name="Shortcuts")).to_contain_text("go to the question")


def test_slash_goes_to_the_search_of_every_other_page(page: Page) -> None:
    for address, label in (("/library", "Find a document"), ("/conversations", "Find a conv")):
        page.goto(address)
        page.keyboard.press("/")
        expect(page.get_by_label(label)).to_be_focused()


def test_one_live_region_tells_what_was_found(page: Page) -> None:
    ask(page)

    expect(page.get_by_role("status")).to_contain_text("From: The Bogor Goals")
    expect(page.locator("[aria-live]")).to_have_count(1)


def test_nothing_on_the_page_moves_by_itself(page: Page) -> None:
    ask(page)
    page.locator("a.cite").first.click()
    expect(page.locator("#source #highlight")).to_be_visible()
    page.goto(f"/?question={quote(QUESTION)}")

    shifts = page.evaluate(
        """() => new Promise((resolve) => {
            new PerformanceObserver((list) => resolve(list.getEntries().map((one) => one.value)))
                .observe({ type: "layout-shift", buffered: true });
            setTimeout(() => resolve([]), 300);
        })"""
    )
    assert shifts == []


def test_light_and_dark_follow_the_button_and_are_remembered(page: Page) -> None:
    def darkness() -> str:
        return str(
            page.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor")
        )

    before = darkness()
    page.get_by_role("button", name="Switch between light and dark").click()
    assert darkness() != before
    page.goto("/library")
    assert darkness() != before


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_wrong_in_any_view(
    opened: Callable[..., AbstractContextManager[Page]], scheme: str, width: int
) -> None:
    with opened(width=width, scheme=scheme) as page:
        assert_accessible(page)
        ask(page)
        assert_accessible(page)
        ask(page, "How many penguins were counted?")
        assert_accessible(page)
        page.get_by_text("Why no answer").click()
        expect(page.locator(".reasons")).to_be_visible()
        assert_accessible(page)
        page.locator(".turn").first.get_by_role("button", name="No", exact=True).click()
        expect(page.locator(".comment")).to_be_visible()
        assert_accessible(page)
        link = page.locator(".quotation a").first
        target = str(link.get_attribute("href"))
        link.click()
        expect(page.locator("#source #highlight")).to_be_visible()
        assert_accessible(page)
        searched = f"{target.partition('?')[0]}?find=goals"
        others = ("/library", "/conversations", "/library/nowhere", "/docs", "/sign-in")
        for each in (target, searched, *others):
            page.goto(each)
            assert_accessible(page)


def assert_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def test_hostile_text_in_documents_is_only_ever_text(
    page: Page, corpus: Path, library: Library
) -> None:
    paragraphs = [f"Vessel number {n} is {payload}." for n, payload in enumerate(PAYLOADS)]
    items = [f"- {payload}" for payload in PAYLOADS]
    text = "\n\n".join([f"{PAYLOADS[0]} fleet", *paragraphs, *PAYLOADS]) + "\n\n" + "\n".join(items)
    (corpus / "<img src=x onerror=alert(1)>.txt").write_text(text, encoding="utf-8")
    (corpus / "fleet.md").write_text(f"---\ntitle: {PAYLOADS[9]}\n---\n\n{text}", encoding="utf-8")
    library.update()

    ask(page, "Which is vessel number 7?")
    expect(page.locator("blockquote").first).to_contain_text("Vessel number")
    page.locator("a.cite").first.click()
    expect(page.locator("#source #highlight")).to_be_visible()
    assert_tame(page)
    for row in library.documents():
        page.goto(f"/library/{row.id}?start=0&end=500")
        assert_tame(page)
    page.goto("/library")
    assert_tame(page)


def test_a_hostile_question_is_only_ever_text(page: Page) -> None:
    for question in PAYLOADS[:: len(WRAPPERS) * 3]:
        ask(page, question)
        expect(page.locator(".question").last).to_have_text(question)
    assert_tame(page)
    page.reload()
    assert_tame(page)


def test_hostile_questions_are_only_ever_text_in_a_kept_conversation(
    page: Page, bot: Bot, tmp_path: Path
) -> None:
    for question in PAYLOADS:
        bot.ask(f"{question} Bogor Goals?", conversation_id="hostile")

    page.goto("/?conversation_id=hostile")
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
    for number, payload in enumerate(PAYLOADS):
        bot.ask("What are the Bogor Goals?", conversation_id=f"hostile-{number}")
        records.rename(f"hostile-{number}", payload)

    for half in ("", "?search=alert", f"?search={quote(PAYLOADS[1])}"):
        page.goto(f"/conversations{half}")
        expect(page.locator(".kept").first).to_be_visible()
        assert_tame(page)
    names = page.evaluate("() => [...document.querySelectorAll('.kept a')].map((a) => a.text)")
    assert set(names) <= set(PAYLOADS)


def test_hostile_searches_inside_a_document_are_only_ever_text(
    page: Page, corpus: Path, library: Library
) -> None:
    (corpus / "fleet.txt").write_text("The fleet\n\n" + "\n\n".join(PAYLOADS), "utf-8")
    library.update()
    [fleet] = [row.id for row in library.documents() if row.source == "fleet.txt"]

    for payload in PAYLOADS[:: len(WRAPPERS)]:
        page.goto(f"/library/{fleet}?find={quote(payload)}")
        expect(page.locator("#highlight").first).to_have_text(payload)
        assert_tame(page)


def test_hostile_comments_are_taken_as_text(page: Page, tmp_path: Path) -> None:
    statuses = page.evaluate(
        """(comments) => Promise.all(comments.map((comment) => fetch("/feedback", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ answer_id: "a1", helpful: false, comment }),
        }).then((response) => response.status)))""",
        PAYLOADS[:: len(WRAPPERS)],
    )

    assert set(statuses) == {201}
    with sqlite3.connect(tmp_path / "user.sqlite") as connection:
        kept = {row[0] for row in connection.execute("SELECT comment FROM feedback")}
    connection.close()
    assert kept == set(PAYLOADS[:: len(WRAPPERS)])


def assert_tame(page: Page, *, but: str = "none") -> None:
    """No element that a document or a question could have brought in, `but` for our own."""
    brought = (
        "img, iframe, object, embed, video, audio, math, marquee, style, base, "
        "svg:not(.chart, .reasons svg), "
        "meta[http-equiv], [href^=javascript], [action^=javascript], [style], "
        "main script, #source script"
    )
    found = page.evaluate(
        """([brought, but]) => [...document.querySelectorAll(brought)]
            .filter((one) => !one.matches(but)).map((one) => one.outerHTML)""",
        [brought, but],
    )
    assert found == []


def test_text_from_right_to_left_is_set_that_way(
    page: Page, corpus: Path, library: Library
) -> None:
    (corpus / "arabic.txt").write_text("أهداف بوغور\n\nاعتمدت أهداف بوغور في عام 1994.\n", "utf-8")
    library.update()
    ask(page, "أهداف بوغور")

    words = page.locator("blockquote").first
    assert words.evaluate("(words) => getComputedStyle(words).direction") == "rtl"
