"""Measure the ranking against its peers: ``make bench``, or ``python -m tests.benchmarks``.

With ``--write`` the tables and the plot are kept in docs/.
"""

from __future__ import annotations

import argparse
import platform
import shlex
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from index import compiled
from index.bm25 import Bm25
from tests.benchmarks import corpora, measure, report
from tests.benchmarks.engines import ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.benchmarks.corpora import Corpus
    from tests.benchmarks.measure import Figures, FromText, Start

PAGE, PLOT = Path("docs/benchmarks.md"), Path("docs/benchmarks.svg")


def main() -> None:
    """Measure one corpus after another; print and keep what is known as soon as it is."""
    options = _options()
    engines = [engine for engine in ENGINES if engine.name not in options.without]
    found = Found()
    for corpus in _corpora(options):
        with TemporaryDirectory(prefix="bench-") as folder:
            Bm25.build(corpus.passages).save(folder)
            found.starts[corpus.name] = measure.start(Path(folder), corpus)
        found.figures[corpus.name] = measure.compare(
            corpus, engines, budget=options.budget, questions=options.questions
        )
        if corpus.texts:
            found.texts = measure.from_text(corpus)
        sys.stdout.write(report.latency({corpus.name: found.figures[corpus.name]}) + "\n")
        sys.stdout.flush()
        if options.write:
            _write(found, options.sizes)
    sys.stdout.write(found.page(options.sizes))


@dataclass(slots=True)
class Found:
    """What has been measured so far, by the name of the corpus."""

    figures: dict[str, dict[str, Figures]] = field(default_factory=dict)
    starts: dict[str, Start] = field(default_factory=dict)
    texts: dict[str, FromText] = field(default_factory=dict)

    def by_size(self, sizes: Sequence[int]) -> dict[int, dict[str, Figures]]:
        """The figures of the synthetic corpora."""
        return {size: self.figures[f"{size:,}"] for size in sizes if f"{size:,}" in self.figures}

    def page(self, sizes: Sequence[int]) -> str:
        """Every table there is something for."""
        grown = {f"{size:,}": figures for size, figures in self.by_size(sizes).items()}
        tables = [
            report.latency(self.figures),
            report.building(self.figures),
            report.growth(grown) if len(grown) > 1 else "",
            report.text(self.texts) if self.texts else "",
            report.starting(self.starts),
        ]
        return "\n".join(filter(None, tables))


def _write(found: Found, sizes: Sequence[int]) -> None:
    if measured := found.by_size(sizes):
        report.plot(measured, PLOT)
    picture = f"![Median question by number of passages]({PLOT.name})"
    written = PAGE.read_text().partition(_MARK)[0]
    PAGE.write_text(f"{written}{_MARK}\n\n{_made()}\n{picture}\n\n{found.page(sizes)}")


_MARK = "<!-- below here: written by `make bench ARGS=--write` -->"


def _corpora(options: argparse.Namespace) -> Iterator[Corpus]:
    questions = max(options.questions, measure.ASKED)
    if options.folder:
        yield corpora.folders(options.folder, questions=questions)
    for size in options.sizes:
        yield corpora.zipfian(size, questions=questions)


def _made() -> str:
    command = shlex.join(["python", "-m", "tests.benchmarks", *sys.argv[1:]])
    search = "compiled" if compiled.searcher([], 0) else "in numpy"
    return (
        f"Made by `{command}` with Python {platform.python_version()} on"
        f" {platform.machine()} {platform.system()}; our search {search}, one thread.\n"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, nargs="*", help="text or HTML to measure on as well")
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--budget", type=float, default=10, help="seconds to ask, per engine")
    parser.add_argument("--without", nargs="*", default=[], help="engines to leave out, by name")
    parser.add_argument("--write", action="store_true", help=f"keep it in {PAGE}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
