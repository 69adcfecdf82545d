"""Words and reader are weighed together, sentence by sentence, and neither is needed for all."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot import extraction, reranking
from bot.evidence import Library as Evidence
from bot.finding import Finding, Look, Sight, Span
from bot.linear import Linear
from bot.matching import Found
from bot.question import analyse
from bot.reader import Budget
from tests.folders import indexed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.extraction import Candidate
    from bot.reader import Reader
    from index.library import Library

QUESTION = "Who keeps the policy?"

MANUAL = """# Tool

## Licence

It is MIT, and has always been.

## Use

Ask for a licence key first.
"""


class Pointing:
    """A reader that points at one word, wherever it stands, and reads `most` texts.

    It sees only the first `pieces` characters of a word, which may be any `unit`.
    """

    def __init__(
        self, word: str, *, most: int = 100, pieces: int | None = None, unit: str = r"\w+"
    ) -> None:
        self.word = word
        self.unit = unit
        self.pieces = pieces
        self.most = most
        self.texts: list[str] = []
        self.titles: dict[str, str] = {}  # by text

    def read(
        self,
        question: str,
        texts: Sequence[str],
        *,
        titles: Sequence[str],
        budget: Budget,
    ) -> list[Finding | None]:
        assert question
        assert budget.suffices
        room = max(0, self.most - len(self.texts))
        self.texts += texts
        self.titles.update(zip(texts, titles, strict=True))
        return [self._find(text) if n < room else None for n, text in enumerate(texts)]

    def _find(self, text: str) -> Finding:
        words = list(re.finditer(self.unit, text))
        logits = np.array([8.0 * (word[0] == self.word) for word in words], np.float32)
        starts = np.array([word.start() for word in words])
        ends = np.array([word.start() + len(word[0][: self.pieces]) for word in words])
        return Finding(0.0, float(logits.max()) - 4, starts, ends, logits, logits)


@pytest.fixture(autouse=True)
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words count a little and the reader much."""
    fitted = Linear({**dict.fromkeys(reranking.NAMES, 0.0), "words": 0.1, "span": 5.0})
    monkeypatch.setattr(reranking, "model", lambda: fitted)


@pytest.fixture
def candidates(library: Library) -> list[Candidate]:
    return ranked(library, QUESTION)


def ranked(library: Library, asked: str) -> list[Candidate]:
    """The sentences of the passages that the search finds, as the words have them."""
    retriever = library.snapshot()
    question = analyse(asked, retriever)
    hits = retriever.search(question.terms)
    evidence = Evidence()
    found = [Found(evidence.evidence(h.passage, retriever), n, h.score) for n, h in enumerate(hits)]
    return extraction.rank(question, found)


def reranked(candidates: list[Candidate], reader: object) -> list[Candidate]:
    return reranking.rerank(QUESTION, candidates, as_reader(reader), budget_ms=200)


def as_reader(fake: object) -> Reader:
    return fake  # type: ignore[return-value]  # it reads, and that is all that is asked of it


def test_the_sentence_that_the_reader_points_into_comes_first(
    candidates: list[Candidate],
) -> None:
    best = reranked(candidates, Pointing("euros"))[0]

    assert "40 euros a day" in best.statement.text
    assert best.sight is not None
    assert best.sight.points_here
    assert best.pointed_at == "euros"


def test_the_reader_is_told_the_heading_where_it_says_what_the_text_leaves_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reranking, "HOPELESS", np.inf)
    library, reader = indexed(tmp_path, {"tool.md": MANUAL}), Pointing("MIT")

    reranked(ranked(library, "What is the licence?"), reader)

    assert reader.titles == {
        "It is MIT, and has always been.": "Tool | Licence",
        "Ask for a licence key first.": "Tool",
    }


class Elsewhere(Pointing):
    """Points at the last word of several sentences, and at `word` in one alone, or at nothing."""

    def _find(self, text: str) -> Finding:
        if ". " in text:
            return Pointing(re.findall(r"\w+", text)[-1])._find(text)
        found = super()._find(text)
        return replace(found, first=found.first - 4, last=found.last - 4)


def test_the_sentence_that_leads_is_read_alone_too(candidates: list[Candidate]) -> None:
    reader = Elsewhere("Lind")
    best, *others = reranked(candidates, reader)

    assert best.statement.text in reader.texts
    assert best.pointed_at == "Lind"
    assert not any(each.sight and each.sight.alone for each in others)


def test_what_is_seen_in_a_sentence_alone_leaves_the_order_as_it_is(
    candidates: list[Candidate],
) -> None:
    seen = reranking.look(QUESTION, candidates, as_reader(Elsewhere("euros")), Budget())
    scores = reranking.model().scores(reranking.table(seen))
    best, *_ = reranked(candidates, Elsewhere("euros"))

    assert best.statement == seen[int(scores.argmax())].statement
    assert best.sight is not None
    assert best.sight.alone is not None
    assert best.sight.closest is best.sight.alone
    assert best.score == pytest.approx(scores.max())


def test_spans_are_ranked_by_both_looks() -> None:
    among = Look((Span(0, 4, 9.0), Span(5, 9, 6.0)), 0.0, 0.0)
    alone = Look((Span(5, 9, 9.0), Span(10, 14, 8.0)), 0.0, 0.0)

    assert Sight(among, points_here=True).spans == among.spans
    assert Sight(among, points_here=True, alone=alone).spans == (
        Span(5, 9, (2 * 9 + 6) / 3),
        Span(0, 4, (2 * 7 + 9) / 3),  # alone, it is less likely than the least that was named
        Span(10, 14, (2 * 8 + 5) / 3),
    )


def test_where_there_is_no_time_to_read_it_alone_what_was_seen_before_counts(
    candidates: list[Candidate],
) -> None:
    windows = Pointing("euros")
    reranking.look(QUESTION, candidates, as_reader(windows), Budget())
    seen = reranked(candidates, Pointing("euros", most=len(windows.texts)))

    assert all(each.sight is None or each.sight.alone is None for each in seen)
    assert seen[0].sight is not None
    assert seen[0].sight.closest is seen[0].sight.among
    assert seen[0].pointed_at == "euros"


def test_a_span_lies_within_its_sentence(candidates: list[Candidate]) -> None:
    for candidate in reranked(candidates, Pointing("euros")):
        assert candidate.sight is not None
        sentence, span = candidate.statement.sentence, candidate.sight.closest.span
        assert sentence.start <= span.start < span.end <= sentence.end


def test_a_span_that_ends_within_a_word_is_grown_to_the_whole_word(
    candidates: list[Candidate],
) -> None:
    best = reranked(candidates, Pointing("euros", pieces=2))[0]

    assert best.pointed_at == "euros"


@pytest.mark.parametrize(
    ("text", "seen", "grown"),
    [
        ("They are in /var/log/tool.", "log", "/var/log/tool"),
        ("It reads ~/.toolrc first", "toolrc", "~/.toolrc"),
        ("It is a cup and/or glass", "glass", "glass"),
    ],
)
def test_a_span_within_a_path_is_grown_to_the_whole_path(text: str, seen: str, grown: str) -> None:
    start = text.index(seen)
    span = reranking.in_whole_words(Span(start, start + len(seen), 1.0), text, shift=0)

    assert text[span.start : span.end] == grown


def test_spans_that_are_the_same_words_are_one(candidates: list[Candidate]) -> None:
    [look] = [
        each.sight.alone
        for each in reranked(candidates, Pointing("ros", unit=r"eu|ros|\w+"))
        if each.sight and each.sight.alone and each.pointed_at == "euros"
    ]

    assert len({(span.start, span.end) for span in look.spans}) == len(look.spans) > 1
    assert [span.score for span in look.spans] == sorted(
        (span.score for span in look.spans), reverse=True
    )


def test_the_full_stop_of_the_sentence_is_no_part_of_an_answer(
    candidates: list[Candidate],
) -> None:
    best = reranked(candidates, Pointing("team.", unit=r"\w+\.?"))[0]

    assert best.pointed_at == "team"


@pytest.mark.parametrize("said", ["Acme Inc.", "the U.S.", "5 p.m.", "Martin Luther King Jr."])
def test_the_full_stop_of_an_abbreviation_is(said: str) -> None:
    text = f"It was {said}"
    whole = reranking.in_whole_words(Span(7, len(text), 1.0), text, shift=0)

    assert text[whole.start : whole.end] == said


def test_all_candidates_stay_and_their_chances_sum_to_one(candidates: list[Candidate]) -> None:
    seen = reranked(candidates, Pointing("euros"))

    assert len(seen) == len(candidates)
    assert sum(candidate.probability for candidate in seen) == pytest.approx(1)


def test_what_was_not_read_keeps_the_order_of_the_words(candidates: list[Candidate]) -> None:
    seen = reranked(candidates, Pointing("euros", most=0))

    assert [each.statement for each in seen] == [each.statement for each in candidates]
    assert all(each.sight is None for each in seen)
    assert reranking.unread(seen) == len({each.found.rank for each in seen})


def test_the_score_is_the_sum_of_what_words_and_reader_add(candidates: list[Candidate]) -> None:
    seen = reranked(candidates, Pointing("euros"))

    sums = reranking.model().scores(reranking.table(seen))
    assert [candidate.score for candidate in seen] == pytest.approx(sums.tolist())


def test_the_reader_sees_no_more_than_a_window_of_a_passage(candidates: list[Candidate]) -> None:
    reader = Pointing("euros")
    reranked(candidates, reader)

    assert reader.texts
    assert all(len(text) <= reranking.LONGEST for text in reader.texts)


def test_nothing_found_is_nothing_to_read() -> None:
    assert reranked([], Pointing("euros")) == []
