"""Open the reader's files: the network and its tokeniser, checked against their SHA-256."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

from bot import modelfiles
from index.errors import ReaderDamaged, ReaderMissing

if TYPE_CHECKING:
    from pathlib import Path

    from tokenizers import Tokenizer

    from bot.finding import Logits, Places
    from bot.reader import Network

MODELS: Final = modelfiles.MODELS / "reader"
NETWORK, TOKENIZER, SUMS = "reader.onnx", "tokenizer.json", "SHA256SUMS"
_INPUTS, _OUTPUTS = ["ids", "segments"], ["first", "last", "answers"]
_REINSTALL = "install Quoth again, or answer without it: --no-reader"


def verify(folder: Path) -> None:
    """Check every file that `SHA256SUMS` names, in the format of the command sha256sum.

    Raises `ReaderMissing` where there is no reader, `ReaderDamaged` where a file is not what was
    trained.
    """
    try:
        lines = (folder / SUMS).read_text(encoding="ascii").splitlines()
    except FileNotFoundError as error:
        raise ReaderMissing(f"there is no reader in {folder}: {_REINSTALL}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ReaderDamaged(f"{folder / SUMS} cannot be read: {_REINSTALL}") from error
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for name in (NETWORK, TOKENIZER):
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise ReaderDamaged(f"{folder / name} cannot be read: {_REINSTALL}") from error
        if found != sums.get(name):
            raise ReaderDamaged(f"{folder / name} is not what was trained: {_REINSTALL}")


def open_tokenizer(folder: Path) -> Tokenizer:
    """The tokeniser, which neither pads nor cuts. Raises `ReaderMissing`, `ReaderDamaged`."""
    try:
        from tokenizers import Tokenizer  # noqa: PLC0415  # of an extra
    except ImportError as error:
        raise _without("tokenizers") from error
    try:
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    except Exception as error:  # it raises nothing narrower
        raise ReaderDamaged(f"{folder / TOKENIZER} is no tokeniser: {_REINSTALL}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def open_network(folder: Path, *, threads: int) -> Network:
    """The network, to run on `threads` threads. Raises `ReaderMissing`, `ReaderDamaged`."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # from 1.29 on it would report to its makers
    try:
        import onnxruntime  # noqa: PLC0415  # of an extra
    except ImportError as error:
        raise _without("onnxruntime") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.enable_cpu_mem_arena = False  # it would keep the most that any question ever took
    options.log_severity_level = 3  # errors
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(
            str(folder / NETWORK), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # its errors share no other parent
        raise ReaderDamaged(f"{folder / NETWORK} is no network: {_REINSTALL}") from error
    if [entry.name for entry in session.get_inputs()] != _INPUTS:
        raise ReaderDamaged(f"{folder / NETWORK} is another network: {_REINSTALL}")

    def network(ids: Places, segments: Places) -> tuple[Logits, Logits, float]:
        first, last, answers = session.run(_OUTPUTS, {"ids": ids, "segments": segments})
        return first[0], last[0], float(answers[0])

    return network


def _without(package: str) -> ReaderMissing:
    return ReaderMissing(
        f"the reader needs {package}, which is not installed: pip install '.[reader]', or answer"
        " without it: --no-reader"
    )
