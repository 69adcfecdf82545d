"""Fit how sure an answer is: `python -m training.confidence ../shared/data/squad-train`.

Needs the ranking to be fitted; with `--reader`, which fits the model for answers that the
reader has read, the reader and the reranking too, and only the questions that it was not trained
on are asked. Four kinds of questions teach it: those that the documents answer; those asked of
other documents altogether; and near misses, whose own paragraph is gone, or which name another
person, place or year than the one that the documents tell this of.
All are asked of collections large and small, down to three short files, and some in two or three
words: what is rare, and what can match by chance, depends on both.
Prints how well it refuses, and writes `bot/models/confidence.json` or `confidence_read.json`.
"""

from __future__ import annotations

import argparse
import math
import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot import confidence, extraction, linear, reranking, retrieval
from bot.evaluation import auroc, calibration_error, contains
from bot.evidence import Library
from bot.question import analyse
from bot.reader import Reader
from bot.readerfiles import MODELS
from training import fitting, reader_examples
from training.collection import brief, load, places_of, varied
from training.excerpts import Excerpts
from training.swaps import Swaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.extraction import Candidate
    from bot.linear import Linear
    from bot.question import Question
    from index.documents import Document
    from index.retriever import Retriever
    from training.collection import GoldQuestion, Places

    Fit = tuple[NDArray[np.float64], float]
    Shares = Mapping[str, float]

ABOUT = "What speaks for an answer being right; fitted by training/confidence.py."
PASSAGES = 8
RIDGE = 1e-4
SEED = 4
STYLES = 4  # of typing a question
SHARES = {"answerable": 0.6, "far": 0.38, "near": 0.01, "swapped": 0.01}
SHARES_READ = {"answerable": 0.6, "far": 0.34, "near": 0.03, "swapped": 0.03}  # it tells misses
PLAIN = {"answerable": 0.6, "far": 0.4}
BRIEF, BRIEF_WEIGHT = 0.3, 0.08  # up to three terms are asked about more often here than by people


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The features of an answer, whether it was right, and the kind of question."""

    kind: str
    features: dict[str, float]
    right: bool


def main() -> None:
    """Fit, measure and write the models."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, help="the folder squad-train")
    parser.add_argument("--every", type=int, default=1, help="ask every third question, say")
    parser.add_argument("--reader", action="store_true", help="for answers that the reader read")
    parser.add_argument("--folder", type=Path, default=MODELS, help="of the reader")
    options = parser.parse_args()
    documents, questions = load(options.questions)
    reader = Reader.open(options.folder) if options.reader else None
    if reader is not None:
        unseen = {document.id for document in reader_examples.divide(documents)[1]}
        questions = [question for question in questions if question.document_id in unseen]
    cases = list(_all_cases(questions[:: options.every], documents, reader))
    names = (*confidence.NAMES, *confidence.READ_NAMES) if reader else confidence.NAMES
    weights, bias = fit(cases, names, SHARES_READ if reader else SHARES)
    file = confidence.file(read=options.reader)
    fitted = dict(zip(names, weights, strict=True))
    print(f"written to {fitting.save(file, ABOUT, fitted, bias)}")  # noqa: T201
    linear.load.cache_clear()
    confidence.model.cache_clear()
    _tell(cases, confidence.model(read=options.reader))


def _all_cases(
    questions: Sequence[GoldQuestion], documents: Sequence[Document], reader: Reader | None
) -> Iterable[Case]:
    ask = _Asking(Library(size=20_000), reader)
    placed = list(_placed(questions, documents))
    asked = [(_typed(question, n), place) for n, (question, place) in enumerate(placed)]
    yield from ask.cases("answerable", ((q, place.home(q)) for q, place in asked))
    yield from ask.cases("far", ((q, place.away(q)) for q, place in asked))
    yield from ask.cases("near", ((q, place.near(q)) for q, place in asked))
    yield from ask.cases("swapped", _swapped(placed))


def _placed(
    questions: Sequence[GoldQuestion], documents: Sequence[Document]
) -> Iterable[tuple[GoldQuestion, Places]]:
    """Each question and the collections that it is asked of, every fourth in small ones."""
    large = places_of(documents)
    small = Excerpts(documents)
    for number, question in enumerate(questions):
        size = number // STYLES % (len(large) + 1)
        moved = small.moved(question) if size == len(large) else None
        if moved:
            yield moved, small.places
        else:
            yield question, large[size % len(large)]


def _typed(question: GoldQuestion, number: int) -> GoldQuestion:
    """The question as others would type it: every fourth time in two or three words."""
    style = number % STYLES
    return brief(question, 2 + number % 2) if style == STYLES - 1 else varied(question, style)


def _swapped(
    placed: Sequence[tuple[GoldQuestion, Places]],
) -> Iterable[tuple[GoldQuestion, Retriever]]:
    """The questions about something else, which their document doesn't mention."""
    chance = random.Random(SEED)  # noqa: S311  # reproducible, not secret
    swaps = Swaps(question.text for question, _ in placed)
    for number, (question, place) in enumerate(placed):
        home = place.home(question)
        document = home.documents[question.document_id].text
        paragraph = document[question.start : question.end]
        other = swaps.swapped(question.text, paragraph, chance, unheard_in=document)
        if other:
            yield varied(replace(question, text=other, answers=()), number), home


def fit(cases: Sequence[Case], names: Sequence[str], shares: Shares) -> Fit:
    """Weights that tell the answerable from the others, scaled to how often the answer is right.

    Near misses teach what to look at; how sure to be is told by the others alone, for nobody
    knows how many of the questions that people ask are near misses (Platt, 1999).
    """
    weights, bias = fitting.logistic(
        _table(cases, names),
        np.array([case.kind == "answerable" for case in cases], float),
        _weights(cases, shares),
        ridge=RIDGE,
    )
    plain = [case for case in cases if case.kind in PLAIN]
    logits = _table(plain, names) @ weights + bias
    [scale], shift = fitting.logistic(
        logits[:, None],
        np.array([case.right for case in plain], float),
        _weights(plain, PLAIN),
        ridge=0.0,
    )
    return scale * weights, scale * bias + shift


def _table(cases: Sequence[Case], names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[case.features[name] for name in names] for case in cases])


def _weights(cases: Sequence[Case], shares: Shares) -> NDArray[np.float64]:
    """What each case counts: the cases of a kind together have its share."""
    weights = np.array([BRIEF_WEIGHT if c.features["terms"] <= BRIEF else 1.0 for c in cases])
    for kind, share in shares.items():
        of_kind = np.array([case.kind == kind for case in cases])
        weights[of_kind] *= share / weights[of_kind].sum()
    return weights


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks as `Bot.ask` does, and looks at what comes out before the confidence is known."""

    library: Library
    reader: Reader | None

    def cases(self, kind: str, asked: Iterable[tuple[GoldQuestion, Retriever]]) -> Iterable[Case]:
        """A case for each question that finds something."""
        for gold, retriever in asked:
            question = analyse(gold.text, retriever)
            candidates = self._candidates(question, retriever)
            quotes = extraction.quotes(question, candidates, limit=extraction.MOST_QUOTES)
            texts = [quote.evidence.document.text[quote.start : quote.end] for quote in quotes]
            right = any(contains(text, gold.answers) for text in texts)
            if candidates and not (right and kind == "near"):  # said elsewhere too: no miss
                seen = dict(confidence.evidence(question, candidates))
                yield Case(kind, seen, right and kind == "answerable")

    def _candidates(self, question: Question, retriever: Retriever) -> list[Candidate]:
        found = retrieval.search(question, retriever, self.library, limit=PASSAGES)
        candidates = extraction.rank(question, found)
        if self.reader is None:
            return candidates
        return reranking.rerank(question.text, candidates, self.reader, budget_ms=math.inf)


def _tell(cases: Sequence[Case], model: Linear) -> None:
    sure = [linear.logistic(sum(model.adds(case.features).values())) for case in cases]
    of = {k: [s for s, c in zip(sure, cases, strict=True) if c.kind == k] for k in SHARES}
    for kind in ("far", "near", "swapped"):
        print(f"AUROC, answerable against {kind}: {auroc(of['answerable'], of[kind]):.4f}")  # noqa: T201
    seen = [at for at, case in enumerate(cases) if case.kind in PLAIN]
    error = calibration_error([sure[at] for at in seen], [cases[at].right for at in seen])
    print(f"calibration error, near misses aside: {error:.4f}")  # noqa: T201
    strict = sorted(of["answerable"])[len(of["answerable"]) // 20]
    print(f"5 % of the answerable are below {strict:.3f}")  # noqa: T201


if __name__ == "__main__":
    main()
