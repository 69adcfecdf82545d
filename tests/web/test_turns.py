"""What the page shows of an answer object."""

from __future__ import annotations

from typing import Any

from web.turns import Turn, turn

TEXT = "🙂 They were adopted in Bogor, Indonesia."


def answer(**changes: Any) -> dict[str, Any]:
    """An answer with one citation, as /ask sends it."""
    citation = {
        "id": 1,
        "cited_text": TEXT,
        "document_id": "d1",
        "document_title": "Goals",
        "source": "goals.md",
        "section": None,
        "page": 3,
        "start_char_index": 100,
        "end_char_index": 100 + len(TEXT),
        "permalink": "/library/d1?start=100&end=141",
    }
    return {
        "answer_id": "a1",
        "question": "Where were they adopted?",
        "interpreted_as": "Where were they adopted?",
        "status": "answered",
        "short_answer": None,
        "confidence": 0.934,
        "citations": [citation, citation | {"id": 2}],
        "passages": [],
        "missing_terms": [],
        "conflicts": [],
        "unanswered": [],
        **changes,
    }


def shown(**changes: Any) -> Turn:
    return turn(answer(**changes), date_of=lambda _: "2026-02-01")


def test_a_quotation_is_cut_around_its_short_answer() -> None:
    start = TEXT.index("Bogor")
    short = {"citation": 1, "start_char_index": 100 + start, "end_char_index": 105 + start}

    first, *_ = shown(short_answer=short).quotations

    assert (first.short, first.before + first.short + first.after) == ("Bogor", TEXT)


def test_a_short_answer_marks_no_other_quotation() -> None:
    short = {"citation": 1, "start_char_index": 100, "end_char_index": 101}

    assert [quotation.short for quotation in shown(short_answer=short).further] == [""]


def test_a_quotation_links_to_its_highlight_and_tells_its_date() -> None:
    first, *_ = shown().quotations

    assert first.href == "/library/d1?start=100&end=141#highlight"
    assert (first.date, first.page, first.section) == ("1 February 2026", 3, "")


def test_the_first_quotation_stands_alone_and_the_others_fold_out() -> None:
    whole = shown()

    assert [quotation.number for quotation in whole.quotations] == [1]
    assert [quotation.number for quotation in whole.further] == [2]
    assert not whole.unfolded


def test_what_needs_every_quotation_is_unfolded() -> None:
    assert shown(status="partial").unfolded
    assert shown(interpreted_as="Which documents mention the Bogor Goals?").unfolded
    assert not shown().unfolded


def test_quotations_that_disagree_stand_side_by_side_and_only_there() -> None:
    disagreement = {"citations": [1, 2], "reason": "1994 against 1995"}

    disputed = shown(conflicts=[disagreement])

    assert disputed.conflicts == ("1994 against 1995 in [1] and [2]",)
    assert [quotation.number for quotation in disputed.conflicting] == [1, 2]
    assert disputed.quotations == disputed.further == ()


def test_how_a_question_was_understood_is_said_only_where_it_differs() -> None:
    assert shown().understood == ""
    assert shown(interpreted_as="Where was it?").understood == "Where was it?"


def test_a_list_keeps_its_lines_and_wrapped_prose_does_not() -> None:
    passage = {
        "document_id": "d1",
        "document_title": "Goals",
        "source": "goals.md",
        "start_char_index": 0,
        "end_char_index": 9,
    }
    texts = ["Members:\n• Chile\n• Peru", "one line\nand the next", "1. One\n2. Two"]

    closest = shown(passages=[passage | {"text": text} for text in texts]).closest

    assert [quotation.in_lines for quotation in closest] == [True, False, True]
    assert [quotation.number for quotation in closest] == [None, None, None]
