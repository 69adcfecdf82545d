"""A saved answer is checked against the documents as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.verification import State, quotations, verify
from index.errors import InvalidAnswer

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from bot.engine import Bot
    from index.library import Library

ADOPTED = "When were the Bogor Goals adopted?"


@pytest.fixture
def saved(bot: Bot) -> dict[str, Any]:
    """An answer that cites one sentence of goals.md."""
    return bot.ask(ADOPTED, limit=1).as_json()


def state(saved: dict[str, Any], library: Library) -> State:
    return verify(quotations(saved), library.snapshot())[0].state


def edit(corpus: Path, library: Library, old: str, new: str) -> None:
    text = (corpus / "goals.md").read_text(encoding="utf-8")
    assert old in text
    (corpus / "goals.md").write_text(text.replace(old, new), encoding="utf-8")
    library.update()


def test_a_quotation_that_stands_where_it_stood_is_unchanged(
    saved: dict[str, Any], library: Library
) -> None:
    assert state(saved, library) is State.UNCHANGED


def test_a_quotation_further_down_has_moved(
    saved: dict[str, Any], library: Library, corpus: Path
) -> None:
    edit(corpus, library, "The Bogor Goals are", "This is short. The Bogor Goals are")

    assert state(saved, library) is State.MOVED


def test_a_quotation_in_another_file_has_moved(
    saved: dict[str, Any], library: Library, corpus: Path
) -> None:
    text = (corpus / "goals.md").read_text(encoding="utf-8")
    (corpus / "other.md").write_text("Preface\n\n" + text, encoding="utf-8")
    (corpus / "goals.md").unlink()
    library.update()

    assert state(saved, library) is State.MOVED


def test_a_sentence_with_another_word_was_edited(
    saved: dict[str, Any], library: Library, corpus: Path
) -> None:
    edit(corpus, library, "in 1994", "in 1995")

    found = verify(quotations(saved), library.snapshot())[0]

    assert found.state is State.EDITED
    assert found.current_text is not None
    assert "1995" in found.current_text


def test_a_sentence_that_no_document_has_is_gone(
    saved: dict[str, Any], library: Library, corpus: Path
) -> None:
    (corpus / "goals.md").unlink()
    library.update()

    assert state(saved, library) is State.GONE


def test_of_equal_sentences_the_one_in_the_same_surroundings_is_meant(
    bot: Bot, library: Library, corpus: Path
) -> None:
    fee = "The fee is 4 euros."
    text = f"# Fees\n\n## Boats\n\n{fee}\n\n## Bicycles\n\n{fee} It is rare.\n"
    (corpus / "fees.md").write_text(text, encoding="utf-8")
    library.update()
    passages = bot.ask("What is the fee for bicycles?").as_json()["passages"]
    rare = next(each for each in passages if "rare" in each["text"])
    start = rare["start_char_index"]
    citation = {
        "id": 1,
        "cited_text": fee,
        "document_id": rare["document_id"],
        "start_char_index": start,
        "end_char_index": start + len(fee),
    }
    assert rare["text"].startswith(fee)
    (corpus / "fees.md").write_text("Read this first.\n\n" * 9 + text, encoding="utf-8")
    library.update()

    found = verify(quotations({"citations": [citation], "passages": passages}), library.snapshot())

    assert found[0].state is State.MOVED
    document = library.snapshot().document(rare["document_id"])
    assert document.text[found[0].end_char_index :].startswith(" It is rare.")


@pytest.mark.parametrize("value", [[], {}, {"citations": [{}]}, {"citations": 3}, "text", None])
def test_what_is_not_an_answer_is_refused(value: Any) -> None:
    with pytest.raises(InvalidAnswer):
        quotations(value)
