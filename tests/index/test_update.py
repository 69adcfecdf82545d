"""The path of a document: an update brings the index into step with the folder, whatever happened.

`test_sequences` does anything to a folder, in any order.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from index import analysis, preparation, workers, writer
from index.child import Child
from index.errors import CorpusEmptied, CorpusMissing
from index.library import Library
from index.scan import Problem, scan
from index.store import Store
from index.update import Progress, Summary, update

if TYPE_CHECKING:
    from pathlib import Path

    from index.scan import FoundFile, Scan
    from index.snapshot import Snapshot


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "index")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def texts(snapshot: Snapshot) -> dict[str, str]:
    """What is indexed, by source."""
    indexed = [entry for entry in snapshot.entries() if entry.id]
    return {entry.source: snapshot.document(str(entry.id)).text for entry in indexed}


def ids(snapshot: Snapshot) -> dict[str, str | None]:
    return {entry.source: entry.id for entry in snapshot.entries()}


def found(snapshot: Snapshot, question: str) -> list[tuple[str, int, int, float]]:
    return [
        (
            snapshot.document(hit.passage.document_id).source,
            hit.passage.start,
            hit.passage.end,
            hit.score,
        )
        for hit in snapshot.search(analysis.terms(question), limit=50)
    ]


def test_an_update_says_what_it_did(corpus: Path, store: Store) -> None:
    for name in ("kept", "changed", "renamed", "removed"):
        write(corpus / f"{name}.txt", f"This is {name}.")
    assert len(update(corpus, store).added) == 4

    write(corpus / "changed.txt", "This is something else.")
    write(corpus / "added.txt", "This is new.")
    write(corpus / "empty.txt", "")
    write(corpus / "photo.png", "")
    (corpus / "renamed.txt").rename(corpus / "moved.txt")
    (corpus / "removed.txt").unlink()

    assert update(corpus, store) == Summary(
        added=["added.txt"],
        updated=["changed.txt"],
        renamed={"renamed.txt": "moved.txt"},
        removed=["removed.txt"],
        unchanged=1,
        failed={"empty.txt": "the file holds no text: add some, or remove it"},
        skipped={"photo.png": "no reader for .png"},
    )


def test_a_second_update_changes_nothing(corpus: Path, store: Store) -> None:
    write(corpus / "a.txt", "Text.")
    update(corpus, store)
    before = store.snapshot().state

    assert update(corpus, store) == Summary(unchanged=1)
    assert store.snapshot().state == before


def test_an_untouched_file_is_not_read_again(
    corpus: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(corpus / "a.txt", "Text.")
    os.utime(corpus / "a.txt", ns=(10**18, 10**18))
    update(corpus, store)

    def never(file: FoundFile) -> tuple[bytes, int]:
        raise AssertionError(file)

    monkeypatch.setattr(preparation, "read_bytes", never)

    assert update(corpus, store).unchanged == 1


def test_a_change_in_the_same_instant_and_of_the_same_size_is_seen(
    corpus: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.scan.CLOCK_TICK_NS", 10**13)  # however slow the machine is
    write(corpus / "a.txt", "one")
    instant = (corpus / "a.txt").stat().st_mtime_ns
    update(corpus, store)
    write(corpus / "a.txt", "two")
    os.utime(corpus / "a.txt", ns=(instant, instant))

    assert update(corpus, store).updated == ["a.txt"]


def test_a_file_that_was_only_touched_is_unchanged(corpus: Path, store: Store) -> None:
    write(corpus / "a.txt", "Text.")
    update(corpus, store)
    os.utime(corpus / "a.txt", ns=(10**18, 10**18))

    assert update(corpus, store) == Summary(unchanged=1)
    assert update(corpus, store) == Summary(unchanged=1)


def test_an_empty_folder_has_an_index_without_documents(corpus: Path, store: Store) -> None:
    assert update(corpus, store) == Summary()
    assert store.snapshot().state.documents == 0
    assert store.snapshot().search(["anything"]) == []
    assert store.snapshot().entries() == []


def test_a_missing_folder_is_an_error_and_forgets_nothing(corpus: Path, store: Store) -> None:
    write(corpus / "a.txt", "Text.")
    update(corpus, store)
    shutil.rmtree(corpus)

    with pytest.raises(CorpusMissing):
        update(corpus, store)
    assert texts(store.snapshot()) == {"a.txt": "Text."}


def test_an_emptied_folder_keeps_its_index_until_told_otherwise(corpus: Path, store: Store) -> None:
    write(corpus / "a.txt", "Text.")
    write(corpus / "b.txt", "More text.")
    update(corpus, store)
    before = store.snapshot().state
    for name in ("a.txt", "b.txt"):
        (corpus / name).unlink()
    write(corpus / "photo.png", "")

    with pytest.raises(CorpusEmptied, match=r"2 in it.*--allow-empty"):
        update(corpus, store)
    assert store.snapshot().state == before

    assert update(corpus, store, allow_empty=True).removed == ["a.txt", "b.txt"]
    assert update(corpus, store).removed == []


def test_a_folder_that_cannot_be_listed_keeps_its_index(
    corpus: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(corpus / "a.txt", "Text.")
    update(corpus, store)
    stale = Problem("", "Stale file handle: give Quoth the right to read it", failed=True)
    monkeypatch.setattr("index.update.scan", lambda _: ([], [stale]))

    with pytest.raises(CorpusEmptied):
        update(corpus, store)
    assert texts(store.snapshot()) == {"a.txt": "Text."}


def test_a_folder_that_is_unmounted_during_an_update_keeps_its_index(
    corpus: Path, store: Store
) -> None:
    write(corpus / "a.txt", "Text.")
    write(corpus / "b.txt", "More text.")
    update(corpus, store)  # so fresh that the next one reads them again
    before = store.snapshot().state

    def look() -> Scan:
        seen = scan(corpus)
        corpus.rename(corpus.with_name("away"))
        corpus.mkdir()
        return seen

    with pytest.raises(CorpusEmptied, match=r"took the place of .* index again"):
        update(corpus, store, look=look)
    assert store.snapshot().state == before


def test_the_last_document_can_be_removed_through_the_library(corpus: Path) -> None:
    write(corpus / "a.txt", "Text.")
    library = Library(corpus)
    library.update()

    library.remove(str(library.documents()[0].id))

    assert library.documents() == []


def test_a_library_says_why_its_last_update_came_to_nothing(corpus: Path) -> None:
    write(corpus / "a.txt", "Text.")
    library = Library(corpus)
    library.update()
    (corpus / "a.txt").unlink()

    with pytest.raises(CorpusEmptied) as refusal:
        library.update()
    assert library.trouble == str(refusal.value)

    write(corpus / "a.txt", "Text.")
    library.update()
    assert library.trouble is None


def test_a_file_that_is_still_being_copied_is_left_alone_until_it_rests(
    corpus: Path, store: Store
) -> None:
    write(corpus / "a.txt", "Half of")
    write(corpus / "b.txt", "Text.")
    os.utime(corpus / "b.txt", ns=(10**18, 10**18))
    update(corpus, store)
    write(corpus / "a.txt", "Half of it has come, and the re")
    write(corpus / "c.txt", "It beg")

    summary = update(corpus, store, rest=3_600)

    assert (summary.waiting, summary.unchanged) == (["a.txt", "c.txt"], 1)
    assert texts(store.snapshot()) == {"a.txt": "Half of", "b.txt": "Text."}
    assert update(corpus, store).updated == ["a.txt"]


def test_a_deleted_document_is_never_found_again(corpus: Path, store: Store) -> None:
    write(corpus / "gone.txt", "Guangzhou is the host.")
    write(corpus / "kept.txt", "Nha Trang was the host.")
    update(corpus, store)
    (corpus / "gone.txt").unlink()
    update(corpus, store)

    for number in range(20):
        write(corpus / f"{number}.txt", "Something else.")
        update(corpus, store)
        assert found(store.snapshot(), "Guangzhou") == []
        assert store.snapshot().frequency("guangzhou") == 0
    assert [source for source, *_ in found(store.snapshot(), "host")] == ["kept.txt"]


def test_equal_files_that_vanish_together_are_all_forgotten(corpus: Path, store: Store) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(corpus / name, "The same text.")
    update(corpus, store)
    for name in ("a.txt", "b.txt"):
        (corpus / name).unlink()
    (corpus / "c.txt").rename(corpus / "d.txt")

    summary = update(corpus, store)

    assert summary.renamed == {"a.txt": "d.txt"}
    assert summary.removed == ["b.txt", "c.txt"]
    assert list(texts(store.snapshot())) == ["d.txt"]


def test_a_renamed_document_keeps_its_id_and_a_new_one_gets_another(
    corpus: Path, store: Store
) -> None:
    write(corpus / "a.txt", "The first text.")
    update(corpus, store)
    first = ids(store.snapshot())["a.txt"]
    (corpus / "a.txt").rename(corpus / "b.txt")
    update(corpus, store)
    write(corpus / "a.txt", "Another text.")
    update(corpus, store)

    after = ids(store.snapshot())
    assert after["b.txt"] == first
    assert after["a.txt"] not in (None, first)


def test_a_changed_document_keeps_its_id(corpus: Path, store: Store) -> None:
    write(corpus / "a.txt", "One.")
    update(corpus, store)
    before = ids(store.snapshot())
    write(corpus / "a.txt", "Two.")
    update(corpus, store)

    assert ids(store.snapshot()) == before


def test_a_title_that_comes_from_the_name_follows_a_rename(corpus: Path, store: Store) -> None:
    write(corpus / "trade talks.txt", "They met.")
    update(corpus, store)
    (corpus / "trade talks.txt").rename(corpus / "press release.txt")
    update(corpus, store)

    assert [entry.title for entry in store.snapshot().entries()] == ["press release"]


def test_a_file_that_fails_does_so_alone_and_is_in_the_ledger(corpus: Path, store: Store) -> None:
    write(corpus / "good.txt", "Text.")
    (corpus / "bad.txt").write_bytes(bytes(range(256)))

    summary = update(corpus, store)

    assert summary.added == ["good.txt"]
    (bad, good) = store.snapshot().entries()
    assert (bad.state, bad.reason) == ("failed", summary.failed["bad.txt"])
    assert (good.state, good.reason) == ("indexed", None)


def test_a_document_that_cannot_be_read_any_more_is_not_quoted_any_more(
    corpus: Path, store: Store
) -> None:
    write(corpus / "a.txt", "Guangzhou is the host.")
    update(corpus, store)
    (corpus / "a.txt").write_bytes(b"\x00\x01\x02" * 100)

    assert list(update(corpus, store).failed) == ["a.txt"]
    assert found(store.snapshot(), "Guangzhou") == []

    with (corpus / "a.txt").open("wb") as file:
        file.truncate(50_000_000)

    assert update(corpus, store).failed == {
        "a.txt": "the file has 50 MB, the limit is 32 MB: split it"
    }


def test_a_document_that_becomes_too_large_fails_and_is_not_called_removed(
    corpus: Path, store: Store
) -> None:
    write(corpus / "a.txt", "Guangzhou is the host.")
    update(corpus, store)
    with (corpus / "a.txt").open("ab") as file:
        file.truncate(50_000_000)

    summary = update(corpus, store)

    assert (list(summary.failed), summary.removed) == (["a.txt"], [])
    assert found(store.snapshot(), "Guangzhou") == []


def test_a_file_that_vanishes_while_the_others_are_read_fails_alone(
    corpus: Path, store: Store
) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(corpus / name, "Text.")

    def interfere(progress: Progress) -> None:
        if progress.source == "b.txt":
            (corpus / "b.txt").unlink()

    summary = update(corpus, store, progress=interfere)

    assert summary.added == ["a.txt", "c.txt"]
    assert "vanished" in summary.failed["b.txt"]
    assert update(corpus, store).failed == {}


@pytest.mark.parametrize(
    "name", ["two words.txt", "📄.md", "new\nline.txt", "sub/é.txt", "?#%&.md"]
)
def test_unusual_names_are_indexed_and_found(corpus: Path, store: Store, name: str) -> None:
    write(corpus / name, "Guangzhou is the host.")
    update(corpus, store)

    assert [source for source, *_ in found(store.snapshot(), "Guangzhou")] == [name]


def test_a_line_of_a_megabyte_is_indexed_in_quotable_pieces(corpus: Path, store: Store) -> None:
    write(corpus / "long.txt", "word and word " * 75_000)
    update(corpus, store)

    hits = store.snapshot().search(["word"])
    assert all(hit.passage.end - hit.passage.start < 5_000 for hit in hits)


def test_the_ledger_shows_a_failure_even_where_no_document_changed(
    corpus: Path, store: Store
) -> None:
    update(corpus, store)
    before = store.snapshot().state
    write(corpus / "empty.txt", "")
    update(corpus, store)

    assert [entry.state for entry in store.snapshot().entries()] == ["failed"]
    assert store.snapshot().state.generation > before.generation
    assert store.snapshot().state.fingerprint == before.fingerprint


def test_progress_counts_the_files_there_are_to_read(corpus: Path, store: Store) -> None:
    write(corpus / "a.txt", "Text.")
    update(corpus, store)
    for name in ("b.txt", "c.txt"):
        write(corpus / name, "Text.")
    os.utime(corpus / "a.txt", ns=(10**18, 10**18))
    update(corpus, store)
    seen: list[Progress] = []
    for name in ("b.txt", "c.txt"):
        write(corpus / name, "Other text.")

    update(corpus, store, progress=seen.append)

    assert seen == [Progress(0, 2, "b.txt"), Progress(1, 2, "c.txt")]


def test_a_large_update_in_several_segments_is_found_whole(
    corpus: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "SEGMENT_PASSAGES", 3)
    for number in range(20):
        write(corpus / f"{number:02}.txt", f"Number {number}.")
    update(corpus, store)

    assert len(found(store.snapshot(), "number")) == 20
    assert len(list(store.folder.glob("*.segment"))) == 1


def test_several_workers_give_the_same_index_as_one(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "WORTH_STARTING", 0)
    monkeypatch.setattr(workers, "BATCH_FILES", 3)
    for number in range(20):
        write(corpus / f"{number:02}.txt", f"Number {number} was adopted in {1980 + number}.")
    write(corpus / "empty.txt", "")
    one, two = Store(tmp_path / "one"), Store(tmp_path / "two")

    alone, together = update(corpus, one), update(corpus, two, workers=2)

    assert alone == together
    assert one.snapshot().state == two.snapshot().state
    assert found(one.snapshot(), "adopted 1990") == found(two.snapshot(), "adopted 1990")


def dead(module: str) -> Child:
    child = Child(module)
    child.process.kill()
    return child


def test_a_worker_that_dies_costs_nothing(
    corpus: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "WORTH_STARTING", 0)
    monkeypatch.setattr(workers, "Child", dead)
    for number in range(5):
        write(corpus / f"{number}.txt", f"Number {number}.")

    assert len(update(corpus, store, workers=2).added) == 5
    assert len(found(store.snapshot(), "number")) == 5


def test_a_program_without_a_guard_may_update(corpus: Path, tmp_path: Path) -> None:
    write(corpus / "a.txt", "Text.")
    program = tmp_path / "program.py"
    program.write_text(
        "from pathlib import Path\n"
        "from index import workers\n"
        "from index.store import Store\n"
        "from index.update import update\n"
        "workers.WORTH_STARTING = 0\n"
        f"print(update(Path({str(corpus)!r}), Store(Path('index')), workers=2).added)\n"
    )

    done = subprocess.run(
        [sys.executable, str(program)], cwd=tmp_path, check=True, capture_output=True, text=True
    )

    assert (done.stdout, done.stderr) == ("['a.txt']\n", "")
