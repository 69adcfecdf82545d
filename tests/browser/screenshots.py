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
from tests.folders import write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    Size = tuple[int, int]

PICTURES = Path(__file__).parents[2] / "docs" / "screenshots"
WINDOW, TALL, PHONE, NARROW, SHEET = (1280, 860), (1280, 1000), (360, 740), (320, 658), (794, 560)
LUNCH = "When were the Bogor Goals adopted and who paid for the lunch?"  # who is not said
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
        answer(browser, address, "partial", LUNCH)
        phones(browser, address)
        picture(opened(browser, f"{address}/conversations"), "history")
        picture(opened(browser, f"{address}/library", TALL, scheme="dark"), "library")
        reading(browser, address)
        paper(browser, address)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(write(Path(folder), OTHERS)) as address,
        chromium() as browser,
    ):
        answer(browser, address, "conflict", "What is the Vienna hotel limit?")
        answer(browser, address, "phone-arabic", "متى اعتمدت أهداف بوغور؟", PHONE)


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
    page = refused(browser, address, TALL)
    page.locator(".why summary").click()
    expect(page.locator(".reasons")).to_be_visible()
    page.locator(".turn").evaluate("(turn) => turn.scrollIntoView()")
    picture(page, "refusal")


def answer(browser: Browser, address: str, name: str, question: str, size: Size = WINDOW) -> None:
    """A question and its answer."""
    page = opened(browser, address, size)
    converse(page, question)
    picture(page, name)


def phones(browser: Browser, address: str) -> None:
    """A conversation, a source and the library on phones, in the dark and in the light."""
    dark = opened(browser, address, PHONE, scheme="dark")
    converse(dark, "Who leads the US delegation?", "How many members does APEC have?")
    picture(dark, "phone")
    dark.locator("a.cite:visible").last.tap()
    expect(dark.locator("#source #highlight")).to_be_visible()
    picture(dark, "phone-source")
    picture(opened(browser, f"{address}/library", PHONE), "phone-library")
    narrow = refused(browser, address, NARROW)
    narrow.locator(".turn").evaluate("(turn) => turn.scrollIntoView()")
    picture(narrow, "phone-narrow")


def paper(browser: Browser, address: str) -> None:
    """A conversation as it is printed."""
    page = opened(browser, address, SHEET)
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
    size: Size = WINDOW,
    *,
    scheme: Literal["light", "dark"] = "light",
) -> Page:
    """A page in a window of its own, of a width and height in pixels."""
    width, height = size
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


def refused(browser: Browser, address: str, size: Size) -> Page:
    """A page with a question that no document answers, and better ones."""
    page = opened(browser, address, size)
    converse(page, "How many penguins did APEC count?")
    expect(page.locator(".better a").first).to_be_visible()
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
