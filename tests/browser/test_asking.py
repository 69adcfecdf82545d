"""Ask, read, follow a citation, go on: the chat as somebody uses it."""

from __future__ import annotations

import json
import re
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, Route, expect

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from index.library import Library

QUESTION = "Where were the Bogor Goals adopted?"
RECEIPTS = "When are receipts due?"  # one sentence of a passage of three answers it


@pytest.fixture
def records_file(tmp_path: Path) -> Path:
    return tmp_path / "user.sqlite"


CLIPBOARD = """async () => {
    for (let left = 100; left > 0; left--) {
        const text = await navigator.clipboard.readText();
        if (text) return text;
        await new Promise((soon) => setTimeout(soon, 50));
    }
}"""  # what is in it, once there is something


def ask(page: Page, question: str) -> None:
    page.get_by_role("textbox", name=re.compile("question", re.IGNORECASE)).fill(question)
    page.keyboard.press("Enter")


def answers(page: Page) -> Any:
    return page.locator(".turn:not([data-status=pending])")


def test_a_question_is_answered_and_its_citation_opens_at_the_highlighted_sentence(
    page: Page,
) -> None:
    page.keyboard.type(QUESTION)  # the box has the focus
    page.keyboard.press("Enter")

    quotation = page.locator(".quotation").first
    expect(quotation.locator("mark")).to_have_text(re.compile("Bogor"))
    quoted = quotation.locator("blockquote").inner_text()
    quotation.get_by_role("link").click()
    source = page.get_by_role("dialog")
    expect(source.get_by_role("heading", level=1)).to_have_text("The Bogor Goals")
    expect(source.locator("#highlight")).to_have_text(quoted)
    expect(source.locator("#highlight")).to_be_in_viewport()
    expect(answers(page)).to_be_in_viewport()


def test_a_citation_previews_its_passage_on_hover_and_on_focus(page: Page, app: Flask) -> None:
    page.route("**/ask", lambda route: route.fulfill(json=scripted(app, RECEIPTS)))
    ask(page, RECEIPTS)
    link = page.locator("a.cite").first

    link.hover()
    expect(page.get_by_role("tooltip").locator("mark")).to_have_text(
        page.locator("blockquote").first.inner_text()
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_have_count(0)
    link.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()


def test_the_preview_of_a_long_passage_shows_the_quotation_and_what_stands_around_it(
    page: Page, app: Flask
) -> None:
    reply = scripted(app)
    quoted = reply["citations"][0]
    around = {"start_char_index": quoted["start_char_index"] - 4_000}
    around |= {"end_char_index": quoted["end_char_index"] + 4_000}
    text = "far " * 1_000 + quoted["cited_text"] + " far" * 1_000
    passage = reply["passages"][0] | around | {"text": text}
    page.route("**/ask", lambda route: route.fulfill(json=reply | {"passages": [passage]}))
    ask(page, QUESTION)

    page.locator("a.cite").first.hover()

    preview = page.get_by_role("tooltip")
    expect(preview.locator("mark")).to_be_in_viewport(ratio=1)
    expect(preview).to_have_text(re.compile(r"^… far .* far …$", re.DOTALL))
    assert len(preview.inner_text()) < len(quoted["cited_text"]) + 400


def test_escape_closes_the_source_and_returns_to_the_citation(page: Page) -> None:
    ask(page, QUESTION)
    link = page.locator(".quotation").first.get_by_role("link")
    link.click()
    expect(page.locator("#source #highlight")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator("#source")).to_be_hidden()
    expect(link).to_be_focused()


def test_a_citation_is_also_an_ordinary_link(page: Page) -> None:
    ask(page, QUESTION)
    quotation = page.locator(".quotation").first
    quoted = quotation.locator("blockquote").inner_text()

    page.goto(str(quotation.get_by_role("link").get_attribute("href")))

    expect(page.locator("#highlight")).to_have_text(quoted)
    expect(page.locator("#highlight")).to_be_in_viewport()


def test_a_follow_up_is_understood_from_the_conversation(page: Page) -> None:
    ask(page, "What are the Bogor Goals?")
    expect(answers(page)).to_have_count(1)
    ask(page, "When were they adopted?")

    expect(answers(page)).to_have_count(2)
    expect(answers(page).last).to_contain_text("Understood as")
    expect(answers(page).last.locator("mark").first).to_contain_text("1994")


def test_how_a_follow_up_was_understood_can_be_changed(page: Page) -> None:
    ask(page, "What are the Bogor Goals?")
    expect(answers(page)).to_have_count(1)
    ask(page, "When were they adopted?")

    page.get_by_role("button", name="Change").click()

    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#question")).to_have_value("When were the Bogor Goals adopted?")
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(3)
    expect(answers(page).last.locator(".understood")).to_be_hidden()


@pytest.mark.parametrize(
    ("form", "beginning"),
    [("page", "<!doctype html>"), ("Markdown", f"## {QUESTION}"), ("JSON", '{"conversation_id"')],
)
def test_a_conversation_is_saved(page: Page, tmp_path: Path, form: str, beginning: str) -> None:
    ask(page, QUESTION)
    expect(answers(page)).to_have_count(1)

    with page.expect_download() as saved:
        page.locator("#kept").get_by_role("link", name=form).click()

    saved.value.save_as(tmp_path / "saved")
    text = (tmp_path / "saved").read_text(encoding="utf-8")
    assert text.strip().startswith(beginning)
    assert "Bogor, Indonesia" in text


def test_reloading_shows_the_conversation_again(page: Page) -> None:
    ask(page, QUESTION)
    expect(answers(page)).to_have_count(1)
    before = answers(page).first.inner_text()

    page.reload()

    assert answers(page).first.inner_text() == before


def test_what_is_not_there_is_said_with_the_closest_passages(page: Page) -> None:
    ask(page, "How many penguins did the Bogor Goals count?")

    answer = answers(page).first
    expect(answer).to_contain_text("The documents do not say.")
    expect(answer.get_by_role("listitem").filter(has_text="penguins")).to_be_visible()
    expect(answer.locator(".closest blockquote").first).to_be_visible()


def test_after_a_refusal_questions_are_offered_that_the_nearest_documents_answer(
    page: Page,
) -> None:
    ask(page, "How many penguins did the Bogor Goals count?")
    better = answers(page).locator(".better a").first
    question = better.inner_text()
    page.reload()
    expect(answers(page).locator(".better a").first).to_have_text(question)

    better.click()

    expect(answers(page)).to_have_count(2)
    expect(answers(page).last.locator("blockquote").first).to_be_visible()


def test_a_suggested_question_is_asked_by_a_click(page: Page) -> None:
    suggestion = page.locator(".starters a[data-act=ask]").first
    question = suggestion.inner_text()

    suggestion.click()

    expect(answers(page).get_by_role("heading", name=question)).to_be_visible()
    expect(page.locator(".starters")).to_be_hidden()


def test_slash_goes_to_the_box_and_up_brings_the_last_question_back(page: Page) -> None:
    ask(page, QUESTION)
    expect(answers(page)).to_have_count(1)
    page.locator(".confidence").click()

    page.keyboard.press("/")
    page.keyboard.press("ArrowUp")

    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#question")).to_have_value(QUESTION)


def test_an_answer_is_copied_as_markdown_with_its_citations(page: Page) -> None:
    ask(page, QUESTION)
    link = page.locator(".quotation a").first.get_attribute("href")

    copied = copied_as(page, "Markdown")

    assert copied.startswith(f"**{QUESTION}**\n\n> ")
    assert f"1. [The Bogor Goals](<{page.url.split('/?')[0]}{link}>)" in copied


def test_an_answer_is_copied_as_plain_text_or_as_a_link_that_asks_again(page: Page) -> None:
    ask(page, QUESTION)

    text = copied_as(page, "text")
    assert text.startswith(f"{QUESTION}\n\n“")
    assert "[1] The Bogor Goals, " in text

    page.goto(copied_as(page, "link"))
    expect(answers(page).locator("mark").first).to_have_text(re.compile("Bogor"))


def copied_as(page: Page, form: str) -> str:
    copying = page.get_by_role("group", name="Copy the answer")
    page.evaluate("() => navigator.clipboard.writeText('')")
    copying.locator(f"[data-form={form.lower()}]").click()
    return str(page.evaluate(CLIPBOARD))


def test_whether_an_answer_helped_is_kept_with_a_comment(page: Page, records_file: Path) -> None:
    ask(page, QUESTION)

    page.get_by_role("button", name="No", exact=True).click()
    expect(answers(page).first).to_contain_text("Thank you.")
    page.get_by_label("What should we know about it?").fill("The date is missing.")
    page.keyboard.press("Enter")

    expect(page.locator(".comment")).to_have_count(0)
    with sqlite3.connect(records_file) as connection:
        kept = connection.execute("SELECT helpful, comment FROM feedback ORDER BY id").fetchall()
    connection.close()
    assert kept == [(0, ""), (0, "The date is missing.")]


def test_an_error_is_told_and_the_question_kept_to_try_again(page: Page) -> None:
    def fail(route: Route) -> None:
        problem = {"detail": "The index is being rebuilt: ask again in a minute."}
        route.fulfill(status=503, json=problem, content_type="application/problem+json")

    page.route("**/ask", fail)
    ask(page, QUESTION)
    expect(answers(page)).to_contain_text("The index is being rebuilt: ask again in a minute.")
    expect(page.locator("#status")).to_contain_text("being rebuilt")
    expect(page.locator("#question")).to_have_value(QUESTION)

    page.unroute("**/ask")
    page.get_by_role("button", name="Try again").click()

    expect(answers(page).locator("blockquote").first).to_contain_text("Bogor, Indonesia")
    expect(answers(page)).to_have_count(1)


def test_a_server_that_is_gone_is_told_and_the_question_kept(page: Page) -> None:
    page.route("**/ask", lambda route: route.abort())
    ask(page, QUESTION)

    expect(answers(page)).to_contain_text("Quoth cannot be reached")
    expect(page.locator("#question")).to_have_value(QUESTION)


def test_a_server_that_takes_too_long_is_told_and_the_question_kept(page: Page) -> None:
    page.clock.install()
    page.route("**/ask", lambda _: None)
    ask(page, QUESTION)
    expect(page.get_by_text("Looking…")).to_be_attached()

    page.clock.fast_forward(61_000)

    expect(answers(page)).to_contain_text("Quoth takes too long to answer.")
    expect(page.locator("#question")).to_have_value(QUESTION)
    page.unroute("**/ask")
    page.get_by_role("button", name="Try again").click()
    expect(answers(page).locator("blockquote").first).to_contain_text("Bogor, Indonesia")


def test_the_answer_to_an_older_question_never_comes_late(page: Page) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if "older" in str(route.request.post_data):
            held.append(route)
        else:
            route.continue_()

    page.route("**/ask", hold_the_first)
    ask(page, "An older question?")
    expect(page.get_by_text("Looking…")).to_be_attached()
    ask(page, QUESTION)
    expect(answers(page)).to_have_count(1)

    assert held
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator(".turn .question")).to_have_text(QUESTION)


def test_why_an_answer_was_given_is_told_to_those_who_want_to_know(page: Page) -> None:
    ask(page, QUESTION)

    page.get_by_text("Why this answer").click()

    weights = page.get_by_role("table", name="How much each word of it weighs")
    expect(weights.get_by_role("row").filter(has_text="bogor")).to_be_visible()
    counted = page.get_by_role("table", name=re.compile("What spoke for"))
    expect(counted.get_by_role("row").nth(1)).to_be_visible()


def test_why_there_is_no_answer_is_told_too(page: Page) -> None:
    ask(page, "How many penguins did the Bogor Goals count?")

    page.get_by_text("Why no answer").click()

    expect(answers(page)).to_contain_text(re.compile(r"below \d+\s%, Quoth does not answer"))
    weights = page.get_by_role("table", name="How much each word of it weighs")
    expect(weights.get_by_role("row").filter(has_text="penguin")).to_be_visible()
    odds = page.get_by_role("table", name=re.compile("what unlikely"))
    expect(odds.get_by_role("row").filter(has_text="missing")).to_be_visible()


def scripted(app: Flask, question: str = QUESTION, **changes: Any) -> dict[str, Any]:
    """A real answer with two citations, changed."""
    answer = app.test_client().get("/ask", query_string={"question": question}).get_json()
    first = answer["citations"][0]
    return {**answer, "citations": [first, first | {"id": 2}], **changes}


def test_a_partial_answer_shows_all_quotations_and_what_is_left(page: Page, app: Flask) -> None:
    reply = scripted(app, status="partial", unanswered=["and who paid for lunch?"])
    page.route("**/ask", lambda route: route.fulfill(json=reply))
    ask(page, "Where were they adopted, and who paid for lunch?")

    expect(answers(page)).to_contain_text("The documents answer a part of this.")
    expect(answers(page)).to_contain_text("Not answered:")
    expect(answers(page)).to_contain_text("and who paid for lunch?")
    expect(page.locator(".further blockquote")).to_be_visible()


def test_documents_that_disagree_stand_side_by_side(page: Page, app: Flask) -> None:
    reply = scripted(app, conflicts=[{"citations": [1, 2], "reason": "1994 against 1995"}])
    page.route("**/ask", lambda route: route.fulfill(json=reply))
    ask(page, QUESTION)

    expect(answers(page)).to_contain_text(
        "The documents disagree: 1994 against 1995 in [1] and [2]"
    )
    sides = page.locator(".side-by-side .quotation")
    expect(sides).to_have_count(2)
    expect(page.locator(".turn .quotation .chip")).to_have_text(["1", "2"])
    left, right = (side.bounding_box() for side in sides.all())
    assert left is not None
    assert right is not None
    assert left["y"] == right["y"]
    sides.last.get_by_role("link").click()
    expect(page.get_by_text("Citation 2 of 2")).to_be_visible()


def test_previous_and_next_go_through_the_citations(page: Page, app: Flask) -> None:
    page.route("**/ask", lambda route: route.fulfill(json=scripted(app)))
    ask(page, QUESTION)
    page.locator(".quotation a").first.click()
    expect(page.get_by_text("Citation 1 of 2")).to_be_visible()
    expect(page.get_by_role("button", name="Previous citation")).to_be_disabled()

    page.get_by_role("button", name="Next citation").click()

    expect(page.get_by_text("Citation 2 of 2")).to_be_visible()
    expect(page.locator(".cite[aria-current] .chip")).to_have_text("2")


def test_a_short_answer_is_marked_right_after_characters_outside_the_basic_plane(
    page: Page, app: Flask
) -> None:
    citation = scripted(app)["citations"][0]
    text = "🙂🙂 They met in Bogor."
    start = citation["start_char_index"]
    short = {"text": "Bogor", "citation": 1}
    short |= {"start_char_index": start + 15, "end_char_index": start + 20}
    reply = scripted(app, citations=[citation | {"cited_text": text}], short_answer=short)
    page.route("**/ask", lambda route: route.fulfill(body=json.dumps(reply), status=200))
    ask(page, QUESTION)

    expect(page.locator(".quotation mark").first).to_have_text("Bogor")


def test_the_script_and_the_server_show_the_same(page: Page) -> None:
    ask(page, QUESTION)
    expect(answers(page)).to_have_count(1)
    by_script = page.locator(".turn").evaluate("(turn) => turn.innerText")

    page.reload()

    assert page.locator(".turn").evaluate("(turn) => turn.innerText") == by_script


def test_a_source_that_was_removed_meanwhile_is_said_to_be_gone(
    page: Page, library: Library
) -> None:
    ask(page, QUESTION)
    expect(answers(page)).to_have_count(1)
    for row in library.documents():
        library.remove(str(row.id))

    page.locator(".quotation a").first.click()

    expect(page.get_by_role("dialog")).to_contain_text("No document says this any more")
