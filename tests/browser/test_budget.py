"""What the page costs its reader; ``python -m tests.browser.budget`` prints the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.budget import first_load

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LARGEST_FIRST_LOAD = 60_000  # bytes, headers and all


def test_a_first_visit_is_small_and_asks_nobody_else(browser: Browser, address: str) -> None:
    context = browser.new_context()
    load = first_load(context.new_page(), address)
    context.close()

    assert load.sent <= LARGEST_FIRST_LOAD / 2  # what is promised, and clear room
    assert load.uncompressed <= 1.05 * LARGEST_FIRST_LOAD  # with headers; without, test_pages
    assert load.elsewhere == ()
