"""What `test_sequences` kills: a process that updates an index and dies on the way.

It is told on its standard input, a line a time, which corpus and index and after how many
milliseconds; a child of it begins the update, for that starts faster than Python. It says on its
standard output when it is over.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from index.store import Store
from index.update import update


def main() -> None:
    """Have a child update an index, and the system end it after the time given."""
    for line in sys.stdin:
        corpus, index, milliseconds = json.loads(line)
        child = os.fork()
        if not child:
            signal.setitimer(signal.ITIMER_REAL, milliseconds / 1_000 or 1e-6)  # SIGALRM kills
            update(Path(corpus), Store(Path(index)), allow_empty=True)
            os._exit(0)
        os.waitpid(child, 0)
        os.write(1, b"over\n")


if __name__ == "__main__":
    main()
