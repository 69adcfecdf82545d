"""What `test_refused_writes` runs where the system refuses to write: changes, each again and again.

For each change and each reason, call after call that writes is the first of those that fail. A
line on stdout says, for each, what came of it; ``refusing.c`` has to be loaded before.
"""

from __future__ import annotations

import ctypes
import errno
import io
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.assembly import open_records
from bot.engine import Bot
from index.errors import NotWritable
from index.library import Library
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient

BYTES, NAMES, REMOVALS = 1, 2, 4
REASONS = {
    errno.ENOSPC: BYTES | NAMES,
    errno.EFBIG: BYTES,
    errno.EACCES: NAMES | REMOVALS,
}
QUESTION = "Where is the first parcel?"
system = ctypes.CDLL(None)


class Place:
    """A folder that is indexed, and an application over it that has been asked something."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "first.txt").write_text("The first parcel is in the cellar.")
        (folder / "second.txt").write_text("The second parcel is in the attic.")
        self.library = Library(folder)
        self.library.update()
        records = open_records(self.library)
        bot = Bot(self.library, conversations=records)
        self.client: FlaskClient = create_app(bot, self.library, records).test_client()
        self.gone = next(e.id for e in self.library.documents() if e.source == "second.txt")
        assert self.asked() == 200

    def asked(self) -> int:
        """The status of a question whose answer no change changes; 0 for another answer."""
        answered = self.client.get("/ask", query_string={"question": QUESTION})
        right = answered.status_code != 200 or "cellar" in answered.get_json()["answer"]
        return answered.status_code if right else 0

    def update(self) -> int:
        """Index what has changed; 507 where that was refused."""
        try:
            self.library.update()
        except NotWritable:
            return 507
        return 200

    def upload(self) -> int:
        file = (io.BytesIO(b"The third parcel is in the hall."), "third.txt")
        return self.client.post("/documents", data={"file": file}).status_code

    def delete(self) -> int:
        status = self.client.delete(f"/documents/{self.gone}").status_code
        return 204 if status == 404 else status  # it was deleted before its index was refused

    def converse(self) -> int:
        asked = {"question": QUESTION, "conversation_id": "kept"}
        return self.client.post("/ask", json=asked).status_code

    def rate(self) -> int:
        given = {"answer_id": "one", "helpful": True}
        return self.client.post("/feedback", json=given).status_code


CHANGES: dict[str, Callable[[Place], int]] = {
    each.__name__: each
    for each in (Place.update, Place.upload, Place.delete, Place.converse, Place.rate)
}


def tried(change: str, reason: int, first: int) -> dict[str, object]:
    """What came of a change whose calls were refused from the `first` on, and of another try."""
    with TemporaryDirectory() as scratch:
        place = Place(Path(scratch))
        (place.folder / "second.txt").write_text("The second parcel is in the garden, by now.")
        system.refuse(str(place.folder).encode(), first, reason, REASONS[reason])
        refused = CHANGES[change](place)
        calls = system.calls()
        meanwhile = place.asked()
        system.refuse(b"", 0, 0, 0)
        again = CHANGES[change](place)
        place.library.update()
        return {
            "change": change,
            "reason": errno.errorcode[reason],
            "first": first,
            "hit": calls >= first,
            "refused": refused,
            "meanwhile": meanwhile,
            "again": again,
            "afterwards": place.asked(),
            "harm": [str(each) for each in place.library.examine() if each.harm],
        }


def every(step: int) -> Iterator[dict[str, object]]:
    """All cases, or one in `step`, until a change is done without the call that would fail."""
    for change in CHANGES:
        for reason in REASONS:
            first, hit = 1, True
            while hit:
                found = tried(change, reason, first)
                hit = bool(found["hit"])
                first += step
                yield found


if __name__ == "__main__":
    said = sys.stdout
    sys.stdout = sys.stderr  # the log shall not come between the lines for the test
    for case in every(int(sys.argv[1])):
        said.write(f"{json.dumps(case)}\n")
    said.flush()
