"""Run engines over one corpus, question by question in turn, so that a slow minute hits all."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from operator import attrgetter
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from index.analysis import terms
from index.segment import Segment
from tests.benchmarks.engines import RankBm25, Tantivy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tests.benchmarks.corpora import Corpus
    from tests.benchmarks.engines import Engine, Incremental

WARM_UP = 5  # questions, not counted
ROUNDS = 3  # of building, of which the fastest counts; one for who takes longer than this
SOON_BUILT = 45.0  # seconds
ADDED = 20  # passages, one by one
OPENED = 7  # new processes
ASKED = 1_000  # questions, before memory is looked at
PARTS = 2  # of the texts for each worker, so that none waits long for another
SAMPLE = 2_000  # texts for who would take ten minutes for all of them


@dataclass(slots=True)
class Figures:
    """What was measured of an engine on a corpus; seconds and bytes; None: it cannot."""

    build: float
    disk: int
    questions: list[float] = field(default_factory=list)  # seconds each
    add: float | None = None

    @property
    def p50(self) -> float:
        """The median question."""
        return median(self.questions)

    @property
    def p95(self) -> float:
        """All but one in twenty are faster."""
        return quantiles(self.questions, n=20)[-1]


@dataclass(frozen=True, slots=True)
class Start:
    """What a new process needs to its first answer beyond `import numpy`; medians."""

    seconds: float
    resident: int  # bytes after a thousand questions


@dataclass(frozen=True, slots=True)
class FromText:
    """How long it took to index so much text."""

    seconds: float
    size: int  # bytes

    @property
    def speed(self) -> float:
        """Megabytes a second."""
        return self.size / 1e6 / self.seconds


def compare(
    corpus: Corpus, engines: Iterable[type[Engine]], *, budget: float, questions: int = ASKED
) -> dict[str, Figures]:
    """The figures of each engine by name, over the first `questions` of the corpus.

    One that has used up `budget` seconds stops asking.
    """
    figures: dict[str, Figures] = {}
    with TemporaryDirectory(prefix="bench-") as root:
        built = {}
        for number in range(ROUNDS):
            for engine in engines:
                if number and figures[engine.name].build > SOON_BUILT:
                    continue
                folder = Path(root, f"{engine.name} {number}")
                folder.mkdir()
                began = time.perf_counter()
                built[engine.name] = engine.build(corpus.passages, folder)
                seconds = time.perf_counter() - began
                fastest = figures.setdefault(engine.name, Figures(seconds, _size(folder)))
                fastest.build = min(seconds, fastest.build)
        _ask_in_turn(corpus.questions[:questions], built, figures, budget)
        for name, engine_built in built.items():
            figures[name].add = _add(engine_built, corpus)
    return figures


def _ask_in_turn(
    questions: Sequence[list[str]],
    built: dict[str, Engine],
    figures: dict[str, Figures],
    budget: float,
) -> None:
    gc.collect()
    gc.disable()  # the passages are millions of objects; no engine should pay for counting them
    for number, question in enumerate(questions):
        for name, engine in built.items():
            times = figures[name].questions
            if sum(times) > budget:
                continue
            began = time.perf_counter()
            engine.search(question)
            taken = time.perf_counter() - began
            if number >= WARM_UP:
                times.append(taken)
    gc.enable()


def _add(engine: Engine, corpus: Corpus) -> float | None:
    """Seconds until one more passage is durable and a question finds it; the median."""
    if not hasattr(engine, "add"):
        return None
    taken = []
    for passage in corpus.passages[:ADDED]:
        began = time.perf_counter()
        cast("Incremental", engine).add(passage)
        engine.search(passage[:5])
        taken.append(time.perf_counter() - began)
    return median(taken)


def start(folder: Path, corpus: Corpus) -> Start:
    """How a new process opens the index that `Bm25.save` left in `folder`."""
    starts, resident = [], 0
    for _ in range(OPENED):
        question = repr([list(question) for question in corpus.questions[:ASKED]])
        command = [sys.executable, "-c", OPEN, str(folder)]
        ran = subprocess.run(command, input=question, capture_output=True, text=True, check=True)
        seconds, kilobytes = ran.stdout.split()
        starts.append(float(seconds))
        resident = int(kilobytes) * 1024
    return Start(median(starts), resident)


OPEN = """
import ast, sys, time, numpy
questions = ast.literal_eval(sys.stdin.read())
began = time.perf_counter()
from index.bm25 import Bm25
ranking = Bm25.open(sys.argv[1])
ranking.top(questions[0], 10)
print(time.perf_counter() - began)
for question in questions:
    ranking.top(question, 10)
status = open("/proc/self/status").read()
print(status.split("VmRSS:")[1].split()[0])
"""


def from_text(corpus: Corpus) -> dict[str, FromText]:
    """How fast text becomes an index: ours on two cores, tantivy's on one, rank-bm25 with NLTK.

    The last one has to do with some of the texts. Each has its turn a few times.
    """
    some = corpus.texts[:: -(-len(corpus.texts) // SAMPLE)]
    rounds = [
        {
            "Quoth, two processes": _timed(build_in_parallel, corpus.texts),
            "tantivy, one thread": _timed(_tantivy, corpus.texts),
            "rank-bm25 with NLTK": _timed(RankBm25.build_from_text, some),
        }
        for _ in range(ROUNDS)
    ]
    return {
        name: min((each[name] for each in rounds), key=attrgetter("seconds")) for name in rounds[0]
    }


def _tantivy(texts: Sequence[str]) -> None:
    with TemporaryDirectory(prefix="bench-") as folder:
        Tantivy.build_from_text(texts, Path(folder))


def build_in_parallel(texts: Sequence[str], workers: int = 2) -> Segment:
    """Each worker sends back arrays, which are joined without looking at the text again."""
    size = -(-len(texts) // (PARTS * workers))
    parts = [texts[start : start + size] for start in range(0, len(texts), size)]
    with ProcessPoolExecutor(workers, get_context("fork")) as pool:
        return Segment.merge(list(pool.map(_analysed, parts)))


def _analysed(texts: Sequence[str]) -> Segment:
    return Segment.build(map(terms, texts))


def _timed(build: Callable[[Sequence[str]], object], texts: Sequence[str]) -> FromText:
    size = sum(len(text.encode()) for text in texts)
    began = time.perf_counter()
    build(texts)
    return FromText(time.perf_counter() - began, size)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
