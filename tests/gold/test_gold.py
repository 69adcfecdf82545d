"""The gold questions: well formed, many enough, and every answer verbatim in its document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

GOLD = Path(__file__).parent
CORPUS = GOLD.parents[1] / "corpus"
ORIGINALS = GOLD.parents[2] / "shared" / "sources"
FIELDS = {"question", "answers", "document", "answerable", "history"}


def rows(name: str) -> list[dict[str, Any]]:
    lines = (GOLD / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def question_of(row: dict[str, Any]) -> str:
    return str(row["question"])


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("corpus.jsonl", 40),
        ("originals.jsonl", 30),
        ("unanswerable.jsonl", 20),
        ("conversations.jsonl", 12),
        ("documents.jsonl", 8),
    ],
)
def test_a_file_holds_enough_well_formed_questions_and_none_twice(name: str, least: int) -> None:
    asked = rows(name)

    assert len(asked) >= least
    assert all(set(row) <= FIELDS for row in asked)
    assert len({json.dumps(row, sort_keys=True) for row in asked}) == len(asked)
    assert all(bool(row["answers"]) == row.get("answerable", True) for row in asked)


def test_every_follow_up_brings_its_history() -> None:
    for row in rows("conversations.jsonl"):
        assert row["history"]
        assert all(set(turn) == {"question", "answer"} for turn in row["history"])


OURS = [*rows("corpus.jsonl"), *rows("conversations.jsonl"), *rows("documents.jsonl")]


@pytest.mark.parametrize("row", OURS, ids=question_of)
def test_every_answer_stands_in_the_corpus(row: dict[str, Any]) -> None:
    assert_verbatim(row, CORPUS)


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the two originals are not at hand")
@pytest.mark.parametrize("row", rows("originals.jsonl"), ids=question_of)
def test_every_answer_stands_in_the_originals(row: dict[str, Any]) -> None:
    assert_verbatim(row, ORIGINALS)


def assert_verbatim(row: dict[str, Any], folder: Path) -> None:
    """Each answer stands in the named document, or in some document where none is named."""
    paths = [folder / row["document"]] if "document" in row else sorted(folder.glob("*.*"))
    texts = [path.read_text(encoding="utf-8") for path in paths if path.is_file()]

    for answer in row["answers"]:
        assert any(answer in text for text in texts), answer
