"""Write what was measured as a page of tables and a plot."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tests.benchmarks.measure import Figures, FromText, Start

    Measured = Mapping[str, Mapping[str, Figures]]  # by corpus, then by engine


def latency(measured: Measured) -> str:
    """p50 and p95 of a question, and how many times slower than ours."""
    return _table(
        ["top 10, ms: p50 / p95 (p50 ÷ ours)", *measured],
        (
            [engine, *(_asked(figures, engine) for figures in measured.values())]
            for engine in _engines(measured.values())
        ),
    )


def building(measured: Measured) -> str:
    """Seconds to build from terms, megabytes on disk, milliseconds for one more passage."""
    return _table(
        ["build from terms, s · on disk, MB · one more, ms", *measured],
        (
            [engine, *(_built(figures.get(engine)) for figures in measured.values())]
            for engine in _engines(measured.values())
        ),
    )


def growth(measured: Measured) -> str:
    """How much longer a question and building take from one corpus to the next."""
    steps = list(pairwise(measured.items()))
    return _table(
        [
            "p50 of a question · build, times as long",
            *(f"{name} → {larger}" for (name, _), (larger, _) in steps),
        ],
        (
            [engine, *(_grown(before, after, engine) for (_, before), (_, after) in steps)]
            for engine in _engines(measured.values())
        ),
    )


def text(built: Mapping[str, FromText]) -> str:
    """Building from text; ours comes first."""
    ours = next(iter(built.values())).speed
    rows = (
        [
            name,
            f"{it.size / 1e6:.1f}",
            f"{it.seconds:.1f}",
            f"{it.speed:.2f}",
            f"{ours / it.speed:.2g} ×",
        ]
        for name, it in built.items()
    )
    return _table(["build from text", "MB", "s", "MB/s", "ours ÷ its"], rows)


def starting(starts: Mapping[str, Start]) -> str:
    """A new process to its first answer, and its memory after a thousand questions."""
    rows = (
        [corpus, f"{start.seconds * 1e3:.0f}", f"{start.resident / 1e6:.0f}"]
        for corpus, start in starts.items()
    )
    return _table(["open an index of", "to the first answer, ms", "resident after 1,000, MB"], rows)


def plot(measured: Mapping[int, Mapping[str, Figures]], path: Path) -> None:
    """p50 by number of passages, both axes logarithmic."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "quoth"  # the same figures give the same file
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5), layout="constrained")
    for engine in _engines(measured.values()):
        points = [(n, f[engine].p50 * 1e3) for n, f in measured.items() if engine in f]
        ours = engine == "Quoth"
        axes.loglog(*zip(*points, strict=True), "o-", label=engine, linewidth=3 if ours else 1.2)
        axes.annotate(f" {engine}", points[-1], va="center", weight="bold" if ours else None)
    axes.set(xlabel="passages", ylabel="median question, ms", xlim=(None, 4 * max(measured)))
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})


def _engines(measured: Iterable[Mapping[str, Figures]]) -> list[str]:
    return list(dict.fromkeys(name for figures in measured for name in figures))


def _asked(figures: Mapping[str, Figures], engine: str) -> str:
    if engine not in figures:
        return "–"
    found, ours = figures[engine], figures["Quoth"]
    ratio = "" if engine == "Quoth" else f" ({found.p50 / ours.p50:,.3g} ×)"
    return f"{found.p50 * 1e3:,.3g} / {found.p95 * 1e3:,.3g}{ratio}"


def _built(figures: Figures | None) -> str:
    if figures is None:
        return "–"
    disk = f"{figures.disk / 1e6:,.0f}" if figures.disk else "–"
    add = "rebuild" if figures.add is None else f"{figures.add * 1e3:.3g}"
    return f"{figures.build:,.1f} · {disk} · {add}"


def _grown(before: Mapping[str, Figures], after: Mapping[str, Figures], engine: str) -> str:
    if engine not in before or engine not in after:
        return "–"
    small, large = before[engine], after[engine]
    return f"{large.p50 / small.p50:.1f} · {large.build / small.build:.1f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
