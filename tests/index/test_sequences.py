"""Anything may happen to a folder, in any order: the index is what a simple model says it is.

``QUOTH_STEPS=10000 pytest tests/index/test_sequences.py`` does more than the suite does.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.answers import Status
from bot.engine import Bot
from index import analysis
from index.errors import IndexMissing
from index.library import Library
from index.reading import read
from index.update import Progress, update

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.engines import Snapshot

STEPS = int(os.environ.get("QUOTH_STEPS", "160"))
IN_A_ROW = 20
CHILD = Path(__file__).with_name("dying.py")
NAMES = ["a.txt", "b.md", "c d.txt", "sub/a.txt", "📄.md"]
LEADS = "Casey Mace leads the delegation."
SENTENCES = [
    "The goals were adopted in Bogor in 1994.",
    "APEC has 21 members.",
    LEADS,
    "Decisions are made by consensus.",
    "# A heading",
    "- an item",
]
CONTENTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8).map("\n\n".join)
QUESTIONS = ["When were the goals adopted?", "Who leads the delegation?", "consensus members item"]


@pytest.fixture(scope="module", autouse=True)
def dying() -> Iterator[None]:
    """The process whose children are killed: one for all, for it takes a while to begin."""
    with subprocess.Popen(
        [sys.executable, str(CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    ) as FolderAndIndex.dying:
        yield


class FolderAndIndex(RuleBasedStateMachine):
    """`files` are what the folder holds, `documents` what the index should."""

    dying: ClassVar[subprocess.Popen[str]]

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.corpus, self.index = self.root / "corpus", self.root / "index"
        self.corpus.mkdir()
        self.open_anew()
        self.files: dict[str, str] = {}
        self.documents: dict[str, str] | None = None  # before there is an index
        self.renamed = False

    @rule()
    def open_anew(self) -> None:
        self.library = Library(self.corpus, self.index, allow_empty=True)
        self.bot = Bot(self.library)

    @rule(name=st.sampled_from(NAMES), content=CONTENTS)
    def write(self, name: str, content: str) -> None:
        (self.corpus / name).parent.mkdir(exist_ok=True)
        (self.corpus / name).write_text(content, encoding="utf-8")
        self.files[name] = content

    @rule(name=st.sampled_from(NAMES))
    def delete(self, name: str) -> None:
        (self.corpus / name).unlink(missing_ok=True)
        self.files.pop(name, None)

    @rule(name=st.sampled_from(NAMES), new=st.sampled_from(NAMES))
    def rename(self, name: str, new: str) -> None:
        if name in self.files:
            (self.corpus / "sub").mkdir(exist_ok=True)
            (self.corpus / name).rename(self.corpus / new)
            self.files[new] = self.files.pop(name)

    @rule(name=st.sampled_from(NAMES))
    def spoil(self, name: str) -> None:
        self.write(name, "")
        self.files.pop(name)

    @rule(name=st.sampled_from(NAMES))
    def touch(self, name: str) -> None:
        if name in self.files:
            os.utime(self.corpus / name, ns=(10**18, 10**18))

    @rule()
    def abandon_an_update(self) -> None:
        def stop(progress: Progress) -> None:
            raise InterruptedError(progress.source)

        try:
            self.library.update(progress=stop)
        except InterruptedError:
            return
        self.documents = dict(self.files)

    @rule(milliseconds=st.integers(0, 40))
    def kill_an_update(self, milliseconds: int) -> None:
        assert self.dying.stdin
        assert self.dying.stdout
        told = str(self.corpus), str(self.index), milliseconds
        self.dying.stdin.write(f"{json.dumps(told)}\n")
        self.dying.stdin.flush()
        assert self.dying.stdout.readline() == "over\n"
        there = indexed(self.library)
        assert there in (expected(self.documents), expected(self.files))
        if there is not None and there == expected(self.files):
            self.documents = dict(self.files)
            self.renamed = True  # maybe

    @rule()
    def update(self) -> None:
        summary = self.library.update()
        self.renamed = self.renamed or bool(summary.renamed)
        self.documents = dict(self.files)
        snapshot = self.library.snapshot()
        assert texts(snapshot) == expected(self.documents)
        self.compare_with_an_index_from_scratch(snapshot)

    @rule()
    def ask(self) -> None:
        if self.documents is None:
            return
        answer = self.bot.ask("Who leads the delegation?")
        document = self.library.snapshot().document
        for each in answer.citations:
            text = document(each.document_id).text
            assert text[each.start_char_index : each.end_char_index] == each.cited_text
            assert all(line in self.documents[each.source] for line in each.cited_text.split("\n"))
        leads = any(LEADS in text for text in self.documents.values())
        assert any(LEADS in each.cited_text for each in answer.citations) == leads
        assert leads <= (answer.status is Status.ANSWERED)

    def compare_with_an_index_from_scratch(self, snapshot: Snapshot) -> None:
        with tempfile.TemporaryDirectory() as folder:
            fresh = Library(self.corpus, Path(folder))
            update(self.corpus, fresh.store)
            anew = fresh.snapshot()
            assert texts(anew) == texts(snapshot)
            for question in QUESTIONS:
                assert found(anew, question) == found(snapshot, question)
            if not self.renamed:  # a renamed document keeps the id that its old name gave it
                assert anew.state.fingerprint == snapshot.state.fingerprint

    @invariant()
    def nothing_changes_without_an_update(self) -> None:
        assert indexed(self.library) == expected(self.documents)

    def teardown(self) -> None:
        shutil.rmtree(self.root)


def expected(documents: dict[str, str] | None) -> dict[str, str] | None:
    """What their readers make of files; None before there is an index."""
    if documents is None:
        return None
    return {name: read(content.encode(), name).text for name, content in documents.items()}


def indexed(library: Library) -> dict[str, str] | None:
    """The text of every indexed file; None before there is an index."""
    try:
        return texts(library.snapshot())
    except IndexMissing:
        return None


def texts(snapshot: Snapshot) -> dict[str, str]:
    entries = [entry for entry in snapshot.entries() if entry.id]
    return {entry.source: snapshot.document(str(entry.id)).text for entry in entries}


def found(snapshot: Snapshot, question: str) -> list[tuple[str, int, int, float]]:
    hits = snapshot.search(analysis.terms(question), limit=50)
    document = snapshot.document
    return [
        (document(hit.passage.document_id).source, hit.passage.start, hit.passage.end, hit.score)
        for hit in hits
    ]


TestFolderAndIndex = FolderAndIndex.TestCase
TestFolderAndIndex.settings = settings(
    max_examples=max(1, STEPS // IN_A_ROW),
    stateful_step_count=IN_A_ROW,
    suppress_health_check=[HealthCheck.too_slow],
)
