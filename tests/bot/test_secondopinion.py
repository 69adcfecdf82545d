"""Words and reader are weighed together, sentence by sentence, and neither is needed for all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot import extraction, secondopinion
from bot.evidence import Library as Evidence
from bot.features import Found
from bot.finding import Finding
from bot.linear import Linear
from bot.question import analyse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.extraction import Candidate
    from bot.reader import Reader
    from index.library import Library

QUESTION = "Who keeps the policy?"


class Pointing:
    """A reader that points at one word, wherever it stands, and reads `most` texts."""

    def __init__(self, word: str, *, most: int = 100) -> None:
        self.word = word
        self.most = most
        self.texts: list[str] = []

    def read(
        self,
        question: str,
        texts: Sequence[str],
        *,
        titles: Sequence[str],
        budget_ms: float,
    ) -> list[Finding | None]:
        assert question
        assert budget_ms
        assert len(titles) == len(texts)
        self.texts += texts
        return [self._find(text) if n < self.most else None for n, text in enumerate(texts)]

    def _find(self, text: str) -> Finding:
        words = list(re.finditer(r"\w+", text))
        logits = np.array([8.0 * (word[0] == self.word) for word in words], np.float32)
        starts = np.array([word.start() for word in words])
        ends = np.array([word.end() for word in words])
        return Finding(0.0, float(logits.max()) - 4, starts, ends, logits, logits)


@pytest.fixture(autouse=True)
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words count a little and the reader much."""
    fitted = Linear({**dict.fromkeys(secondopinion.NAMES, 0.0), "words": 0.1, "span": 5.0})
    monkeypatch.setattr(secondopinion, "model", lambda: fitted)


@pytest.fixture
def candidates(library: Library) -> list[Candidate]:
    retriever = library.snapshot()
    question = analyse(QUESTION, retriever)
    hits = retriever.search(question.terms)
    evidence = Evidence()
    found = [Found(evidence.evidence(h.passage, retriever), n, h.score) for n, h in enumerate(hits)]
    return extraction.rank(question, found)


def consider(candidates: list[Candidate], reader: object) -> list[secondopinion.Considered]:
    return secondopinion.consider(QUESTION, candidates, as_reader(reader))


def as_reader(fake: object) -> Reader:
    return fake  # type: ignore[return-value]  # it reads, and that is all that is asked of it


def test_the_sentence_that_the_reader_points_into_comes_first(
    candidates: list[Candidate],
) -> None:
    best = consider(candidates, Pointing("euros"))[0]

    assert "40 euros a day" in best.candidate.statement.text
    assert best.sight is not None
    assert best.sight.points_here


def test_a_span_is_a_slice_of_the_document_within_its_sentence(
    candidates: list[Candidate],
) -> None:
    for considered in consider(candidates, Pointing("euros")):
        sight, candidate = considered.sight, considered.candidate
        assert sight is not None
        sentence = candidate.statement.sentence
        assert sentence.start <= sight.span.start < sight.span.end <= sentence.end
        if sight.points_here and sight.span.score > 0:
            text = candidate.found.evidence.document.text
            assert text[sight.span.start : sight.span.end] == "euros"


def test_all_candidates_stay_and_their_chances_sum_to_one(candidates: list[Candidate]) -> None:
    considered = consider(candidates, Pointing("euros"))

    assert len(considered) == len(candidates)
    assert sum(each.candidate.probability for each in considered) == pytest.approx(1)


def test_what_was_not_read_keeps_the_order_of_the_words(candidates: list[Candidate]) -> None:
    considered = consider(candidates, Pointing("euros", most=0))

    texts = [each.candidate.statement.text for each in considered]
    assert texts == [candidate.statement.text for candidate in candidates]
    assert all(each.sight is None for each in considered)
    assert all(each.candidate.features["reader_unread"] for each in considered)


def test_the_score_is_the_sum_of_what_the_opinions_add(candidates: list[Candidate]) -> None:
    weights = secondopinion.model().weights
    for considered in consider(candidates, Pointing("euros")):
        features = considered.candidate.features
        added = sum(weights[name] * features[f"reader_{name}"] for name in weights)
        assert considered.candidate.score == pytest.approx(added)


def test_the_reader_sees_no_more_than_a_window_of_a_passage(candidates: list[Candidate]) -> None:
    reader = Pointing("euros")
    consider(candidates, reader)

    assert reader.texts
    assert all(len(text) <= secondopinion.LONGEST for text in reader.texts)


def test_nothing_found_is_nothing_to_read() -> None:
    assert consider([], Pointing("euros")) == []
