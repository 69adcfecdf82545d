"""What the crash test kills: a process that uploads, deletes, asks and gives feedback.

It is told on its standard input, a line a time, which run begins and for how many seconds; it says
on its standard output what is begun and what has been acknowledged.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import time
from itertools import count
from pathlib import Path

from bot.assembly import open_records
from bot.engine import Bot
from index.library import Library
from web.app import create_app


def go_on(corpus: Path, run: str, ready: int) -> None:
    """Change things for ever, through the API, once that has been said on the pipe `ready`."""
    library = Library(corpus)
    library.update()
    records = open_records(library)
    client = create_app(Bot(library, conversations=records), library, records).test_client()
    os.write(ready, b"!")
    for number in count():
        name = f"{run}-{number}.txt"
        file = (io.BytesIO(f"The parcel {name} is in room {number}.".encode()), name)
        added = client.post("/documents", data={"file": file})
        assert added.status_code == 201
        say(f"added {name}")
        asked = {"question": f"Where is the parcel {name}?", "conversation_id": f"run{run}"}
        assert client.post("/ask", json=asked).status_code == 200
        say(f"asked run{run}")
        given = {"answer_id": f"{run}-{number}", "helpful": True}
        assert client.post("/feedback", json=given).status_code == 201
        say(f"rated {run}-{number}")
        if number % 2:
            document_id = added.get_json()["documents"][0]["id"]
            say(f"deleting {name}")
            assert client.delete(f"/documents/{document_id}").status_code == 204
            say(f"deleted {name}")


def say(word: str) -> None:
    """Tell the test, in one piece."""
    os.write(1, f"{word}\n".encode())


def main(corpus: Path) -> None:
    """Have a child go on as each line says, and kill it: a child starts faster than Python."""
    for line in sys.stdin:
        run, seconds = line.split()
        begun, ready = os.pipe()
        child = os.fork()
        if not child:
            sys.stdout = sys.stderr  # the log shall not come between the lines for the test
            go_on(corpus, run, ready)
        os.read(begun, 1)
        time.sleep(float(seconds))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(begun)
        os.close(ready)
        say("killed now")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
