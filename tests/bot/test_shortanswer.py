from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import shortanswer, spans, spantemplates
from bot.finding import Span
from bot.shortanswer import best_span, short_answer, supported
from bot.spansentence import LONGEST
from index.errors import IndexDamaged

GOALS = (
    "These goals were adopted by APEC Leaders at their 1994 meeting in Bogor, Indonesia, with "
    "targets set for 2010 for industrialized economies and 2020 for developing economies."
)
DELEGATION = (
    "The American delegation is spearheaded by US Senior Official Casey Mace, with support from "
    "Acting Principal Deputy Assistant Secretary of State Ruth Perry."
)
COUNT = "APEC has 21 member economies, which met in Guangzhou from February 1 to 10, 2026."


def answer(question: str, *quotes: str) -> str | None:
    span = short_answer(question, quotes)
    return None if span is None else quotes[span.quote][span.start : span.end]


@pytest.mark.parametrize(
    ("question", "quote", "expected"),
    [
        ("When were the Bogor Goals adopted?", GOALS, "1994"),
        ("bogor goals adopted when", GOALS, "1994"),
        ("In what year were the goals adopted?", GOALS, "1994"),
        ("Where were the Bogor Goals adopted?", GOALS, "Bogor, Indonesia"),
        ("Who adopted the Bogor Goals?", GOALS, "APEC Leaders"),
        ("How many member economies does APEC have?", COUNT, "21"),
    ],
)
def test_a_plain_question_has_a_short_answer(question: str, quote: str, expected: str) -> None:
    assert answer(question, quote) == expected


def test_a_person_is_named_with_the_words_around_the_name_at_most() -> None:
    assert "Casey Mace" in (answer("Who leads the American delegation?", DELEGATION) or "")


def test_a_later_quotation_answers_where_the_first_does_not() -> None:
    span = short_answer("How many member economies does APEC have?", [DELEGATION, COUNT])

    assert span is not None
    assert (span.quote, COUNT[span.start : span.end]) == (1, "21")


@pytest.mark.parametrize(
    "question",
    ["Were the goals adopted by APEC Leaders?", "Did the Leaders adopt the goals in 1994?"],
)
def test_a_question_for_yes_or_no_never_has_a_short_answer(question: str) -> None:
    assert short_answer(question, [GOALS]) is None


def test_a_sentence_about_something_else_has_no_short_answer() -> None:
    assert short_answer("How long is the river Nile?", [DELEGATION]) is None


def test_a_better_supported_answer_has_the_higher_score() -> None:
    right = best_span("When were the Bogor Goals adopted?", [GOALS])
    wrong = best_span("When were the Bogor Goals adopted?", [DELEGATION])

    assert right is not None
    assert wrong is not None
    assert right.score > wrong.score


@pytest.mark.parametrize("quotes", [[], [""], ["…"], ["的"]])
def test_nothing_to_choose_from_is_no_answer(quotes: list[str]) -> None:
    assert short_answer("When?", quotes) is None


@given(st.text(), st.text())
def test_a_span_lies_inside_its_quotation(question: str, quote: str) -> None:
    span = best_span(question, [quote])

    assert span is None or (
        0 <= span.start < span.end <= len(quote) and 0 <= span.score <= 1 and span.quote == 0
    )


@given(st.lists(st.sampled_from("The 1994 goals of , “ ” $5 in Bogor ( ) % 's".split())))
def test_spans_are_whole_words_of_a_bounded_number(words: list[str]) -> None:
    text = " ".join(words)
    described = spans.describe("When were the goals adopted?", text)

    assert (described.starts < described.ends).all()
    assert (described.last - described.first < LONGEST).all()
    assert described.whole.shape[1] == len(described.starts)


def test_scores_are_sums_of_the_weights_less_the_commas_crossed() -> None:
    described = spans.describe("When were the goals adopted?", GOALS)
    weights = np.arange(1 << spantemplates.BITS, dtype=np.float32) % 7
    k = len(described.starts) // 2
    crossed = int(described.crossings[k])
    features = [
        *described.at_first[:, described.first[k]],
        *described.at_last[:, described.last[k]],
        *described.whole[:, k],
    ]

    expected = weights[features].sum() - 0.8 * crossed
    assert described.scores(weights)[k] == pytest.approx(expected)


@pytest.fixture
def _forgetful() -> Iterator[None]:
    shortanswer._model.cache_clear()
    yield
    shortanswer._model.cache_clear()


@pytest.mark.usefixtures("_forgetful")
def test_weights_of_other_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spantemplates, "FINGERPRINT", "spans-0")

    with pytest.raises(IndexDamaged, match=r"run 'python -m training\.spans'"):
        short_answer("When?", [GOALS])


def test_a_place_is_told_without_the_date_before_it() -> None:
    quote = "The Bogor Goals were adopted in 1994 in Bogor, Indonesia."

    assert answer("Where were the Bogor Goals adopted?", quote) == "Bogor, Indonesia"


def test_a_telephone_number_is_told_whole() -> None:
    quote = "For an interview call David Hendrickson at +65 9137 3886 during office hours."

    assert answer("What is David Hendrickson's phone number?", quote) == "+65 9137 3886"


GOALS = "These goals were adopted by APEC Leaders at their 1994 meeting in Bogor."


def seen(text: str, score: float, *, at: int = 0) -> Span:
    start = GOALS.index(text) + at
    return Span(start, start + len(text), score)


def test_of_spans_about_as_likely_the_one_that_the_words_support_is_told() -> None:
    wide, year = seen("their 1994 meeting", 9.5, at=700), seen("1994", 9.0, at=700)

    chosen = supported("When were the goals adopted?", GOALS, [wide, year], at=700)

    assert chosen == year


def test_a_reader_that_is_sure_is_not_overruled_by_the_words() -> None:
    place, year = seen("Bogor", 19.0), seen("1994", 9.0)

    assert supported("When were the goals adopted?", GOALS, [place, year], at=0) == place


@given(st.text(alphabet="ab .,?", max_size=30), st.text(alphabet="ab .,", min_size=1, max_size=30))
def test_support_is_a_share_for_any_span(question: str, sentence: str) -> None:
    described = spans.describe(question, sentence)
    starts = np.arange(len(sentence))
    scores = np.ones(len(described.starts), np.float32)

    support = described.support(scores, starts, starts + 1)

    assert len(support) == len(sentence)
    assert ((support >= 0) & (support <= 1 + 1e-9)).all()
