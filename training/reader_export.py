"""Export the trained reader: `python -m training.reader_export RUN … bot/models/reader`.

Turns the `reader.pt` of a RUN into `reader.onnx`, beside it the tokeniser and their SHA-256. Of
several runs, of which each went on from those before, it takes the mean of their weights. With
`--float` nothing is rounded, to measure what rounding costs.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import onnx

from bot.readerfiles import NETWORK, SUMS, TOKENIZER
from training import reader_graph, reader_network

if TYPE_CHECKING:
    from collections.abc import Collection

    from training.reader_graph import Weights

BLOCKED = [f"encoder.encoder.layer.{n}.output.dense" for n in range(reader_graph.LAYERS)]
"""What follows the activation, whose few large values would cost the others their precision."""


def main() -> None:
    """Export from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path, nargs="+", help="folders with reader.pt")
    parser.add_argument("folder", type=Path, help="where the artefact goes")
    parser.add_argument("--float", action="store_true", help="round nothing")
    options = parser.parse_args()
    exact = reader_graph.matrices() if options.float else ()
    weights = {
        name: tensor.numpy() for name, tensor in reader_network.averaged(options.trained).items()
    }
    export(weights, options.folder, exact=exact, blocked=BLOCKED)


def export(
    weights: Weights, folder: Path, *, exact: Collection[str], blocked: Collection[str]
) -> None:
    """Write the network of `weights`, the tokeniser and their checksums to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(reader_graph.build(weights, exact=exact, blocked=blocked), folder / NETWORK)
    reader_network.tokenizer().save(str(folder / TOKENIZER), pretty=False)
    sums = [
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in (NETWORK, TOKENIZER)
    ]
    (folder / SUMS).write_text("".join(sums), encoding="ascii")


if __name__ == "__main__":
    main()
