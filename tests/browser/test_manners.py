"""Phones, keyboards, screen readers, no JavaScript, paper."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from flask import Flask

    from index.library import Library

QUESTION = "Where were the Bogor Goals adopted?"


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


def test_escape_leads_from_the_question_to_its_answer_and_a_slash_back(page: Page) -> None:
    ask(page)
    page.locator("#question").focus()

    page.keyboard.press("Escape")
    expect(page.locator("a.cite").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#highlight")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("How many penguins did the Bogor Goals count?")
    page.keyboard.press("Enter")
    expect(page.locator(".better a").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".turn").last.locator("a").first).to_be_focused()


def test_the_question_keeps_the_focus_however_soon_it_is_asked_for_after_a_source(
    page: Page,
) -> None:
    ask(page)
    page.locator("a.cite").first.click()
    expect(page.locator("#highlight")).to_be_focused()

    page.evaluate(
        """() => {
          for (const key of ["Escape", "/"]) {
            const pressed = new KeyboardEvent("keydown", { key, bubbles: true });
            document.activeElement.dispatchEvent(pressed);
          }
          return new Promise((done) => setTimeout(done, 50)); // the dialog says that it closed
        }"""
    )

    expect(page.locator("#source")).to_be_hidden()
    expect(page.locator("#question")).to_be_focused()


def test_a_phone_puts_its_keyboard_away_to_show_the_answer(phone: Page) -> None:
    ask(phone)

    expect(phone.locator("#question")).not_to_be_focused()


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_wrong_in_rarer_states(
    opened: Callable[..., AbstractContextManager[Page]],
    library: Library,
    app: Flask,
    *,
    scheme: str,
    width: int,
) -> None:
    answer = app.test_client().get("/ask", query_string={"question": QUESTION}).get_json()
    [first, *_] = answer["citations"]
    disputed = {"citations": [1, 2], "reason": "1994 against 1995"}
    reply = answer | {
        "status": "partial",
        "interpreted_as": "Where and when were they adopted?",
        "citations": [first, first | {"id": 2}, first | {"id": 3}, first | {"id": 4}],
        "conflicts": [disputed],
        "missing_terms": ["penguins", "بطاريق"],
        "unanswered": ["And why?"],
    }
    with opened(width=width, scheme=scheme) as page:
        page.route("**/ask", lambda route: route.fulfill(json=reply))
        ask(page)
        page.get_by_text("Closest passages").click()
        page.locator("a.cite").first.focus()
        assert_accessible(page)
        page.unroute("**/ask")
        page.route("**/ask", lambda route: route.abort())
        ask(page)
        expect(page.get_by_role("button", name="Try again")).to_be_visible()
        assert_accessible(page)
        page.locator("#keys").evaluate("(keys) => keys.showModal()")
        assert_accessible(page)
        page.unroute("**/ask")
        page.goto(f"/?question={quote(QUESTION)}")
        page.goto("/conversations")
        page.get_by_text("Rename", exact=True).click()
        assert_accessible(page)
        (library.corpus / "broken.pdf").write_bytes(b"no PDF")
        (library.corpus / "dated.md").write_text(
            "---\ndate: 2019-03-01\n---\n\n# A day\n\nIt rained.\n"
        )
        library.update()
        library.trouble = "The folder is not there."
        page.goto(f"/library?remove={library.documents()[-1].id}")
        page.get_by_text("As a table").first.click()
        assert_accessible(page)
        library.read_only = True
        page.goto("/library")
        assert_accessible(page)


def test_nothing_fades_or_slides_for_who_wants_that_less(page: Page) -> None:
    ask(page)
    page.locator("a.cite").first.click()
    expect(page.locator("#source #highlight")).to_be_visible()

    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll("*")].flatMap((one) => {
            const style = getComputedStyle(one);
            return [style.animationDuration, style.transitionDuration].map(parseFloat);
        }))"""
    )
    assert longest <= 0.001


def assert_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def test_text_from_right_to_left_is_set_that_way(
    page: Page, corpus: Path, library: Library
) -> None:
    (corpus / "arabic.txt").write_text("أهداف بوغور\n\nاعتمدت أهداف بوغور في عام 1994.\n", "utf-8")
    library.update()
    ask(page, "أهداف بوغور")

    words = page.locator("blockquote").first
    assert words.evaluate("(words) => getComputedStyle(words).direction") == "rtl"
