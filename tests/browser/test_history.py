"""Find, rename, delete and go on with what was asked before; with scripts and without."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

QUESTION = "What are the Bogor Goals?"


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 1280), (True, 320)])
def test_a_conversation_is_found_renamed_deleted_brought_back_and_gone_on_with(
    opened: Callable[..., AbstractContextManager[Page]], javascript: bool, width: int
) -> None:
    with opened(javascript=javascript, width=width) as page:
        page.locator("#question").fill(QUESTION)
        page.get_by_role("button", name="Ask").click()
        expect(page.locator(".quotation").first).to_be_visible()

        page.get_by_role("link", name="History").click()
        page.get_by_role("searchbox").fill("investment goals")
        page.get_by_role("button", name="Find").click()
        page.get_by_text("Rename", exact=True).click()
        page.get_by_role("textbox", name="New name").fill("For the meeting")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status")).to_have_text("Renamed.")

        page.get_by_role("button", name="Delete For the meeting").click()
        expect(page.get_by_role("link", name="For the meeting")).to_have_count(0)
        page.get_by_role("button", name="Undo").click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("link", name="For the meeting").click()

        page.locator("#question").fill("When were they adopted?")
        page.get_by_role("button", name="Ask").click()
        expect(page.locator(".turn").last).to_contain_text(re.compile("Understood as.*Bogor Goals"))
