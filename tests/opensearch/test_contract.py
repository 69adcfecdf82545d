"""What an engine promises, asked of both: the embedded one and OpenSearch."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from index import analysis, recipe
from index.engines import open_engine
from index.errors import CorpusEmptied, DocumentMissing, IndexBusy, IndexMissing
from index.library import Library
from index.opensearch import lease
from index.update import Summary, update
from tests.folders import TEXTS, found, interrupt, write

if TYPE_CHECKING:
    from pathlib import Path

    from index.engines import Engine, Place


@pytest.fixture(params=["embedded", "opensearch"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where an index can be made; there is none yet."""
    found: Place = (
        tmp_path / "index" if request.param == "embedded" else request.getfixturevalue("address")
    )
    return found


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write(tmp_path / "corpus", TEXTS)


@pytest.fixture
def library(corpus: Path, place: Place) -> Library:
    library = Library(corpus, place)
    library.update()
    return library


def test_before_the_first_update_there_is_no_index(corpus: Path, place: Place) -> None:
    library = Library(corpus, place)

    with pytest.raises(IndexMissing, match="run 'quoth index'"):
        library.snapshot()
    assert library.documents() == []


def test_what_was_indexed_is_found_at_its_place(library: Library) -> None:
    snapshot = library.snapshot()
    (hit,) = snapshot.search(["bogor"])
    document = snapshot.document(hit.passage.document_id)

    assert document.source == "goals.md"
    assert document.text[hit.passage.start : hit.passage.end] == (
        "The goals were adopted in Bogor in 1994."
    )
    assert hit.passage.section == ()
    assert [block.kind.value for block in document.blocks] == ["heading", "paragraph"]
    assert snapshot.passages(document.id) == [hit.passage]


def test_an_emptied_folder_empties_the_index_only_where_that_is_asked_for(
    library: Library, corpus: Path, place: Place
) -> None:
    before = library.snapshot().state
    for name in TEXTS:
        (corpus / name).unlink()

    with pytest.raises(CorpusEmptied):
        library.update()
    assert library.snapshot().state == before

    Library(corpus, place, allow_empty=True).update()
    assert open_engine(place).snapshot().state.documents == 0


def test_terms_are_counted(library: Library) -> None:
    snapshot = library.snapshot()

    assert [snapshot.frequency(term) for term in ("apec", "nowhere")] == [1, 0]
    assert (snapshot.state.documents, snapshot.state.passages) == (3, 3)


def test_nothing_is_found_where_nothing_matches_or_is_wanted(library: Library) -> None:
    snapshot = library.snapshot()

    assert snapshot.search([]) == snapshot.search(["nowhere"]) == []
    assert snapshot.search(["apec"], limit=0) == []


def test_a_search_can_be_restricted_to_documents(library: Library) -> None:
    snapshot = library.snapshot()
    travel = snapshot.files()["travel.txt"].document_id

    hits = snapshot.search(["the", "apec", "meal"], documents=[travel, "unknown"])

    assert {hit.passage.document_id for hit in hits} == {travel}
    assert snapshot.search(["apec"], documents=["unknown"]) == []


def test_an_unknown_document_is_missing(library: Library) -> None:
    for look_up in (library.snapshot().document, library.snapshot().passages):
        with pytest.raises(DocumentMissing, match="documents list"):
            look_up("unknown")


def test_ties_are_ordered_by_source(corpus: Path, place: Place) -> None:
    names = [f"{number:03}.txt" for number in range(60)]
    write(corpus, dict.fromkeys(reversed(names), "The same words in every file."))
    library = Library(corpus, place)
    library.update()
    snapshot = library.snapshot()

    hits = snapshot.search(["word"], limit=7)

    assert [snapshot.document(hit.passage.document_id).source for hit in hits] == names[:7]


def test_terms_of_any_shape_are_found(corpus: Path, place: Place) -> None:
    ligature, long = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}", "a" * 300
    write(corpus, {"odd.txt": f"{ligature} {long}x {long}y 日本語 naïve 1,200 U.S. C++ ∑ 𝔘\n"})
    library = Library(corpus, place)
    library.update()

    for term in analysis.terms((corpus / "odd.txt").read_text(encoding="utf-8")):
        assert library.snapshot().frequency(term) == 1, term


def test_the_ledger_names_every_file_and_why_it_is_left_out(corpus: Path, place: Place) -> None:
    (corpus / "noise.txt").write_bytes(bytes(range(256)) * 9)
    (corpus / "tool.exe").write_bytes(b"MZ")
    library = Library(corpus, place)

    summary = library.update()

    assert list(summary.failed) == ["noise.txt"]
    assert [(entry.source, entry.state) for entry in library.documents()] == [
        ("goals.md", "indexed"),
        ("members.txt", "indexed"),
        ("noise.txt", "failed"),
        ("tool.exe", "skipped"),
        ("travel.txt", "indexed"),
    ]
    goals, _, noise, *_ = library.documents()
    assert (goals.title, goals.passages, goals.characters) == ("The Bogor Goals", 1, 57)
    assert noise.reason == summary.failed["noise.txt"]
    (corpus / "noise.txt").unlink()
    library.update()
    assert "noise.txt" not in {entry.source for entry in library.documents()}


def test_an_update_adds_changes_renames_and_removes(corpus: Path, library: Library) -> None:
    before = library.snapshot().files()
    write(corpus, {"new.txt": "The new document speaks of rice.", "members.txt": "Only 3 left.\n"})
    (corpus / "goals.md").rename(corpus / "aims.md")
    (corpus / "travel.txt").unlink()

    summary = library.update()

    assert summary == Summary(
        added=["new.txt"],
        updated=["members.txt"],
        renamed={"goals.md": "aims.md"},
        removed=["travel.txt"],
    )
    snapshot = library.snapshot()
    assert list(snapshot.files()) == ["aims.md", "members.txt", "new.txt"]
    assert snapshot.files()["aims.md"].document_id == before["goals.md"].document_id
    assert found(snapshot, "rice") == ["new.txt"]
    assert found(snapshot, "Bogor") == ["aims.md"]
    assert found(snapshot, "Chile meals") == []
    assert library.examine() == []


def test_nothing_changed_is_no_new_generation(library: Library) -> None:
    before = library.snapshot().state

    assert library.update().unchanged == 3
    assert library.snapshot().state == before


def test_the_same_documents_have_the_same_fingerprint(
    corpus: Path, library: Library, tmp_path: Path
) -> None:
    embedded = Library(corpus, tmp_path / "another")
    embedded.update()

    assert library.snapshot().state.fingerprint == embedded.snapshot().state.fingerprint


def test_a_removed_document_is_never_quoted_again(corpus: Path, library: Library) -> None:
    travel = library.snapshot().files()["travel.txt"].document_id

    library.remove(travel)

    assert not (corpus / "travel.txt").exists()
    assert found(library.snapshot(), "euros for meals") == []
    with pytest.raises(DocumentMissing):
        library.snapshot().document(travel)


def test_a_snapshot_holds_still(corpus: Path, library: Library) -> None:
    before = library.snapshot()
    state, entries = before.state, before.entries()
    write(corpus, {"members.txt": "Bogor, Bogor, Bogor.\n"})
    (corpus / "goals.md").unlink()
    library.update()

    assert (before.state, before.entries()) == (state, entries)
    assert found(before, "Bogor") == ["goals.md"]
    assert found(before, "Chile") == ["members.txt"]
    assert before.frequency("bogor") == 1
    assert library.snapshot().state.generation == state.generation + 1


def test_a_document_added_through_one_library_is_found_by_another(
    corpus: Path, place: Place, library: Library
) -> None:
    other = Library(corpus, place)
    assert found(other.snapshot(), "rice") == []

    library.add("new.txt", b"The new document speaks of rice.")
    library.update()

    until = time.monotonic() + 60  # a state may be half a second old
    while not (hits := found(other.snapshot(), "rice")) and time.monotonic() < until:
        time.sleep(0.05)
    assert hits == ["new.txt"]


def test_an_update_that_is_killed_changes_nothing_and_leaves_nothing(
    corpus: Path, library: Library
) -> None:
    before = library.snapshot()
    write(corpus, {"goals.md": "Bogor no more.", "new.txt": "Rice.", "newer.txt": "More rice."})

    interrupt(library)

    assert library.snapshot().state == before.state
    assert found(library.snapshot(), "Bogor rice") == ["goals.md"]
    (corpus / "new.txt").unlink()
    assert library.update().added == ["newer.txt"]
    assert found(library.snapshot(), "rice") == ["newer.txt"]
    assert library.examine() == []


def test_an_index_of_another_version_is_built_anew(
    corpus: Path, place: Place, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = library.snapshot().state
    (corpus / "travel.txt").unlink()
    monkeypatch.setattr(recipe, "fingerprint", lambda: "another version")
    engine: Engine = open_engine(place)

    summary = update(corpus, engine)

    assert summary.rebuilt
    assert "another version" in summary.rebuilt
    assert summary.added == ["goals.md", "members.txt"]
    assert list(engine.snapshot().files()) == ["goals.md", "members.txt"]
    assert engine.snapshot().state.fingerprint != before.fingerprint


def test_two_do_not_write_at_once(
    place: Place, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "PATIENCE", 0)

    with (
        library.store.writing(),
        pytest.raises(IndexBusy, match="wait until it is done"),
        open_engine(place).writing(),
    ):
        pass
    assert library.update().unchanged == 3


def test_a_sample_is_of_so_many_documents_by_source_and_always_the_same(library: Library) -> None:
    snapshot = library.snapshot()
    ids = {source: file.document_id for source, file in snapshot.files().items()}

    assert snapshot.sample(9) == [ids[source] for source in sorted(ids)]
    two = snapshot.sample(2)
    assert len(two) == 2
    assert two == [each for each in snapshot.sample(9) if each in two] == snapshot.sample(2)
