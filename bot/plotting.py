"""Draw a run of gold questions: is the confidence honest, what do refusals cost, how deep to look.

Needs the extra `plot`.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

from bot.evaluation import reliability
from index.errors import PlotFailed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.evaluation import Outcome, Report

_DEEPEST = 5  # passages
_WIDTH, _HEIGHT = 12, 4  # inches


def plot(report: Report, path: Path) -> None:
    """Write the picture to `path`, in the format that its suffix names (.svg, .png, .pdf).

    Raises `PlotFailed` where matplotlib is not installed or can't write there.
    """
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415  # of an extra, and slow to import
    except ImportError as error:
        raise PlotFailed("a plot needs matplotlib: pip install '.[plot]'") from error
    figure = Figure(figsize=(_WIDTH, _HEIGHT), layout="constrained")
    left, middle, right = figure.subplots(1, 3)
    _draw_reliability(left, report.outcomes)
    _draw_risk(middle, report.outcomes)
    _draw_hits(right, [each for each in report.outcomes if each.gold.answerable])
    try:
        figure.savefig(path)
    except (OSError, ValueError) as error:
        raise PlotFailed(f"{path}: {error}") from error


def _draw_reliability(axes: Any, outcomes: Sequence[Outcome]) -> None:
    bins = reliability([o.confidence for o in outcomes], [o.right for o in outcomes])
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--")
    axes.plot([b.confidence for b in bins], [b.right for b in bins], marker="o")
    axes.set(title="Reliability", xlabel="confidence", ylabel="share right", ylim=(0, 1))


def _draw_risk(axes: Any, outcomes: Sequence[Outcome]) -> None:
    """The share of wrong answers, when only the surest part of the questions is answered."""
    surest = sorted(outcomes, key=lambda outcome: -outcome.confidence)
    wrong = accumulate(not outcome.right for outcome in surest)
    risk = [count / number for number, count in enumerate(wrong, 1)]
    coverage = [number / len(surest) for number in range(1, len(surest) + 1)]
    axes.plot(coverage, risk)
    axes.set(title="Risk against coverage", xlabel="share answered", ylabel="share wrong")


def _draw_hits(axes: Any, answerable: Sequence[Outcome]) -> None:
    depths = range(1, _DEEPEST + 1)
    hits = [
        sum(0 < outcome.passage_rank <= depth for outcome in answerable) / max(1, len(answerable))
        for depth in depths
    ]
    axes.plot(depths, hits, marker="o")
    axes.set(title="Passage hit@k", xlabel="k", ylabel="share of questions", xticks=list(depths))
