"""Measure how far OpenSearch agrees with the embedded engine.

``python -m tests.opensearch.measure`` needs what ``make opensearch`` fetches, and SQuAD's
questions where ``../shared`` is.
"""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from bot.engine import Bot
from bot.evaluation import evaluate
from index import analysis
from index.library import Library
from index.migration import migrate
from index.opensearch.address import Address
from tests.evaluate import gold_sets
from tests.opensearch import cluster
from tests.opensearch.releases import runnable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.evaluation import GoldQuestion


def measure(
    embedded: Library, address: Address, questions: Sequence[GoldQuestion]
) -> dict[str, Any]:
    """Ask both engines the same questions."""
    other = Library(embedded.corpus, address)
    began = time.perf_counter()
    before, after = migrate(embedded.store, other.store)
    seconds = time.perf_counter() - began
    one, two = Bot(embedded), Bot(other)
    overlaps, same = [], 0
    times: dict[Bot, list[float]] = {one: [], two: []}
    for gold in questions:
        overlaps.append(_overlap(embedded, other, gold.question))
        said = [_timed(bot, gold.question, times[bot]) for bot in (one, two)]
        same += said[0] == said[1]
    return {
        "questions": len(questions),
        "passages": after.passages,
        "migrated the same": before == after,
        "migration, seconds": round(seconds, 1),
        "overlap of the best 10": round(statistics.mean(overlaps), 4),
        "same answer": round(same / len(questions), 4),
        "median time of an answer, ms": round(1000 * statistics.median(times[two]), 1),
        "embedded": round(1000 * statistics.median(times[one]), 1),
    }


def _timed(bot: Bot, question: str, times: list[float]) -> str:
    began = time.perf_counter()
    answer = bot.ask(question).answer
    times.append(time.perf_counter() - began)
    return answer


def _overlap(one: Library, two: Library, question: str) -> float:
    terms = analysis.content_terms(question)
    expected, found = (
        {(hit.passage.document_id, hit.passage.start) for hit in each.snapshot().search(terms)}
        for each in (one, two)
    )
    return len(expected & found) / len(expected) if expected else 1.0


def quality(embedded: Library, other: Library, questions: Sequence[GoldQuestion]) -> Iterator[str]:
    """What `quoth eval` says of both, side by side."""
    one, two = (evaluate(Bot(each), questions).measures for each in (embedded, other))
    yield f"| {len(questions)} questions | embedded | OpenSearch |\n|---|---|---|"
    for name, value in one.items():
        yield f"| {name} | {value:.4f} | {two[name]:.4f} |"


@click.command()
@click.option("--set", "name", default="squad-dev", show_default=True)
@click.option("--questions", "count", default=500, show_default=True)
@click.option("--every", default=0, help="Then evaluate, with one question in so many.")
def main(name: str, count: int, every: int) -> None:
    """Print the measures of one set of gold questions as JSON; words alone decide."""
    with TemporaryDirectory() as scratch, cluster.running(runnable()[0], brief=False) as nodes:
        gold = next(each for each in gold_sets(Path(scratch)) if each.name == name)
        library = Library(gold.corpus, Path(scratch, "index"))
        library.update()
        address = Address((nodes[0].host,), "measure", secure=False)
        asked = gold.questions[:: max(len(gold.questions) // count, 1)][:count]
        click.echo(json.dumps({"set": name, **measure(library, address, asked)}, indent=2))
        if every:
            for line in quality(library, Library(gold.corpus, address), gold.questions[::every]):
                click.echo(line)


if __name__ == "__main__":
    main()
