"""The sandbox: a file that breaks its reader fails alone, and nothing can be opened in there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from index import sandbox
from index.errors import UnreadableFile
from index.library import Library
from index.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SLOW = b"[" * 200_000  # minutes for the Markdown parser, whose time grows with the square
STARTING = "from index import sandbox; sandbox._load_everything(); sandbox._limit()"


@pytest.fixture
def own() -> Iterator[Sandbox]:
    """A sandbox whose child nobody else has used or will use."""
    own = Sandbox()
    yield own
    own.close()


def test_it_reads_as_the_readers_do(own: Sandbox) -> None:
    found = own.read(b"# Goals\n\n- *free* trade\n", "goals.md")

    assert (found.title, found.text) == ("Goals", "Goals\n\n- free trade")
    assert [block.kind.value for block in found.blocks] == ["heading", "item"]


def test_the_child_is_kept_from_file_to_file(own: Sandbox) -> None:
    own.read(b"One.", "one.md")
    first = own.child

    own.read(b"Two.", "two.md")

    assert own.child is first is not None


def test_a_file_that_takes_too_long_is_named_so_and_the_next_is_read(
    own: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 1)

    with pytest.raises(UnreadableFile, match=r"took more than \d s: split it"):
        own.read(SLOW, "slow.md")

    monkeypatch.undo()
    assert own.read(b"Next.", "next.md").text == "Next."


def test_a_child_that_sleeps_is_ended_by_the_clock(
    own: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.read(b"One.", "one.md")
    assert own.child
    monkeypatch.setattr(sandbox, "SECONDS", 0)
    os.kill(own.child.process.pid, signal.SIGSTOP)

    with pytest.raises(UnreadableFile, match="took more than 0 s"):
        own.read(b"Two.", "two.md")


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        (signal.SIGSEGV, "its reader crashed on it"),
        (signal.SIGKILL, "too much memory"),
        (signal.SIGXCPU, "took more than 20 s"),
    ],
)
def test_how_the_child_ends_tells_the_reason(
    own: Sandbox, ending: signal.Signals, reason: str
) -> None:
    own.read(b"One.", "one.md")
    assert own.child
    os.kill(own.child.process.pid, signal.SIGSTOP)  # so that it can't answer before
    os.kill(own.child.process.pid, ending)
    os.kill(own.child.process.pid, signal.SIGCONT)

    with pytest.raises(UnreadableFile, match=reason):
        own.read(b"Two.", "two.md")
    assert own.read(b"Three.", "three.md").text == "Three."


def test_a_child_that_left_for_want_of_work_is_replaced(own: Sandbox) -> None:
    own.read(b"One.", "one.md")
    assert own.child
    own.child.process.terminate()
    own.child.process.wait()
    own.child.process.returncode = 0

    assert own.read(b"Two.", "two.md").text == "Two."


def test_a_file_that_needs_too_much_memory_is_named_so(own: Sandbox) -> None:
    with pytest.raises(UnreadableFile, match="memory"):
        own.read(b"[" + b'{"a":{}},' * 6_000_000 + b"{}]", "large.json")


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "open('/dev/null', 'w')",
        "__import__('socket').socket()",
        "__import__('subprocess').run(['true'])",
        "__import__('os').pipe()",
    ],
)
def test_nothing_can_be_opened_in_there(attempt: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"{STARTING}; {attempt}"],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )

    assert done.returncode == 1
    assert "Too many open files" in done.stderr


def test_threads_take_turns(own: Sandbox) -> None:
    names = [f"{number}.md" for number in range(20)]

    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda name: own.read(name.encode(), name).text, names))

    assert texts == names


def test_what_was_refused_is_not_read_again_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(tmp_path)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "b.md").write_text("Peru joined in 1998.")
    for name in ("a.pdf", "b.md"):
        os.utime(tmp_path / name, (1, 1))
    first = library.update()

    with monkeypatch.context() as patched:
        patched.setattr(sandbox, "read", None)
        again = library.update()

    assert list(first.failed) == ["a.pdf"]
    assert (again.failed, again.unchanged) == (first.failed, 1)
    assert [entry.state for entry in library.documents()] == ["failed", "indexed"]

    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 broken too")
    assert list(library.update().failed) == ["a.pdf"]
