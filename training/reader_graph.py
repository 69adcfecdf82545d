"""Write the reader's network as ONNX: int8 matrices, one scale a column, float where it matters.

The graph is built operator by operator rather than traced, with the fused operators of ONNX
Runtime: what stands here is what runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray
    from onnx import ModelProto, NodeProto

    Weights = Mapping[str, NDArray[np.float32]]

LAYERS, HEADS = 6, 12
LARGEST = 127  # of an int8
BLOCK = 128
_ZERO = 128  # of the unsigned integers in a block
_EPSILON = 1e-12
_MICROSOFT = "com.microsoft"
_ATTENDING = ("query", "key", "value")


@dataclass(slots=True)
class _Graph:
    """Nodes and constants in the order in which they are added."""

    exact: Collection[str]  # matrices, by name, that stay float
    blocked: Collection[str]  # and those whose inputs are rounded block by block
    nodes: list[NodeProto] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Add an operator of ONNX, or of ONNX Runtime where `kind` begins with a plus."""
        domain = _MICROSOFT if kind.startswith("+") else ""
        kind = kind.removeprefix("+")
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def linear(self, states: str, weights: Weights, name: str) -> str:
        """``states @ weight.T + bias``."""
        matrix = np.ascontiguousarray(weights[f"{name}.weight"].T)
        bias = self.constant(f"{name}.bias", weights[f"{name}.bias"])
        if name in self.exact:
            kept = self.constant(f"{name}.weight", matrix)
            product = self.node("MatMul", [states, kept], f"{name}.product")
            return self.node("Add", [product, bias], f"{name}.out")
        if name in self.blocked:
            product = self._blocked(states, matrix, name)
            return self.node("Add", [product, bias], f"{name}.out")
        values, scales = quantised(matrix, axis=0)
        inputs = [
            states,
            self.constant(f"{name}.weight", values),
            self.constant(f"{name}.scale", scales),
            self.constant(f"{name}.zero", np.zeros_like(scales, np.int8)),
            bias,
        ]
        return self.node("+DynamicQuantizeMatMul", inputs, f"{name}.out")

    def _blocked(self, states: str, matrix: NDArray[np.float32], name: str) -> str:
        """``states @ matrix``, with a scale for each block of `BLOCK` weights and of inputs.

        A few large inputs then cost only their own block its precision.
        """
        size, width = matrix.shape
        blocks = np.ascontiguousarray(matrix.T).reshape(width * size // BLOCK, BLOCK)
        values, scales = quantised(blocks, axis=1)
        shifted = (values.astype(np.int16) + _ZERO).astype(np.uint8)
        inputs = [
            states,
            self.constant(f"{name}.weight", shifted.reshape(width, size // BLOCK, BLOCK)),
            self.constant(f"{name}.scale", scales),
        ]
        return self.node(
            "+MatMulNBits",
            inputs,
            f"{name}.product",
            K=size,
            N=width,
            bits=8,
            block_size=BLOCK,
            accuracy_level=4,  # the inputs in int8, too
        )

    def normal(self, states: str, skipped: str, weights: Weights, name: str) -> str:
        """Layer normalisation of the sum of `states` and what they were made from."""
        scale = self.constant(f"{name}.weight", weights[f"{name}.weight"])
        bias = self.constant(f"{name}.bias", weights[f"{name}.bias"])
        return self.node(
            "+SkipLayerNormalization",
            [states, skipped, scale, bias],
            f"{name}.out",
            epsilon=_EPSILON,
        )


def build(
    weights: Weights, *, exact: Collection[str] = (), blocked: Collection[str] = ()
) -> ModelProto:
    """The network of `reader_network.Reader` with the state dict `weights`, without padding.

    `exact` names the matrices that stay float32, "embeddings" may be one of them; `blocked` those
    whose inputs have outliers.
    """
    graph = _Graph(exact, blocked)
    weights = _joined(weights)
    states = _embedded(graph, weights)
    for number in range(LAYERS):
        states = _layer(graph, weights, states, f"encoder.encoder.layer.{number}")
    spans = _head(graph, weights, states, "spans")
    for place, name in enumerate(["first", "last"]):
        at = graph.constant(f"{name}.at", np.array(place))
        graph.node("Gather", [spans, at], name, axis=2)
    zero = graph.constant("zero", np.array(0))
    opening = graph.node("Gather", [states, zero], "opening", axis=1)
    answers = _head(graph, weights, opening, "answers")
    graph.node("Gather", [answers, zero], "answers", axis=1)
    shape = ["texts", "tokens"]
    inputs = [_value(name, TensorProto.INT64, shape) for name in ("ids", "segments")]
    outputs = [_value(name, TensorProto.FLOAT, shape) for name in ("first", "last")]
    outputs.append(_value("answers", TensorProto.FLOAT, shape[:1]))
    return helper.make_model(
        helper.make_graph(graph.nodes, "reader", inputs, outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=9,
        producer_name="quoth",
    )


def matrices() -> list[str]:
    """The names of all matrices that can be int8, in the order of the network."""
    inside = ("attention", "attention.output.dense", "intermediate.dense", "output.dense")
    return ["embeddings"] + [
        f"encoder.encoder.layer.{number}.{name}" for number in range(LAYERS) for name in inside
    ]


def quantised(
    matrix: NDArray[np.float32], *, axis: int
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Integers and the scales to multiply them with, one for each place along the other axis.

    >>> values, scales = quantised(np.array([[1.0, -0.5], [0.5, 0.25]], np.float32), axis=0)
    >>> (values * scales).round(2).tolist()
    [[1.0, -0.5], [0.5, 0.25]]
    """
    scales = np.abs(matrix).max(axis=axis, keepdims=True) / LARGEST
    values = np.rint(matrix / np.maximum(scales, 1e-12)).astype(np.int8)
    return values, scales.squeeze(axis).astype(np.float32)


def read(model: ModelProto) -> dict[str, NDArray[np.float32]]:
    """The weights that `build` made `model` of, as exact as it kept them."""
    kept = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    embeddings = "encoder.embeddings"
    words = kept.pop("words") * kept.pop("words.scale", np.float32(1))
    weights = {
        f"{embeddings}.word_embeddings.weight": words,
        f"{embeddings}.token_type_embeddings.weight": kept.pop("kinds"),
        f"{embeddings}.position_embeddings.weight": kept.pop("places"),
    }
    for name, value in kept.items():
        owner, _, kind = name.rpartition(".")
        if f"{owner}.scale" in kept and kind == "weight":
            weights[name] = _unpacked(value, kept[f"{owner}.scale"])
        elif kind in ("weight", "bias"):
            weights[name] = value.T
    for number in range(LAYERS):
        layer = f"encoder.encoder.layer.{number}.attention"
        for kind in ("weight", "bias"):
            parts = np.split(weights.pop(f"{layer}.{kind}"), 3)
            for part, value in zip(_ATTENDING, parts, strict=True):
                weights[f"{layer}.self.{part}.{kind}"] = value
    return {name: np.array(value, np.float32) for name, value in weights.items()}


def _unpacked(values: NDArray[Any], scales: NDArray[np.float32]) -> NDArray[np.float32]:
    if values.dtype == np.int8:
        return (values * scales).T
    width, blocks, size = values.shape
    shifted = (values.astype(np.float32) - _ZERO) * scales.reshape(width, blocks, 1)
    return shifted.reshape(width, blocks * size)


def _joined(weights: Weights) -> dict[str, NDArray[np.float32]]:
    """The weights, with query, key and value of a layer as one matrix."""
    joined = dict(weights)
    for number in range(LAYERS):
        layer = f"encoder.encoder.layer.{number}.attention"
        for kind in ("weight", "bias"):
            parts = [weights[f"{layer}.self.{part}.{kind}"] for part in _ATTENDING]
            joined[f"{layer}.{kind}"] = np.concatenate(parts)
    return joined


def _embedded(graph: _Graph, weights: Weights) -> str:
    name = "encoder.embeddings"
    words = weights[f"{name}.word_embeddings.weight"]
    if "embeddings" in graph.exact:
        word = graph.node("Gather", [graph.constant("words", words), "ids"], "word")
    else:
        values, scales = quantised(words, axis=1)
        rows = graph.node("Gather", [graph.constant("words", values), "ids"], "rows")
        floats = graph.node("Cast", [rows], "rows.float", to=TensorProto.FLOAT)
        kept = graph.constant("words.scale", scales[:, None])
        word = graph.node("Mul", [floats, graph.node("Gather", [kept, "ids"], "scale")], "word")
    kinds = graph.constant("kinds", weights[f"{name}.token_type_embeddings.weight"])
    kind = graph.node("Gather", [kinds, "segments"], "kind")
    shape = graph.node("Shape", ["ids"], "count", start=1)
    places = graph.constant("places", weights[f"{name}.position_embeddings.weight"])
    begin = graph.constant("begin", np.array([0]))
    place = graph.node("Slice", [places, begin, shape, begin], "place")
    placed = graph.node("Add", [kind, place], "placed")
    return graph.normal(word, placed, weights, f"{name}.LayerNorm")


def _layer(graph: _Graph, weights: Weights, states: str, name: str) -> str:
    attention = f"{name}.attention"
    joined = graph.linear(states, weights, attention)
    parts = [f"{attention}.{part}" for part in _ATTENDING]
    graph.nodes.append(helper.make_node("Split", [joined], parts, axis=2, num_outputs=3))
    heads = graph.node("+MultiHeadAttention", parts, f"{attention}.heads", num_heads=HEADS)
    mixed = graph.linear(heads, weights, f"{attention}.output.dense")
    states = graph.normal(mixed, states, weights, f"{attention}.output.LayerNorm")
    wide = graph.linear(states, weights, f"{name}.intermediate.dense")
    active = graph.node("+Gelu", [wide], f"{name}.active")
    narrow = graph.linear(active, weights, f"{name}.output.dense")
    return graph.normal(narrow, states, weights, f"{name}.output.LayerNorm")


def _head(graph: _Graph, weights: Weights, states: str, name: str) -> str:
    matrix = graph.constant(f"{name}.weight", np.ascontiguousarray(weights[f"{name}.weight"].T))
    product = graph.node("MatMul", [states, matrix], f"{name}.product")
    bias = graph.constant(f"{name}.bias", weights[f"{name}.bias"])
    return graph.node("Add", [product, bias], f"{name}.out")


def _value(name: str, kind: int, shape: list[str]) -> Any:
    return helper.make_tensor_value_info(name, kind, shape)
