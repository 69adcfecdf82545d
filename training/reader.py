"""Train the reader: `python -m training.reader squad-train FOLDER`.

Needs the extra `train-reader`, and an hour of an idle core; runs beside each other, each with its
seed and on its core, can be averaged when they are done. FOLDER receives checkpoints to resume
from and, last, `reader.pt`, the mean of the weights along the way, which
`python -m training.reader_export` turns into what `bot/models/reader/` holds.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel

from bot import reader as runtime
from training import reader_examples, reader_network
from training.collection import load
from training.reader_measure import in_paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.documents import Document
    from training.collection import GoldQuestion
    from training.reader_network import Batch, Reader

BATCH = 8
POOL = 64  # batches drawn together and sorted by length, so that little is padded
RATE, HEAD_RATE = 1e-4, 1e-3
WARM_UP = 0.06  # of the training
CHECKPOINT, REPORTED = 100, 25  # steps
SETTLED = 0.25  # of the training, from where on the weights are averaged
AVERAGED = 10  # steps from one of them to the next
WATCHED = 250  # questions about held-out articles that are asked at the end


@dataclass(slots=True)
class Run:
    """A training run that can be resumed; `progress` goes from 0 to 1 and sets the rate."""

    network: Reader
    mean: AveragedModel  # of the network's weights along the way
    optimiser: torch.optim.Optimizer
    done: int = 0  # steps
    progress: float = 0.0


def main() -> None:
    """Train, from the start or from the checkpoint that FOLDER holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, help="the folder squad-train")
    parser.add_argument("folder", type=Path, help="where checkpoints and the weights go")
    parser.add_argument("--steps", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument(
        "--weights", type=Path, nargs="+", help="earlier runs, to go on from their mean"
    )
    parser.add_argument(
        "--all", action="store_true", help="learn from the articles that are held out, too"
    )
    parser.add_argument(
        "--renamed",
        type=float,
        default=reader_examples.RENAMED,
        help="share of the windows that speak of others",
    )
    parser.add_argument("--minutes", type=float, help="train in fewer steps if time runs out")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    documents, questions = load(options.questions)
    learned, held_out = reader_examples.divide(documents)
    if options.all:
        learned, held_out = documents, []
    drawn = reader_examples.lessons(learned, questions)
    _say(f"{len(drawn)} lessons")
    run = _start(options.folder, options.weights)
    torch.manual_seed(options.seed + run.done)  # dropout
    batches = _batches(drawn, options.seed, renamed=options.renamed, skip=run.done)
    for progress in _schedule(run, options.steps, options.minutes):
        loss = _step(run, next(batches))
        run.progress = progress
        if progress > SETTLED and run.done % AVERAGED == 0:
            run.mean.update_parameters(run.network)
        if run.done % REPORTED == 0:
            _say(f"step {run.done} at {run.progress:.3f} {time.strftime('%T')} loss {loss:.3f}")
        if run.done % CHECKPOINT == 0:
            _save(run, options.folder / "checkpoint.pt")
    _save(run, options.folder / "checkpoint.pt")
    torch.save(run.mean.module.state_dict(), options.folder / reader_network.WEIGHTS)
    if held_out:
        _watch(run.mean.module, held_out, questions)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  # a script's progress


def _watch(network: Reader, held_out: list[Document], questions: list[GoldQuestion]) -> None:
    unseen = {document.id for document in held_out}
    about = [question for question in questions if question.document_id in unseen]
    reader = runtime.Reader(reader_network.running(network), reader_network.tokenizer())
    _say(str(in_paragraph(reader, held_out, about[:: max(1, len(about) // WATCHED)])))


def _schedule(run: Run, steps: int, minutes: float | None) -> Iterator[float]:
    """The progress after each step: of the steps, or of the time."""
    began, start, done = time.monotonic(), run.progress, run.done
    now = start
    while now < 1:
        spent = (time.monotonic() - began) / (60 * minutes) if minutes else 0.0
        now = min(1.0, start + (1 - start) * max((run.done + 1 - done) / (steps - done), spent))
        yield now


def _start(folder: Path, earlier: list[Path] | None) -> Run:
    network = reader_network.fresh()
    if earlier:
        network.load_state_dict(reader_network.averaged(earlier))
    heads = [*network.spans.parameters(), *network.answers.parameters()]
    optimiser = torch.optim.AdamW(
        [
            {"params": list(network.encoder.encoder.parameters()), "rate": RATE},
            {"params": heads, "rate": HEAD_RATE},
        ],
        weight_decay=0.01,
        fused=True,
    )
    run = Run(network, AveragedModel(network), optimiser)
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "checkpoint.pt").exists():
        kept = torch.load(folder / "checkpoint.pt", weights_only=True)
        network.load_state_dict(kept["network"])
        run.mean.load_state_dict(kept["mean"])
        optimiser.load_state_dict(kept["optimiser"])
        run.done, run.progress = kept["done"], kept["progress"]
    return run


def _save(run: Run, path: Path) -> None:
    kept = {
        "network": run.network.state_dict(),
        "mean": run.mean.state_dict(),
        "optimiser": run.optimiser.state_dict(),
        "done": run.done,
        "progress": run.progress,
    }
    torch.save(kept, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def _batches(
    drawn: list[reader_examples.Lesson], seed: int, *, renamed: float, skip: int
) -> Iterator[Batch]:
    """Endless epochs of batches of similar length in random order; the first `skip` left out."""
    tokens = reader_network.tokenizer()
    chance = random.Random(seed)  # noqa: S311  # reproducible, not secret
    number = 0
    while True:
        chance.shuffle(drawn)
        epoch = list(reader_examples.examples(drawn, chance, renamed=renamed))
        for at in range(0, len(epoch) - BATCH, BATCH * POOL):
            pool = epoch[at : at + BATCH * POOL]
            pool.sort(key=lambda example: len(example.text) + len(example.question))
            batches = [pool[i : i + BATCH] for i in range(0, len(pool) - BATCH + 1, BATCH)]
            chance.shuffle(batches)
            for batch in batches:
                number += 1
                if number > skip:
                    yield reader_network.collate(
                        [reader_network.encode(example, tokens) for example in batch]
                    )


def _step(run: Run, batch: Batch) -> float:
    run.network.train()
    for group in run.optimiser.param_groups:
        group["lr"] = group["rate"] * _rate(run.progress)
    start, end, answers = run.network(batch.ids, batch.types, batch.mask)
    padding = batch.mask == 0
    loss = (
        functional.cross_entropy(start.masked_fill(padding, -1e4), batch.start)
        + functional.cross_entropy(end.masked_fill(padding, -1e4), batch.end)
        + functional.binary_cross_entropy_with_logits(answers, (batch.start > 0).float())
    )
    run.optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), 1.0)
    run.optimiser.step()
    run.done += 1
    return float(loss)


def _rate(progress: float) -> float:
    """Linear warm-up, then linear decay to nothing."""
    return min(progress / WARM_UP, (1 - progress) / (1 - WARM_UP))


if __name__ == "__main__":
    main()
