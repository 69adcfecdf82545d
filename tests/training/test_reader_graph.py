"""The reader's network can be read back out of what it was written to, to go on training it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from training import reader_graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH, INSIDE = 8, 2 * reader_graph.BLOCK
LAYER = {
    **{f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")},
    "attention.output.dense": (WIDTH, WIDTH),
    "attention.output.LayerNorm": (WIDTH,),
    "intermediate.dense": (INSIDE, WIDTH),
    "output.dense": (WIDTH, INSIDE),
    "output.LayerNorm": (WIDTH,),
}
SHAPES = {
    "encoder.embeddings.LayerNorm": (WIDTH,),
    **{
        f"encoder.encoder.layer.{number}.{name}": shape
        for number in range(reader_graph.LAYERS)
        for name, shape in LAYER.items()
    },
    "spans": (2, WIDTH),
    "answers": (1, WIDTH),
}
EMBEDDED = {"word": 20, "token_type": 2, "position": 16}


@pytest.fixture(scope="module")
def weights() -> dict[str, NDArray[np.float32]]:
    chance = np.random.default_rng(7)

    def drawn(*shape: int) -> NDArray[np.float32]:
        return chance.normal(size=shape).astype(np.float32)

    made = {
        f"encoder.embeddings.{kind}_embeddings.weight": drawn(count, WIDTH)
        for kind, count in EMBEDDED.items()
    }
    for name, shape in SHAPES.items():
        made[f"{name}.weight"], made[f"{name}.bias"] = drawn(*shape), drawn(shape[0])
    return made


@pytest.mark.parametrize("blocked", [False, True])
def test_what_is_read_back_is_off_by_half_a_step_of_rounding_at_most(
    weights: dict[str, NDArray[np.float32]], blocked: bool
) -> None:
    names = [f"encoder.encoder.layer.{n}.output.dense" for n in range(reader_graph.LAYERS)]

    read = reader_graph.read(reader_graph.build(weights, blocked=names if blocked else ()))

    assert read.keys() == weights.keys()
    for name, value in weights.items():
        step = np.abs(value).max() / reader_graph.LARGEST
        np.testing.assert_allclose(read[name], value, rtol=0, atol=0.51 * step)


def test_what_was_not_rounded_is_read_back_as_it_was(
    weights: dict[str, NDArray[np.float32]],
) -> None:
    read = reader_graph.read(reader_graph.build(weights, exact=reader_graph.matrices()))

    for name, value in weights.items():
        np.testing.assert_array_equal(read[name], value)
