"""Measure the ranking against its peers: ``make bench``, or ``python -m tests.benchmarks``.

With ``--write`` the tables and the plot are kept in docs/.
"""

from __future__ import annotations

import argparse
import platform
import shlex
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from index import compiled
from index.bm25 import Bm25
from tests.benchmarks import corpora, measure, report
from tests.benchmarks.engines import ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.corpora import Corpus
    from tests.benchmarks.measure import Figures, Start

PAGE, PLOT = Path("docs/benchmarks.md"), Path("docs/benchmarks.svg")


def main() -> None:
    """Print every table as soon as it is known."""
    options = _options()
    engines = [engine for engine in ENGINES if engine.name not in options.without]
    measured: dict[str, dict[str, Figures]] = {}
    starts: dict[str, Start] = {}
    text = ""
    for corpus in _corpora(options):
        with TemporaryDirectory(prefix="bench-") as folder:
            Bm25.build(corpus.passages).save(folder)
            starts[corpus.name] = measure.start(Path(folder), corpus)
        measured[corpus.name] = measure.compare(corpus, engines, budget=options.budget)
        if corpus.texts:
            text = report.text(measure.from_text(corpus))
        sys.stdout.write(report.latency({corpus.name: measured[corpus.name]}) + "\n")
        sys.stdout.flush()
    synthetic = {name: measured[name] for name in map("{:,}".format, options.sizes)}
    grown = report.growth(synthetic) if len(synthetic) > 1 else ""
    tables = [report.latency(measured), report.building(measured), grown, text]
    tables.append(report.starting(starts))
    page = "\n".join(filter(None, tables))
    sys.stdout.write(page)
    if options.write:
        report.plot({size: measured[f"{size:,}"] for size in options.sizes}, PLOT)
        picture = f"![Median question by number of passages]({PLOT.name})"
        written = PAGE.read_text().partition(_MARK)[0]
        PAGE.write_text(f"{written}{_MARK}\n\n{_made()}\n{picture}\n\n{page}")


_MARK = "<!-- below here: written by `make bench ARGS=--write` -->"


def _corpora(options: argparse.Namespace) -> Iterator[Corpus]:
    for size in options.sizes:
        yield corpora.zipfian(size, questions=options.questions)
    if options.folder:
        yield corpora.folders(options.folder, questions=options.questions)


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
