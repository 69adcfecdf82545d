"""Take the screenshots in docs/screenshots anew: ``python -m tests.browser.screenshots``.

They show the shipped corpus. Look at them before they are committed.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import expect, sync_playwright
from werkzeug.serving import make_server

from bot.engine import Bot
from bot.records import Records
from index.library import Library
from web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "screenshots"


def main() -> None:
    """Serve the corpus, take the pictures, stop."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library(ROOT / "corpus", Path(folder) / "index")
        library.update()
        records = Records(Path(folder) / "records.sqlite")
        app = create_app(Bot(library, conversations=records), library, records)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        Thread(target=server.serve_forever).start()
        try:
            take_all(f"http://127.0.0.1:{server.server_port}")
        finally:
            server.shutdown()


def take_all(address: str) -> None:
    """Take every picture of the application at `address`."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        desktop = opened(browser, address, width=1280, height=860, scheme="light")
        picture(desktop, "start")
        converse(desktop)
        desktop.locator(".turn").first.locator("a.cite").first.click()
        expect(desktop.locator("#source #highlight")).to_be_visible()
        desktop.locator(".turn").first.scroll_into_view_if_needed()
        picture(desktop, "source")
        phone = opened(browser, address, width=390, height=800, scheme="dark")
        converse(phone)
        picture(phone, "phone")
        shelves = opened(browser, f"{address}/library", width=1280, height=860, scheme="dark")
        picture(shelves, "library")
        browser.close()


def opened(
    browser: Browser, address: str, *, width: int, height: int, scheme: Literal["light", "dark"]
) -> Page:
    """A page in a window of its own."""
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page.goto(address)
    return page


def converse(page: Page) -> None:
    """Ask a question and a follow-up."""
    for number, question in enumerate(["When were the Bogor Goals adopted?", "And where?"], 1):
        page.locator("#question").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".turn:not([data-status=pending])")).to_have_count(number)


def picture(page: Page, name: str) -> None:
    """Write what the window shows, without a focus ring around the empty box."""
    page.locator("#question").blur() if page.locator("#question").count() else None
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
