"""A headless Chromium, and the application served to it over loopback."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.serving import answering
from tests.lacking import lacking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from flask import Flask
    from playwright.sync_api import Browser, Dialog, Page

    Opened = Callable[..., AbstractContextManager[Page]]

expect.set_options(timeout=20_000)  # milliseconds: a busy machine is late, not wrong

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it the tests are skipped, except in CI, where they fail."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        lacking("no Chromium: install it to try the page (apt install chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the application answers."""
    with answering(app) as address:
        yield address


@pytest.fixture
def opened(browser: Browser, address: str) -> Opened:
    """Opens the chat page in a fresh profile; what the browser complains of fails the test."""
    return partial(_opened, browser, address)


@pytest.fixture
def page(opened: Opened) -> Iterator[Page]:
    """The chat page on a desktop."""
    with opened() as page:
        yield page


@pytest.fixture
def phone(opened: Opened) -> Iterator[Page]:
    """The chat page on a narrow phone."""
    with opened(width=320) as page:
        yield page


@pytest.fixture
def scriptless(opened: Opened) -> Iterator[Page]:
    """The chat page where JavaScript is off."""
    with opened(javascript=False) as page:
        yield page


@contextmanager
def _opened(
    browser: Browser,
    address: str,
    *,
    width: int = 1280,
    scheme: Literal["light", "dark"] = "light",
    javascript: bool = True,
) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 800},
        has_touch=width < 500,
        color_scheme=scheme,
        reduced_motion="reduce",  # what fades in has less contrast for a moment
        java_script_enabled=javascript,
        permissions=["clipboard-read", "clipboard-write"],
    )
    complaints: list[str] = []

    def refuse(dialog: Dialog) -> None:
        complaints.append(f"a script opened a dialog: {dialog.message}")
        dialog.dismiss()

    page = context.new_page()
    page.on("dialog", refuse)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if _bad(said.text) else None)
    page.on("request", lambda sent: complaints.append(sent.url) if _is_away(sent.url) else None)
    page.goto("/")
    yield page
    context.close()
    assert complaints == []


def _is_away(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:", "file:"))


def _bad(text: str) -> bool:
    return "Content Security Policy" in text or "Refused" in text
