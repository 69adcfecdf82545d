"""Take the screenshots in docs/screenshots anew: ``python -m tests.browser.screenshots``.

They show the shipped corpus. Look at them before they are committed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import expect

from tests.browser.serving import CORPUS, chromium, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES = Path(__file__).parents[2] / "docs" / "screenshots"


def main() -> None:
    """Serve the corpus, take the pictures, stop."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served(CORPUS) as address, chromium() as browser:
        chat(browser, address)
        refusal(browser, address)
        phone(browser, address)
        picture(opened(browser, f"{address}/conversations"), "history")
        picture(opened(browser, f"{address}/library", scheme="dark"), "library")
        reading(browser, address)


def chat(browser: Browser, address: str) -> None:
    """The empty page, then an answer beside its source."""
    page = opened(browser, address)
    picture(page, "start")
    converse(page, "When were the Bogor Goals adopted?", "And where?")
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


def phone(browser: Browser, address: str) -> None:
    """A conversation on a phone, in the dark."""
    page = opened(browser, address, width=390, height=800, scheme="dark")
    converse(page, "Who leads the US delegation?", "How many members does APEC have?")
    picture(page, "phone")


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
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
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
