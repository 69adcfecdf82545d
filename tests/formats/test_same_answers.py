"""The same text in nine formats gives the same answer, with its section, and its page if any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.assembly import open_bot
from tests.formats.makers import (
    Words,
    docx,
    epub,
    odt,
    paragraph,
    pdf,
    pptx,
    shape,
    word_paragraph,
)

if TYPE_CHECKING:
    from pathlib import Path

TITLE, SECTION = "Travel policy", "Meals"
TRAVEL = "Staff book their tickets two weeks before they travel."
MEALS = "Staff may spend 40 euros a day on meals when they travel."
KEPT = "The policy is kept by Ana Lind of the finance team."
QUESTION = "How much may staff spend a day on meals?"

FILES = {
    "policy.txt": f"{TITLE}\n\n{TRAVEL}\n\n{SECTION}\n\n{MEALS} {KEPT}\n".encode(),
    "policy.md": f"# {TITLE}\n\n{TRAVEL}\n\n## {SECTION}\n\n{MEALS} {KEPT}\n".encode(),
    "policy.rst": (
        f"{TITLE}\n=============\n\n{TRAVEL}\n\n{SECTION}\n-----\n\n{MEALS} {KEPT}\n".encode()
    ),
    "policy.html": (
        f"<nav>Menu</nav><h1>{TITLE}</h1><p>{TRAVEL}</p><h2>{SECTION}</h2><p>{MEALS} {KEPT}</p>"
    ).encode(),
    "policy.docx": docx(
        word_paragraph(TITLE, "Title")
        + word_paragraph(TRAVEL)
        + word_paragraph(SECTION, "Heading2")
        + word_paragraph(f"{MEALS} {KEPT}")
    ),
    "policy.odt": odt(
        f'<text:h text:outline-level="1">{TITLE}</text:h><text:p>{TRAVEL}</text:p>'
        f'<text:h text:outline-level="2">{SECTION}</text:h><text:p>{MEALS} {KEPT}</text:p>'
    ),
    "policy.epub": epub(
        [f"<h1>{TITLE}</h1><p>{TRAVEL}</p>", f"<h2>{SECTION}</h2><p>{MEALS} {KEPT}</p>"],
        title=TITLE,
    ),
    "policy.pptx": pptx(
        [
            shape([TITLE], "ctrTitle") + shape([TRAVEL]),
            shape([SECTION], "title") + shape([MEALS, KEPT]),
        ]
    ),
    "policy.pdf": pdf(
        [
            [Words(72, 720, TITLE, 18, bold=True), *paragraph([TRAVEL], 72, 690)],
            [Words(72, 720, SECTION, 14, bold=True), *paragraph([MEALS, KEPT], 72, 690)],
        ]
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_the_answer_does_not_depend_on_the_format(name: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / name).write_bytes(FILES[name])

    bot = open_bot(corpus)
    answer = bot.ask(QUESTION)

    [citation] = answer.citations
    assert citation.cited_text == MEALS
    assert answer.short_answer is not None
    assert answer.short_answer.text == "40 euros"
    assert (citation.document_title, citation.section) == (TITLE, SECTION)
    assert citation.page == (2 if name.endswith((".pdf", ".pptx")) else None)
