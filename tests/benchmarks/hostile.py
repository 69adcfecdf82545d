"""Drop a hundred hostile files into a watched folder, and ask meanwhile.

``python -m tests.benchmarks.hostile`` fails where a question is not answered, where a file has
no reason in the ledger, or where the server and the processes that read for it ever hold 200 MiB
more than before.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.asking import Client, asking
from tests.benchmarks.processes import held, watched
from tests.formats.test_hostile import HOSTILE, READ
from tests.reliability.server import serving

QUESTIONS = ("When were the Bogor Goals adopted?", "Who lives in Basel?")
GOALS = "# The Bogor Goals\n\nThe Bogor Goals were adopted in Bogor, Indonesia, in 1994.\n"
MOST = 200  # MiB
LONGEST = 1_800  # seconds until every file must have its reason


def main() -> int:
    """Print what came of it; 1 where the server grew too much."""
    with TemporaryDirectory(prefix="hostile-") as scratch:
        folder = Path(scratch) / "corpus"
        folder.mkdir()
        (folder / "goals.md").write_text(GOALS)
        with serving(folder, Path(scratch) / "index") as server:
            client = Client(server.place)
            with asking(server.place, QUESTIONS):
                time.sleep(5)  # until everything has been needed once
            before = held(server.worker)
            began = time.perf_counter()
            with (
                watched(server.worker) as peak,
                asking(server.place, QUESTIONS, pause=0.05) as waits,
            ):
                for name, raw in [*((name, raw) for name, raw, _ in HOSTILE), *READ.items()]:
                    (folder / name).write_bytes(raw)
                ledger = _ledger(client, len(HOSTILE) + len(READ) + 1)
            took, after = time.perf_counter() - began, held(server.worker)
    for name, _, reason in HOSTILE:
        assert re.search(reason, ledger[name] or ""), (name, ledger[name])
    grown = peak.megabytes - before
    sys.stdout.write(
        f"{len(ledger) - 1} files in {took:.0f} s, {len(HOSTILE)} refused for their reasons;"
        f" {len(waits)} questions answered meanwhile, the slowest in {max(waits):.2f} s;"
        f" memory {before:.0f} MB before, {after:.0f} MB after, {peak.megabytes:.0f} MB at most\n"
    )
    return int(grown > MOST)


def _ledger(client: Client, files: int) -> dict[str, str | None]:
    """The reason of every file, once all have come up."""
    for _ in range(LONGEST):
        entries = client.get("/documents")["documents"]
        if len(entries) == files:
            return {entry["source"]: entry["reason"] for entry in entries}
        time.sleep(1)
    message = f"{len(entries)} of {files} files after {LONGEST} s"
    raise TimeoutError(message)


if __name__ == "__main__":
    sys.exit(main())
