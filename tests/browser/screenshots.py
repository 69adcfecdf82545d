"""Take the screenshots in docs/screenshots anew: ``python -m tests.browser.screenshots``.

They show the shipped corpus, and a folder whose documents disagree or are written from right to
left. Look at them before they are committed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import expect

from tests.browser.serving import CORPUS, chromium, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES = Path(__file__).parents[2] / "docs" / "screenshots"
OTHERS = {
    "hotels-2019.md": "---\ntitle: Hotels, 2019\ndate: 2019-03-01\n---\n\n# Limits\n\n"
    "The Vienna hotel limit is 120 euros a night.\n",
    "hotels-2024.md": "---\ntitle: Hotels, 2024\ndate: 2024-06-01\n---\n\n# Limits\n\n"
    "The Vienna hotel limit is 145 euros a night.\n",
    "arabic.txt": "أهداف بوغور\n\nاعتمدت أهداف بوغور في عام 1994 في مدينة بوغور الإندونيسية. "
    "وهي تدعو إلى تجارة حرة ومفتوحة في آسيا والمحيط الهادئ.\n",
}


def main() -> None:
    """Serve the corpus, take the pictures, stop."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served(CORPUS) as address, chromium() as browser:
        chat(browser, address)
        refusal(browser, address)
        partial(browser, address)
        phones(browser, address)
        picture(opened(browser, f"{address}/conversations"), "history")
        picture(opened(browser, f"{address}/library", height=1000, scheme="dark"), "library")
        reading(browser, address)
        paper(browser, address)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for name, text in OTHERS.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        with served(Path(folder)) as address:
            conflict(browser, address)
            right_to_left(browser, address)


def chat(browser: Browser, address: str) -> None:
    """The empty page, a citation previewed, then an answer beside its source."""
    page = opened(browser, address)
    picture(page, "start")
    converse(page, "When were the Bogor Goals adopted?", "And where?")
    page.locator(".turn").first.locator("a.cite").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    picture(page, "preview")
    page.locator(".turn").first.locator("a.cite").first.click()
    expect(page.locator("#source #highlight")).to_be_visible()
    page.locator(".turn").first.scroll_into_view_if_needed()
    picture(page, "source")


def refusal(browser: Browser, address: str) -> None:
    """A question that no document answers, and why."""
    page = opened(browser, address, height=1000)
    converse(page, "How many penguins did APEC count?")
    expect(page.locator(".better a").first).to_be_visible()
    page.locator(".why summary").click()
    expect(page.locator(".reasons")).to_be_visible()
    page.locator(".turn").evaluate("(turn) => turn.scrollIntoView()")
    picture(page, "refusal")


def partial(browser: Browser, address: str) -> None:
    """Two questions in one, of which the documents answer the first."""
    page = opened(browser, address)
    converse(page, "When were the Bogor Goals adopted and who paid for the lunch?")
    picture(page, "partial")


def phones(browser: Browser, address: str) -> None:
    """A conversation, a source and the library on phones, in the dark and in the light."""
    dark = opened(browser, address, width=360, height=740, scheme="dark")
    converse(dark, "Who leads the US delegation?", "How many members does APEC have?")
    picture(dark, "phone")
    dark.locator("a.cite:visible").last.tap()
    expect(dark.locator("#source #highlight")).to_be_visible()
    picture(dark, "phone-source")
    picture(opened(browser, f"{address}/library", width=360, height=740), "phone-library")
    narrow = opened(browser, address, width=320, height=658)
    converse(narrow, "How many penguins did APEC count?")
    expect(narrow.locator(".better a").first).to_be_visible()
    narrow.locator(".turn").evaluate("(turn) => turn.scrollIntoView()")
    picture(narrow, "phone-narrow")


def conflict(browser: Browser, address: str) -> None:
    """Two documents that disagree."""
    page = opened(browser, address)
    converse(page, "What is the Vienna hotel limit?")
    picture(page, "conflict")


def right_to_left(browser: Browser, address: str) -> None:
    """Text from right to left, beside the page's own from left to right."""
    page = opened(browser, address, width=360, height=740)
    converse(page, "متى اعتمدت أهداف بوغور؟")
    picture(page, "phone-arabic")


def paper(browser: Browser, address: str) -> None:
    """A conversation as it is printed."""
    page = opened(browser, address, width=794, height=560)
    converse(page, "When were the Bogor Goals adopted?", "How many members does APEC have?")
    page.locator(".further summary").last.click()
    page.emulate_media(media="print")
    page.evaluate("scrollTo(0, 0)")
    picture(page, "paper")


def reading(browser: Browser, address: str) -> None:
    """A document with what was looked for in it, and what answers quoted of it."""
    page = opened(browser, f"{address}/library")
    page.get_by_role("link", name="The Bogor Goals").click()
    page.locator("#find").fill("goals")
    page.keyboard.press("Enter")
    expect(page.locator("#highlight")).to_be_visible()
    page.locator("details.places").evaluate("(details) => { details.open = true; }")
    page.evaluate("scrollTo(0, 0)")
    picture(page, "reading")


def opened(
    browser: Browser,
    address: str,
    *,
    width: int = 1280,
    height: int = 860,
    scheme: Literal["light", "dark"] = "light",
) -> Page:
    """A page in a window of its own."""
    is_phone = width < 500
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
        has_touch=is_phone,
        is_mobile=is_phone,
        device_scale_factor=2 if is_phone else 1,
    )
    page.goto(address)
    return page


def converse(page: Page, *questions: str) -> None:
    """Ask one question after the other."""
    for number, question in enumerate(questions, 1):
        page.locator("#question").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".turn:not([data-status=pending])")).to_have_count(number)


def picture(page: Page, name: str) -> None:
    """Write what the window shows, without a focus ring around the empty box."""
    page.locator("#question").blur() if page.locator("#question").count() else None
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
