import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from bot.spantemplates import FINGERPRINT
from training import spans
from training.spanexamples import Example, examples, f1, holds, keywords

PEOPLE = ["Ada Moss", "Ben Clay", "Cleo Park", "Dan Reed", "Eve Stone", "Finn Hale"]


def founded(name: str, year: int) -> list[Example]:
    sentence = f"The club was founded by {name} in {year} near the old harbour."
    return [
        Example("Who founded the club?", sentence, (name,), "clubs"),
        Example("When was the club founded?", sentence, (str(year),), "clubs"),
    ]


CLUBS = [example for at, name in enumerate(PEOPLE) for example in founded(name, 1900 + at)]


def write(folder: Path, *questions: Mapping[str, object]) -> Path:
    with gzip.open(folder / "questions.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(question) + "\n" for question in questions)
    return folder


def test_fitting_learns_whom_and_when_from_a_dozen_examples() -> None:
    weights = spans.fit(spans.cases(CLUBS))

    measured = spans.measure(weights, spans.cases(founded("Gil Frost", 1950)))

    assert measured["all"] == (2, 1.0, 1.0)


def test_fitting_twice_gives_the_same_weights() -> None:
    training = spans.cases(CLUBS[:4])

    assert np.array_equal(spans.fit(training), spans.fit(training))


def test_a_sentence_that_answers_is_trusted_more_than_one_that_does_not() -> None:
    other = "The harbour was rebuilt by Gus Lane in 1980."
    wrong = [Example(example.question, other, (), "clubs") for example in CLUBS]
    cases = spans.cases([*CLUBS, *wrong])
    trust = spans.calibrate(spans.fit(cases[: len(CLUBS)]), cases)

    assert trust["question words"] > 0


def test_what_is_saved_names_the_features_that_it_was_fitted_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spans, "MODELS", tmp_path)
    weights = np.zeros(8, dtype=np.float32)
    weights[[2, 5]] = [1.27, -0.5]

    spans.save(weights, {"always": -1.0})

    readable = json.loads((tmp_path / "spans.json").read_text())
    values = np.load(tmp_path / "spans.npy", allow_pickle=False)
    assert values.tolist() == [0, 0, 127, 0, 0, -50, 0, 0]
    assert readable["features"] == FINGERPRINT
    assert readable["trust"] == {"always": -1.0}


def test_an_example_is_the_sentence_that_answers_and_the_likest_that_does_not(
    tmp_path: Path,
) -> None:
    context = "The club was founded in 1900. It has a pool. The club was rich in 1900."
    question = "When was the club founded?"
    gold = {"question": question, "answers": ["1900"], "document": "c", "context": context}
    found = list(examples(write(tmp_path, gold), wrong=True))

    assert [example.sentence for example in found] == [
        "The club was founded in 1900.",
        "It has a pool.",
    ]
    assert [example.answers for example in found] == [("1900",), ()]


def test_answers_are_compared_as_squad_does_and_found_as_whole_words() -> None:
    assert f1("The Bogor Goals!", ["bogor goals"]) == 1.0
    assert f1("in Lima", ["Peru"]) == 0.0
    assert holds("from 1900 on", "1900")
    assert not holds("in 19001", "1900")


def test_keywords_keep_the_question_word_first_or_last() -> None:
    assert keywords("Who leads the US delegation?") == "who leads us delegation"
    assert keywords("Who leads the US delegation?", last=True) == "leads us delegation who"
