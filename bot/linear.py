"""Linear models whose weights are a readable file: one number for each feature by name."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bot import modelfiles

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

_FURTHEST = 30.0


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of named features, plus a bias."""

    weights: Mapping[str, float]
    bias: float = 0.0

    def scores(self, columns: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """The sum for each row of a table that has a column for each weight."""
        products = [columns[name] * weight for name, weight in self.weights.items()]
        total: NDArray[np.float64] = sum(products[1:], products[0]) + self.bias
        return total

    def adds(self, features: Mapping[str, float]) -> dict[str, float]:
        """What each feature adds to the sum for one set of them, and the bias as "always"."""
        products = {name: features[name] * weight for name, weight in self.weights.items()}
        return {"always": self.bias, **products}


def logistic(score: float) -> float:
    """The probability whose log-odds are `score`, from -30 to 30."""
    return 1 / (1 + math.exp(-max(-_FURTHEST, min(_FURTHEST, score))))


def logit(probability: float) -> float:
    """The log-odds of a probability between 0 and 1.

    >>> round(logit(logistic(2.5)), 6)
    2.5
    """
    return math.log(probability / (1 - probability))


@cache
def load(name: str) -> Linear:
    """The model of this name from `bot/models/`."""
    fitted = modelfiles.read(name)
    return Linear(fitted["weights"], fitted["bias"])


def check(model: Linear, names: Collection[str], *, script: str) -> Linear:
    """The model, if it was fitted on just these features; raises `ValueError` if it was not."""
    if missing := set(names) ^ set(model.weights):
        raise ValueError(
            f"a file in bot/models/ was fitted on other features ({', '.join(sorted(missing))}):"
            f" fit it again with 'python -m training.{script}'"
        )
    return model


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability of each, where one of them is right.

    >>> softmax(np.array([0.0, 0.0])).tolist()
    [0.5, 0.5]
    """
    exponents = np.exp(scores - scores.max())
    chances: NDArray[np.float64] = exponents / exponents.sum()
    return chances
