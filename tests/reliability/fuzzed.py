"""The process that libFuzzer has for itself: the target named first gets its inputs.

``python -m tests.reliability.fuzzing`` starts it.
"""

from __future__ import annotations

import sys
from importlib import import_module

ABOUT_BOT = ("analysis", "question")  # to watch the lines of `index` as well takes thrice as long


def main() -> None:
    """Fuzz one target; what is imported here tells libFuzzer which of its lines run."""
    import atheris  # noqa: PLC0415 — an extra's

    program, name, *options = sys.argv
    with atheris.instrument_imports(include=["bot" if name in ABOUT_BOT else "index"]):
        for reader in set((reading := import_module("index.reading")).READERS.values()):
            import_module(f"{reading.__name__}.{reader}")
        from tests.reliability.targets import TARGETS  # noqa: PLC0415

    atheris.Setup([program, *options], TARGETS[name].take)
    atheris.Fuzz()  # it never returns


if __name__ == "__main__":
    main()
