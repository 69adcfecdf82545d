"""The store: snapshots that hold still, one writer, and damage that is found and mended."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from index import analysis, catalogue, recipe, segmentlist
from index.engines import unusable
from index.errors import DocumentMissing, IndexBusy, IndexDamaged, IndexMissing, NotWritable
from index.segment import Segment
from index.store import CATALOGUE, Store
from index.update import update
from tests.folders import TEXTS, found, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write(tmp_path / "corpus", TEXTS)


@pytest.fixture
def store(corpus: Path) -> Store:
    store = Store(corpus / ".quoth")
    update(corpus, store)
    return store


def segments(store: Store) -> list[Path]:
    return sorted(store.folder.glob("*" + segmentlist.SUFFIX))


def execute(store: Store, statement: str, *values: object) -> None:
    """Change the catalogue behind the store's back."""
    with sqlite3.connect(store.catalogue, isolation_level=None) as connection:
        assert connection.execute(statement, values).rowcount
    connection.close()


def test_a_snapshot_finds_what_was_indexed(store: Store) -> None:
    snapshot = store.snapshot()

    assert found(snapshot, "When were the goals adopted?")[0] == "goals.md"
    assert snapshot.frequency("apec") == 1
    assert snapshot.state.documents == 3
    assert [(entry.source, entry.state) for entry in snapshot.entries()] == [
        ("goals.md", "indexed"),
        ("members.txt", "indexed"),
        ("travel.txt", "indexed"),
    ]


def test_passages_are_exact_slices_of_their_documents(store: Store) -> None:
    snapshot = store.snapshot()
    (hit,) = snapshot.search(["bogor"])
    document = snapshot.document(hit.passage.document_id)

    assert document.text[hit.passage.start : hit.passage.end] == (
        "The goals were adopted in Bogor in 1994."
    )


def test_no_hits_are_wanted_or_found(store: Store) -> None:
    assert store.snapshot().search(["apec"], limit=0) == []
    assert store.snapshot().search([]) == []
    assert store.snapshot().search(["nowhere"]) == []


def test_a_search_can_be_restricted_to_documents(store: Store) -> None:
    snapshot = store.snapshot()
    travel = next(entry.id for entry in snapshot.entries() if entry.source == "travel.txt")

    assert travel
    assert len(snapshot.search(["the", "apec", "meal"])) > 1
    hits = snapshot.search(["the", "apec", "meal"], documents=[travel, "unknown"])
    assert {hit.passage.document_id for hit in hits} == {travel}
    assert snapshot.search(["apec"], documents=["unknown"]) == []


def test_ties_are_ordered_by_source_however_the_documents_came_in(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    store = Store(tmp_path / "index")
    names = [f"{number:03}.txt" for number in range(60)]
    for name in reversed(names):
        (corpus / name).write_text("The same words in every file.")
        if name.endswith("0.txt"):
            update(corpus, store)
    update(corpus, store)

    hits = store.snapshot().search(["word"], limit=7)

    assert [store.snapshot().document(hit.passage.document_id).source for hit in hits] == names[:7]


def test_an_unknown_document_is_missing_with_a_remedy(store: Store) -> None:
    with pytest.raises(DocumentMissing, match="quoth documents list"):
        store.snapshot().document("unknown")


def test_a_reader_keeps_its_snapshot_while_others_commit(corpus: Path, store: Store) -> None:
    before = store.snapshot()
    (corpus / "goals.md").unlink()
    write(corpus, {"travel.txt": "Travel is not allowed any more.\n"})
    for number in range(20):  # enough to have segments merged and their files deleted
        write(corpus, {f"{number}.txt": "Something else."})
        update(corpus, store)

    assert found(before, "When were the goals adopted?")[0] == "goals.md"
    assert before.state.documents == 3
    assert store.snapshot().state.documents == 22
    assert found(store.snapshot(), "goals adopted") == []


def test_another_store_sees_a_commit_with_its_next_snapshot(corpus: Path, store: Store) -> None:
    other = Store(store.folder)
    before = other.snapshot()
    write(corpus, {"new.txt": "Guangzhou is the host."})
    update(corpus, store)

    assert found(other.snapshot(), "Guangzhou") == ["new.txt"]
    assert found(before, "Guangzhou") == []
    assert other.snapshot() is other.snapshot()


def test_another_process_sees_and_makes_commits(corpus: Path, store: Store) -> None:
    write(corpus, {"new.txt": "Guangzhou is the host."})
    code = (
        "import sys; from pathlib import Path; from index.store import Store;"
        "from index.update import update; corpus = Path(sys.argv[1]);"
        "update(corpus, Store(corpus / '.quoth'))"
    )
    subprocess.run([sys.executable, "-c", code, str(corpus)], check=True)

    assert found(store.snapshot(), "Guangzhou") == ["new.txt"]


def test_nothing_indexed_yet_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    store = Store(tmp_path / "index")

    assert unusable(store) is None
    with pytest.raises(IndexMissing, match="quoth index"):
        store.snapshot()


def test_a_second_writer_is_told_to_wait(store: Store) -> None:
    with store.writing(), pytest.raises(IndexBusy, match="wait"), Store(store.folder).writing():
        pass

    with Store(store.folder).writing():
        pass


def test_a_writer_that_fails_changes_nothing(corpus: Path, store: Store) -> None:
    before = store.snapshot().state

    def fail() -> None:
        with store.writing() as writer:
            for file in writer.files().values():
                writer.remove(file.document_id)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert Store(store.folder).snapshot().state == before
    assert update(corpus, store).unchanged == 3


def test_an_index_that_other_code_made_is_rebuilt_and_said_so(
    corpus: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipe, "fingerprint", lambda: "newer")

    with pytest.raises(IndexDamaged, match="another version"):
        Store(store.folder).snapshot()
    summary = update(corpus, Store(store.folder))

    assert "another version" in str(summary.rebuilt)
    assert len(summary.added) == 3
    assert Store(store.folder).snapshot().state.documents == 3


def garbage(store: Store) -> None:
    store.catalogue.write_bytes(b"garbage " * 1000)


def truncated(store: Store) -> None:
    store.catalogue.write_bytes(store.catalogue.read_bytes()[:10_000])


def foreign(store: Store) -> None:
    store.catalogue.unlink()
    connection = sqlite3.connect(store.catalogue)
    connection.execute("CREATE TABLE other (x)")
    connection.close()


def without_a_segment(store: Store) -> None:
    segments(store)[0].unlink()


def with_a_flipped_bit_in_a_segment(store: Store) -> None:
    raw = bytearray(segments(store)[0].read_bytes())
    raw[-1] ^= 1
    segments(store)[0].write_bytes(raw)


def with_a_cut_segment(store: Store) -> None:
    segments(store)[0].write_bytes(segments(store)[0].read_bytes()[:-1])


def with_altered_passage_ids(store: Store) -> None:
    execute(store, "UPDATE segments SET passage_ids = zeroblob(length(passage_ids))")


def with_altered_places(store: Store) -> None:
    execute(store, "UPDATE documents SET passages = passages + 1")


def with_a_dead_passage_alive(store: Store) -> None:
    execute(store, "INSERT INTO dead VALUES (0)")


def with_an_altered_reason(store: Store) -> None:
    execute(store, "INSERT INTO problems VALUES ('a.txt', 'none', 1, 0, 0)")


def with_other_facts(store: Store) -> None:
    execute(store, "UPDATE facts SET value = 'x' WHERE name = 'generation'")


@pytest.mark.parametrize(
    "damage",
    [
        garbage,
        truncated,
        foreign,
        without_a_segment,
        with_a_flipped_bit_in_a_segment,
        with_a_cut_segment,
        with_altered_passage_ids,
        with_altered_places,
        with_a_dead_passage_alive,
        with_an_altered_reason,
        with_other_facts,
    ],
)
def test_a_damaged_index_is_found_at_opening_and_rebuilt_and_said_so(
    corpus: Path, damage: Callable[[Store], None]
) -> None:
    update(corpus, Store(corpus / ".quoth"))
    damage(Store(corpus / ".quoth"))
    store = Store(corpus / ".quoth")

    with pytest.raises(IndexDamaged):
        store.snapshot()
    summary = update(corpus, store)

    assert summary.rebuilt
    assert found(store.snapshot(), "goals adopted") == ["goals.md"]
    assert update(corpus, store).rebuilt is None


@pytest.mark.parametrize("left", [b"", None])
def test_an_index_without_a_commit_is_begun_anew(corpus: Path, left: bytes | None) -> None:
    store = Store(corpus / ".quoth")
    update(corpus, store)
    store = Store(corpus / ".quoth")
    store.catalogue.unlink()
    (store.folder / f"{CATALOGUE}-wal").write_bytes(b"a log of another catalogue")
    if left is not None:
        store.catalogue.write_bytes(left)

    with pytest.raises(IndexMissing):
        store.snapshot()
    summary = update(corpus, store)

    assert len(summary.added) == 3
    assert found(store.snapshot(), "goals adopted") == ["goals.md"]
    assert len(segments(store)) == 1


def test_an_altered_text_is_never_quoted(store: Store) -> None:
    execute(store, "UPDATE documents SET text = replace(text, '1994', '1995')")
    snapshot = Store(store.folder).snapshot()
    (hit,) = snapshot.search(["bogor"])

    with pytest.raises(IndexDamaged, match=r"goals\.md"):
        snapshot.document(hit.passage.document_id)


def test_an_altered_passage_is_never_shown(store: Store) -> None:
    execute(store, 'UPDATE passages SET "end" = "end" - 1')

    with pytest.raises(IndexDamaged, match="not what was indexed"):
        Store(store.folder).snapshot().search(["bogor"])


def test_a_lost_passage_is_said_so(store: Store) -> None:
    execute(store, "DELETE FROM passages")

    with pytest.raises(IndexDamaged, match="is gone"):
        Store(store.folder).snapshot().search(["bogor"])


def test_a_name_that_a_flipped_bit_has_made_a_number_is_damage(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = Store(store.folder).snapshot()
    monkeypatch.setattr(catalogue.Reader, "tuples", lambda *_: [("a.txt", "", 0), (5, "", 0)])

    with pytest.raises(IndexDamaged, match="a name is no text"):
        snapshot.entries()


def test_damage_that_shows_during_an_update_has_the_index_rebuilt(
    corpus: Path, store: Store
) -> None:
    store.snapshot()
    segments(store)[0].unlink()  # this store holds it open and doesn't notice
    for name in TEXTS:
        (corpus / name).unlink()
    write(corpus, {"new.txt": "Guangzhou is the host.", "goals.md": TEXTS["goals.md"]})

    summary = update(corpus, store)

    assert "cannot be read" in str(summary.rebuilt)
    assert found(Store(store.folder).snapshot(), "goals adopted") == ["goals.md"]


def test_a_commit_while_a_snapshot_is_opened_is_no_damage(
    corpus: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Store(store.folder)
    opened = segmentlist.part
    write(corpus, {"travel.txt": "Everything is new here.", "goals.md": "This is, too."})

    def commit_first(row: sqlite3.Row) -> segmentlist.Part:
        monkeypatch.setattr(segmentlist, "part", opened)
        update(corpus, store)  # rewrites the segment that `other` is about to open
        return opened(row)

    monkeypatch.setattr(segmentlist, "part", commit_first)

    assert found(other.snapshot(), "new") == ["travel.txt"]


def test_a_full_disk_leaves_the_old_state_and_a_retry_succeeds(
    corpus: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(corpus, {"new.txt": "Guangzhou is the host."})

    def full(path: Path, *_: object) -> str:
        raise OSError(28, f"No space left on device for {path}")

    with monkeypatch.context() as patch:
        patch.setattr(Segment, "write", full)
        with pytest.raises(NotWritable, match="free space"):
            update(corpus, store)

    assert found(store.snapshot(), "Guangzhou") == []
    assert update(corpus, store).added == ["new.txt"]
    assert found(store.snapshot(), "Guangzhou") == ["new.txt"]


def test_an_index_where_nothing_can_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "corpus").mkdir()

    with pytest.raises(NotWritable, match="name another folder"):
        update(tmp_path / "corpus", Store(tmp_path / "file" / "index"))


def test_segments_stay_few_and_files_are_swept(corpus: Path, store: Store) -> None:
    for number in range(80):
        write(corpus, {f"{number:02}.txt": f"Number {number} is here."})
        update(corpus, store)

    assert len(segments(store)) < 20
    assert found(store.snapshot(), "77") == ["77.txt"]
    assert store.snapshot().search(["number"], limit=100)[0].score > 0
    assert len(store.snapshot().search(["number"], limit=100)) == 80


def test_merging_is_logarithmic_in_the_number_of_commits() -> None:
    sizes: list[int] = []
    rewritten = most = 0
    for _ in range(5_000):
        sizes.append(1)
        while run := segmentlist.mergeable(sizes):
            merged = sum(sizes[run.start : run.stop])
            rewritten += merged
            sizes[run.start : run.stop] = [merged]
        most = max(most, len(sizes))

    assert most < 50
    assert rewritten < 10 * 5_000


def test_scores_after_many_changes_equal_those_of_a_fresh_index(corpus: Path, store: Store) -> None:
    for number in range(30):
        write(corpus, {f"{number % 7}.txt": f"The goals of year {number} were adopted."})
        update(corpus, store)
    fresh = Store(corpus.parent / "fresh")
    update(corpus, fresh)

    terms = analysis.terms("When were the goals of the year adopted?")
    one, other = store.snapshot(), fresh.snapshot()
    assert [(hit.score, hit.passage) for hit in one.search(terms)] == [
        (hit.score, hit.passage) for hit in other.search(terms)
    ]
    assert one.state.fingerprint == other.state.fingerprint
    assert one.state.generation > other.state.generation
