"""OpenSearch finds what the embedded engine finds, and the bot answers the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.engine import Bot
from bot.evaluation import read_questions
from index import analysis
from index.library import Library
from index.opensearch import pool, snapshot, view

if TYPE_CHECKING:
    from typing import Any

    from index.opensearch.address import Address

ROOT = Path(__file__).parents[2]
EVERY = 4
QUESTIONS = read_questions(ROOT / "tests" / "gold" / "corpus.jsonl")


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(ROOT / "corpus", tmp_path_factory.mktemp("index"))
    library.update()
    return library


@pytest.fixture
def cluster(address: Address) -> Library:
    library = Library(ROOT / "corpus", address)
    library.update()
    return library


def said(bot: Bot, question: str) -> dict[str, Any]:
    return {**bot.ask(question).as_json(), "took_ms": None}


def test_every_question_of_ours_is_answered_the_same(embedded: Library, cluster: Library) -> None:
    one, other = Bot(embedded), Bot(cluster)

    for gold in QUESTIONS[::EVERY]:
        assert said(other, gold.question) == said(one, gold.question)


@pytest.mark.parametrize("smallest", [1, pool.SMALLEST])
def test_scores_are_the_same_however_small_the_pool_begins(
    embedded: Library, cluster: Library, smallest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "SMALLEST", smallest)
    monkeypatch.setattr(pool, "TIMES", 1)

    for gold in QUESTIONS[1::EVERY]:
        terms = analysis.terms(gold.question * 2)
        expected = embedded.snapshot().search(terms)
        found = cluster.snapshot().search(terms)

        assert [hit.passage for hit in found] == [hit.passage for hit in expected]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected])


def test_of_a_question_with_more_words_than_lucene_takes_the_first_ones_count(
    cluster: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "LONGEST_QUERY", 3)
    monkeypatch.setattr(view, "AT_A_TIME", 2)
    apec = cluster.snapshot().search(["apec"])

    assert apec
    assert cluster.snapshot().search(["apec", "nothing1", "nothing2", "bogor"]) == apec
    assert cluster.snapshot().search(["nothing1", "nothing2", "nothing3", "bogor"]) == []
