"""Add, remove and reindex documents on the page, then ask about them."""

from __future__ import annotations

import re
from threading import Event
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from index.library import Library

SHIP = b"The Ark\n\nThe Ark Royal was launched in 1937 at Birkenhead.\n"


def ask(page: Page, question: str) -> None:
    page.goto("/")
    page.locator("#question").fill(question)
    page.get_by_role("button", name="Ask").click()


def drop(page: Page) -> None:
    files = page.evaluate_handle(
        """(text) => {
            const files = new DataTransfer();
            files.items.add(new File([text], "ark.txt", { type: "text/plain" }));
            return files;
        }""",
        SHIP.decode(),
    )
    page.dispatch_event("body", "drop", {"dataTransfer": files})


def test_an_added_document_can_be_asked_about(page: Page) -> None:
    page.goto("/library")
    page.get_by_label("Add documents").set_input_files(
        {"name": "ark.txt", "mimeType": "text/plain", "buffer": SHIP}
    )
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Added ark.txt")
    expect(page.get_by_role("row").filter(has_text="ark.txt")).to_contain_text("The Ark")

    page.get_by_role("link", name="Ask about it").click()
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("When was the Ark Royal launched?")
    page.keyboard.press("Enter")

    expect(page.locator("blockquote").first).to_contain_text("1937")


def test_a_file_put_into_the_folder_is_found_by_reindexing(page: Page, corpus: Path) -> None:
    page.goto("/library")
    (corpus / "ark.txt").write_bytes(SHIP)

    page.get_by_role("button", name="Reindex").click()

    expect(page.get_by_role("status")).to_contain_text("Done: 1 added.")
    expect(page.get_by_role("link", name="The Ark")).to_be_visible()
    ask(page, "When was the Ark Royal launched?")
    expect(page.locator("blockquote").first).to_contain_text("1937")


def test_a_reindex_shows_how_far_it_is(page: Page) -> None:
    far = {"state": "running", "done": 3, "total": 12, "current_file": "minutes.pdf"}
    state = far | {"files_per_second": 4.5, "seconds_left": 2}
    page.route("**/reindex", lambda route: route.fulfill(json=state))
    page.goto("/library")

    page.get_by_role("button", name="Reindex").click()

    expect(page.get_by_role("status")).to_contain_text("Reading minutes.pdf, 4 of 12")
    expect(page.get_by_role("status")).to_contain_text("4.5 files a second, 2 s left")
    expect(page.get_by_role("progressbar")).to_have_js_property("value", 0.25)
    done = dict.fromkeys(("added", "updated", "removed"), ()) | {"failed": {"a.pdf": "no text"}}
    state |= {"state": "done", "summary": done}
    expect(page.get_by_role("status")).to_have_text("Done: nothing had changed. a.pdf: no text.")
    expect(page.get_by_role("progressbar")).to_be_hidden()


def test_every_page_tells_what_others_have_added(
    page: Page, corpus: Path, library: Library
) -> None:
    page.goto("/library")
    expect(page.locator(".catalogue tbody tr")).to_have_count(2)
    page.wait_for_load_state("networkidle")  # it knows what is there
    for number in range(3):
        (corpus / f"ark{number}.txt").write_bytes(SHIP)
    library.update()

    expect(page.get_by_role("status")).to_have_text("3 documents added")
    expect(page.get_by_role("link", name="The Ark")).to_have_count(3)

    page.goto("/")
    page.wait_for_load_state("networkidle")
    (corpus / "ark1.txt").unlink()
    library.update()
    expect(page.locator("#news")).to_have_text("· 1 document removed")


def test_files_dropped_on_the_page_are_added(page: Page) -> None:
    page.goto("/library")

    drop(page)

    expect(page.get_by_role("status")).to_contain_text("Added ark.txt")


def test_an_upload_shows_how_far_it_is(
    page: Page, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived, checked, add = Event(), Event(), library.add

    def add_later(name: str, content: bytes) -> str:
        arrived.set()
        checked.wait(timeout=30)
        return add(name, content)

    monkeypatch.setattr(library, "add", add_later)
    page.goto("/library")
    drop(page)
    assert arrived.wait(timeout=30)
    expect(page.get_by_role("progressbar")).to_have_js_property("value", 1)
    expect(page.get_by_role("status")).to_have_text("Adding a document…")
    checked.set()

    expect(page.get_by_role("status")).to_contain_text("Added ark.txt")
    expect(page.get_by_role("progressbar")).to_be_hidden()


def test_a_server_that_only_answers_says_so_to_who_drops_a_file(
    page: Page, library: Library, corpus: Path
) -> None:
    library.read_only = True
    page.goto("/library")
    drop(page)

    expect(page.get_by_role("status")).to_contain_text("This server only answers.")
    expect(page.get_by_role("button", name=re.compile("Add|Reindex|Remove"))).to_have_count(0)
    assert not (corpus / "ark.txt").exists()


def test_a_file_of_another_kind_is_refused_with_the_reason(page: Page) -> None:
    page.goto("/library")
    page.get_by_label("Add documents").set_input_files(
        {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    )
    page.get_by_role("button", name="Add", exact=True).click()

    expect(page.get_by_role("status")).to_contain_text("photo.png")
    expect(page.get_by_role("row").filter(has_text="photo.png")).to_have_count(0)


def test_a_removed_document_comes_back_by_undo(page: Page, corpus: Path) -> None:
    page.goto("/library")
    page.get_by_role("button", name="Remove Travel policy").click()
    expect(page.get_by_role("row").filter(has_text="travel.txt")).to_be_hidden()

    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("row").filter(has_text="travel.txt")).to_be_visible()
    assert (corpus / "travel.txt").exists()


def test_a_removed_document_is_gone_once_the_page_is_left(page: Page, corpus: Path) -> None:
    page.goto("/library")
    page.get_by_role("button", name="Remove Travel policy").click()
    with page.expect_response(lambda reply: reply.request.method == "DELETE"):
        page.get_by_role("button", name="Remove The Bogor Goals").click()

    expect(page.get_by_text(re.compile("^1 document"))).to_be_visible()
    assert not (corpus / "travel.txt").exists()
    assert (corpus / "goals.md").exists()


def test_the_table_is_searched_and_sorted(page: Page) -> None:
    page.goto("/library")
    titles = page.locator(".catalogue tbody th:visible")
    expect(titles).to_have_text(["The Bogor Goals", "Travel policy"])

    page.get_by_role("button", name="Title").click()
    page.get_by_role("button", name="Title").click()
    expect(titles).to_have_text(["Travel policy", "The Bogor Goals"])

    sizes = page.locator(".catalogue tbody .size")
    page.get_by_role("button", name="Size").click()
    smallest, largest = (int(str(cell.get_attribute("data-value"))) for cell in sizes.all())
    assert smallest < largest

    page.get_by_label("Find a document").fill("GOALS")
    expect(titles).to_have_text(["The Bogor Goals"])
