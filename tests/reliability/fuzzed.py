"""The process that libFuzzer has for itself: the target named first gets its inputs.

``python -m tests.reliability.fuzzing`` starts it.
"""

from __future__ import annotations

import sys
from importlib import import_module


def main() -> None:
    """Fuzz one target; what is imported here tells libFuzzer which of its lines run."""
    import atheris  # noqa: PLC0415 — an extra's

    with atheris.instrument_imports(include=["index", "bot"]):
        for name in set((reading := import_module("index.reading")).READERS.values()):
            import_module(f"{reading.__name__}.{name}")
        from tests.reliability.targets import TARGETS  # noqa: PLC0415

    program, name, *options = sys.argv
    atheris.Setup([program, *options], TARGETS[name].take)
    atheris.Fuzz()  # it never returns


if __name__ == "__main__":
    main()
