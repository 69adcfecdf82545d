"""Fit the short answers: ``python -m training.spans ../shared/data/squad-train``.

The spans of a sentence compete in a softmax; the winner should be the one whose words overlap
most with an answer. Weights are fitted with AdaGrad while half of the templates are left out at
random, and features met in few sentences are dropped. What tells whether a winner can be trusted
is fitted on articles that the weights have not seen. The same questions give the same files.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from bot import spans, spantemplates
from bot.answertype import expected
from bot.modelfiles import MODELS
from bot.shortanswer import signs
from training.spanexamples import Example, examples, f1, keywords

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from bot.spans import Spans

    Floats = NDArray[np.float64]

EPOCHS, RATE, DECAY = 3, 0.1, 0.02
KEPT = 0.5  # of the templates, in each step
RAREST = 4  # sentences that a feature must have been met in
KEYWORDS = 5  # one question in so many is also learnt as keywords
HELD_OUT = 6  # one article in so many


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """An example with its spans and how far each is right."""

    example: Example
    spans: Spans
    right: Floats


def cases(found: Iterable[Example]) -> list[Case]:
    """Describe the spans of examples."""
    return [_case(example) for example in found]


def fit(training: Sequence[Case], *, seed: int = 0) -> NDArray[np.float32]:
    """Return the weights of all features, most of them 0."""
    chance = np.random.default_rng(seed)
    useful = [case for case in training if len(case.right) and case.right.max() >= 0.5]  # noqa: PLR2004
    common = _frequencies(useful) >= RAREST
    weights, total = np.zeros(1 << spantemplates.BITS), np.zeros(1 << spantemplates.BITS)
    squares = np.ones(1 << spantemplates.BITS)
    for epoch in range(EPOCHS):
        for at in chance.permutation(len(useful)):
            places, gradient = _gradient(useful[at], weights, chance)
            gradient = (gradient + DECAY * weights[places]) * common[places]
            squares[places] += gradient**2
            weights[places] -= RATE * gradient / np.sqrt(squares[places])
        if epoch:
            total += weights
    return (total / (EPOCHS - 1)).astype(np.float32)


def calibrate(weights: NDArray[np.float32], seen: Sequence[Case]) -> dict[str, float]:
    """Return what each sign adds to the log-odds that the best span is right (Newton's method)."""
    rows, targets = [], []
    for case in seen:
        if len(case.right):
            scores = case.spans.scores(weights)
            top = case.spans.choose(scores)
            rows.append(signs(case.example.question, case.spans, scores, top))
            targets.append(case.right[top])
    names = sorted({name for row in rows for name in row})
    matrix = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    wanted, fitted = np.array(targets), np.zeros(len(names))
    for _ in range(25):
        chances = 1 / (1 + np.exp(-matrix @ fitted))
        slope = matrix.T @ (wanted - chances) - fitted
        curve = (matrix * (chances * (1 - chances))[:, None]).T @ matrix + np.eye(len(names))
        fitted += np.linalg.solve(curve, slope)
    return {name: round(float(value), 4) for name, value in zip(names, fitted, strict=True)}


def measure(
    weights: NDArray[np.float32], seen: Sequence[Case]
) -> dict[str, tuple[int, float, float]]:
    """Questions, exact matches and F1 of the best span, by type and in "all"."""
    rows: dict[str, list[float]] = defaultdict(list)
    for case in seen:
        right = 0.0
        if len(case.right):
            right = float(case.right[case.spans.choose(case.spans.scores(weights))])
        for name in (str(expected(case.example.question)), "all"):
            rows[name].append(right)
    return {
        name: (len(row), float(np.mean(np.array(row) == 1)), float(np.mean(row)))
        for name, row in sorted(rows.items(), key=lambda item: -len(item[1]))
    }


def save(weights: NDArray[np.float32], trust: dict[str, float]) -> None:
    """Write `bot/models/spans.npy`, a signed byte a weight, and `spans.json` beside it."""
    unit = float(np.abs(weights).max()) / 127
    values = np.rint(weights / unit).astype(np.int8)
    MODELS.mkdir(exist_ok=True)
    np.save(MODELS / "spans.npy", values)
    readable = {"features": spantemplates.FINGERPRINT, "unit": unit, "trust": trust}
    (MODELS / "spans.json").write_text(json.dumps(readable, indent=2) + "\n", encoding="utf-8")


def _case(example: Example) -> Case:
    described = spans.describe(example.question, example.sentence)
    ends = zip(described.starts.tolist(), described.ends.tolist(), strict=True)
    right = [f1(example.sentence[start:end], example.answers) for start, end in ends]
    return Case(example, described, np.array(right))


def _gradient(
    case: Case, weights: Floats, chance: np.random.Generator
) -> tuple[NDArray[np.int64], Floats]:
    """The features of one sentence, each once, and the slope of its loss along them."""
    described = case.spans
    first, last, whole = (
        rows[chance.random(len(rows)) < KEPT]
        for rows in (described.at_first, described.at_last, described.whole)
    )
    scores = weights[first].sum(axis=0)[described.first] + weights[last].sum(axis=0)[described.last]
    scores = (scores + weights[whole].sum(axis=0)) / KEPT
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    best = np.where(case.right == case.right.max(), chances, 0.0)
    slope = chances - best / best.sum()
    columns = first.shape[1]
    places = np.concatenate([first.ravel(), last.ravel(), whole.ravel()])
    slopes = np.concatenate(
        [
            np.tile(np.bincount(described.first, slope, columns), len(first)),  # a slope a word
            np.tile(np.bincount(described.last, slope, columns), len(last)),
            np.tile(slope, len(whole)),
        ]
    )
    features, inverse = np.unique(places, return_inverse=True)
    return features, np.bincount(inverse, slopes).astype(np.float64)


def _frequencies(training: Sequence[Case]) -> NDArray[np.int64]:
    """In how many sentences each feature was met."""
    met = np.zeros(1 << spantemplates.BITS, dtype=np.int64)
    for case in training:
        rows = (case.spans.at_first, case.spans.at_last, case.spans.whole)
        met[np.unique(np.concatenate([row.ravel() for row in rows]))] += 1
    return met


def _with_keywords(found: Sequence[Example]) -> list[Example]:
    typed = [
        Example(keywords(e.question, last=at % 2 == 1), e.sentence, e.answers, e.document)
        for at, e in enumerate(found[::KEYWORDS])
    ]
    return [*found, *typed]


def _held_out(case: Case) -> bool:
    return crc32(case.example.document.encode()) % HELD_OUT == 0


def main() -> None:
    """Fit on one folder of questions, write the model and print what it reaches on another."""
    parser = argparse.ArgumentParser(description="Fit the short answers.")
    parser.add_argument("folder", type=Path, help="questions to fit on")
    parser.add_argument("--measure", type=Path, help="questions to measure on")
    given = parser.parse_args()
    found = list(examples(given.folder, wrong=True))
    right = cases(_with_keywords([example for example in found if example.answers]))
    wrong = cases(e for e in found if not e.answers and crc32(e.document.encode()) % HELD_OUT == 0)
    partial = fit([case for case in right if not _held_out(case)])
    trust = calibrate(partial, [case for case in right if _held_out(case)] + wrong)
    weights = fit(right)
    save(weights, trust)
    if given.measure:
        for name, (count, exact, overlap) in measure(
            weights, cases(examples(given.measure))
        ).items():
            print(f"{name:12} {count:6} questions  EM {exact:.3f}  F1 {overlap:.3f}")  # noqa: T201


if __name__ == "__main__":
    main()
