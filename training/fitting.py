"""Fit linear models by Newton's method: few weights, many rows, and nothing but numpy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from bot.modelfiles import MODELS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Step = Callable[[Array], tuple[float, Array, Array]]

_ROUNDS = 12
_SMALLEST = 1e-9


def choices(rows: Array, sizes: Sequence[int], targets: Array, *, ridge: float) -> Array:
    """The weights under which the right one of each group of rows is most probable.

    A conditional logit (McFadden, 1974): `rows` stand group after group, `sizes` says how many
    belong to each, and `targets` sums to 1 within each group. `ridge` is for standardised rows.
    """
    scale = rows.std(axis=0) + 1e-9
    scaled = (rows - rows.mean(axis=0)) / scale
    ends = np.cumsum(sizes)
    starts = ends - np.asarray(sizes)
    of = np.repeat(np.arange(len(sizes)), sizes)

    def step(weights: Array) -> tuple[float, Array, Array]:
        scores = scaled @ weights
        scores = scores - np.maximum.reduceat(scores, starts)[of]
        sums = np.add.reduceat(np.exp(scores), starts)
        chances = np.exp(scores) / sums[of]
        value = float(targets @ scores - np.log(sums).sum())
        means = np.add.reduceat(scaled * chances[:, None], starts, axis=0)
        slope = (targets - chances) @ scaled
        curve = scaled.T @ (scaled * chances[:, None]) - means.T @ means
        return value / len(sizes), slope / len(sizes), curve / len(sizes)

    weights: Array = _newton(step, rows.shape[1], ridge) / scale
    return weights


def logistic(rows: Array, right: Array, weights: Array, *, ridge: float) -> tuple[Array, float]:
    """The weights and bias of a logistic regression over weighted rows."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    shares = weights / weights.sum()

    def step(fitted: Array) -> tuple[float, Array, Array]:
        scores = scaled @ fitted
        chances = 1 / (1 + np.exp(-scores))
        value = float(shares @ (right * scores - np.logaddexp(0, scores)))
        curve = scaled.T @ (scaled * (shares * chances * (1 - chances))[:, None])
        return value, (shares * (right - chances)) @ scaled, curve

    fitted = _newton(step, scaled.shape[1], ridge)
    plain = fitted[:-1] / scale
    return plain, float(fitted[-1] - mean @ plain)


def save(name: str, about: str, weights: Mapping[str, float], bias: float = 0.0) -> Path:
    """Write a model where `bot.linear` reads it."""
    path = MODELS / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    rounded = {feature: round(float(weight), 4) for feature, weight in weights.items()}
    fitted = {"about": about, "bias": round(bias, 4), "weights": rounded}
    path.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
    return path


def _newton(step: Step, size: int, ridge: float) -> Array:
    """Where the value of `step`, less the ridge, is greatest; it also gives slope and curve."""

    def value(weights: Array) -> float:
        return step(weights)[0] - ridge / 2 * float(weights @ weights)

    weights = np.zeros(size)
    for _ in range(_ROUNDS):
        _, slope, curve = step(weights)
        move = np.linalg.solve(curve + ridge * np.eye(size), slope - ridge * weights)
        while value(weights + move) < value(weights) and np.abs(move).max() > _SMALLEST:
            move = move / 2  # too far: the curve is only true nearby
        weights = weights + move
    return weights
