"""Read a document: look for something in it, and go through a long one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from index.library import Library


@pytest.fixture
def book(corpus: Path, library: Library) -> None:
    """A document of 400,000 characters, with a mate in every chapter."""
    chapters = [
        f"## Chapter {n}\n\n" + f"{'The sea is wide. ' * 120}\n\n" * 2 + f"M{n} is mate.\n"
        for n in range(100)
    ]
    (corpus / "book.md").write_text("# The book\n\n" + "\n".join(chapters))
    library.update()


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("width", [1280, 390])
def test_a_long_document_opens_at_the_quotation_and_goes_on_by_itself(
    opened: Callable[..., AbstractContextManager[Page]], width: int
) -> None:
    with opened(width=width) as page:
        page.locator("#question").fill("Who is mate M50?")
        page.keyboard.press("Enter")
        page.locator("a.cite").first.click()
        source = page.locator("#source")
        expect(source.locator("#highlight")).to_contain_text("M50")
        expect(source.locator("#highlight")).to_be_in_viewport()

        end = source.locator(".onward").last
        before = source.get_by_role("heading").count()
        for _ in range(100):  # what stands above it grows as it is shown, and moves it away
            end.scroll_into_view_if_needed()
            if source.get_by_role("heading").count() > before:
                break
            page.wait_for_timeout(100)

        expect(source.get_by_role("heading").nth(before)).to_be_attached()
        source.get_by_role("link", name="Earlier in this document").click()
        expect(source.get_by_role("heading", name="Chapter 45")).to_be_attached()
        expect(source.locator("#highlight")).to_have_count(1)


@pytest.mark.usefixtures("book")
def test_without_scripts_the_parts_are_links(scriptless: Page) -> None:
    scriptless.goto("/library")
    scriptless.get_by_role("link", name="The book").click()
    expect(scriptless.get_by_text("Part 1 of")).to_be_visible()

    scriptless.get_by_role("link", name="Further in this document").click()

    expect(scriptless.get_by_text("Part 2 of")).to_be_visible()


def test_a_source_that_was_edited_meanwhile_is_shown_against_what_was_quoted(
    page: Page, corpus: Path, library: Library
) -> None:
    page.locator("#question").fill("When were the Bogor Goals adopted?")
    page.keyboard.press("Enter")
    expect(page.locator("blockquote").first).to_contain_text("1994")
    text = (corpus / "goals.md").read_text(encoding="utf-8")
    (corpus / "goals.md").write_text(text.replace("in 1994", "in 1995"), encoding="utf-8")
    library.update()

    page.locator("a.cite").first.click()

    source = page.locator("#source")
    expect(source.get_by_role("deletion")).to_have_text("1994.")
    expect(source.get_by_role("insertion")).to_have_text("1995.")
    expect(source.locator("#highlight")).to_contain_text("1995")
    expect(source.locator("#highlight")).to_be_in_viewport()


def test_something_is_looked_for_in_a_document(page: Page) -> None:
    page.goto("/library")
    page.get_by_role("link", name="The Bogor Goals").click()

    page.get_by_label("Find in this document").fill("goals")
    page.keyboard.press("Enter")

    expect(page.get_by_role("navigation", name="Found").get_by_role("link")).to_have_count(3)
    page.get_by_role("navigation", name="Found").get_by_role("link").last.click()
    expect(page.locator("#highlight")).to_be_in_viewport()
    expect(page.locator(".document .found")).to_have_count(2)
