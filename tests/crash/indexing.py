"""What the crash test kills: a process that updates an index again and again.

It is told on its standard input, a line a time, from which state of the folder to go on and for
how many seconds; it says on its standard output which update is begun and which is done.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from index.store import Store
from index.update import update

STATES = 4


def state(number: int) -> dict[str, str]:
    """The folder's files in one of its states: some stay, some change, some come and go."""
    files = {f"stays{n}.txt": f"File {n} stays as it is, in every state." for n in range(5)}
    files |= {f"changes{n}.txt": f"File {n} is in state{number} now." for n in range(15)}
    files |= {f"only{number}-{n}.txt": f"Only in state{number} is file {n}." for n in range(10)}
    return files


def bring_about(corpus: Path, number: int) -> None:
    """Make `corpus` hold exactly the files of a state."""
    wanted = state(number)
    for path in corpus.glob("*.txt"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (corpus / name).write_text(text)


def go_on(corpus: Path, number: int) -> None:
    """Go through the states for ever."""
    store = Store(corpus / ".quoth")
    while True:
        number = (number + 1) % STATES
        bring_about(corpus, number)
        say(number)
        update(corpus, store)
        say("done")


def say(word: object) -> None:
    """Tell the test, in one piece."""
    os.write(sys.stdout.fileno(), f"{word}\n".encode())


def main(corpus: Path) -> None:
    """Have a child go on as each line says, and kill it: a child starts faster than Python."""
    for line in sys.stdin:
        number, seconds = line.split()
        child = os.fork()
        if not child:
            go_on(corpus, int(number))
        time.sleep(float(seconds))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        say("killed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
