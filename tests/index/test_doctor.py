"""The doctor: a sound index has no findings, and every kind of damage has one with a remedy."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from index.doctor import SWEEP, examine
from index.errors import IndexBusy, IndexMissing
from index.rows import document_checksum
from index.store import Store
from index.update import update

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An index of some documents, one of them removed again."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(8):
        (corpus / f"{number}.txt").write_text(f"Number {number}. It is here.\n\nAnd more of it.")
    store = Store(tmp_path / "index")
    update(corpus, store)
    (corpus / "3.txt").unlink()
    update(corpus, store)
    return Store(store.folder)


def execute(store: Store, *statements: str) -> None:
    """Change the catalogue behind the store's back."""
    connection = sqlite3.connect(store.catalogue, isolation_level=None)
    for statement in statements:
        assert connection.execute(statement).rowcount
    connection.close()


def problems(store: Store) -> str:
    return "; ".join(finding.problem for finding in examine(store))


def test_a_sound_index_has_no_findings(store: Store) -> None:
    assert examine(store) == []


def test_an_empty_index_has_no_findings(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    store = Store(tmp_path / "index")
    update(tmp_path / "corpus", store)

    assert examine(store) == []


def test_there_is_nothing_to_examine_before_the_first_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        examine(Store(tmp_path / "index"))


def test_an_index_that_is_being_written_is_left_alone(store: Store) -> None:
    with store.writing(), pytest.raises(IndexBusy):
        examine(store)


def test_an_index_that_cannot_be_opened_is_a_finding(store: Store) -> None:
    store.catalogue.write_bytes(b"garbage" * 1000)

    (finding,) = examine(Store(store.folder))

    assert str(store.folder) in finding.file
    assert "quoth index" in finding.remedy


def test_a_flipped_bit_in_a_segment_that_is_in_use_is_found(store: Store) -> None:
    store.snapshot()
    (segment,) = store.folder.glob("*.segment")
    raw = bytearray(segment.read_bytes())
    raw[len(raw) // 2] ^= 1
    segment.write_bytes(raw)

    (finding,) = examine(store)

    assert finding.file == str(segment)
    assert "checksum" in finding.problem


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE documents SET text = replace(text, '5', '6')", "the text of 5.txt"),
        ("UPDATE documents SET text = CAST(text AS BLOB)", "the text of 5.txt"),
        ("UPDATE documents SET title = 'x'", "the record of 5.txt"),
        ("UPDATE documents SET sentences = 9", "the record of 5.txt"),
        ("UPDATE documents SET characters = 9", "the record of 5.txt"),
        ("UPDATE passages SET start = 1 WHERE id = 1", "passage 1 is not what was indexed"),
        ("UPDATE passages SET sentences = zeroblob(12) WHERE id = 1", "passage 1 is not"),
        ("DELETE FROM passages WHERE id = 1", "has 0 passages, the catalogue says 1"),
        ("INSERT INTO passages SELECT 99, '-', 0, 1, '[]', NULL, x'', 0", "belong to no document"),
        ("INSERT INTO dead VALUES (99)", "removed passages are in no segment"),
        ("DELETE FROM dead", "the segments hold other passages than the documents"),
    ],
)  # fmt: skip
def test_what_was_altered_in_the_catalogue_is_found(
    store: Store, statement: str, problem: str
) -> None:
    execute(store, statement)

    assert problem in problems(store)
    assert {finding.file for finding in examine(store)} <= {
        str(store.catalogue),
        str(store.folder),
    }


@pytest.mark.parametrize(
    ("column", "problem"),
    [
        ("sentences", "5.txt has 3 sentences, the catalogue says 9"),
        ("characters", "5.txt has 38 characters, the catalogue says 9"),
    ],
)
def test_a_count_that_was_written_wrong_is_found(store: Store, column: str, problem: str) -> None:
    connection = sqlite3.connect(store.catalogue, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute(f"UPDATE documents SET {column} = 9 WHERE source = '5.txt'")  # noqa: S608
    (row,) = connection.execute("SELECT * FROM documents WHERE source = '5.txt'").fetchall()
    connection.execute(
        "UPDATE documents SET checksum = ? WHERE source = '5.txt'", (document_checksum(row),)
    )
    connection.close()

    assert problems(store) == problem


@pytest.mark.parametrize("page", range(1, 8))
def test_a_page_of_zeros_is_found(store: Store, page: int) -> None:
    raw = bytearray(store.catalogue.read_bytes())
    raw[4096 * page : 4096 * (page + 1)] = bytes(4096)
    store.catalogue.write_bytes(raw)

    assert examine(Store(store.folder))


def test_a_segment_that_no_commit_names_is_found_but_does_no_harm(store: Store) -> None:
    (store.folder / "0123.segment").write_bytes(b"left by a writer that was killed")
    (store.folder / "0123.segment.tmp").write_bytes(b"left by a writer that was killed")

    findings = examine(store)

    assert [finding.harm for finding in findings] == [False, False]
    assert {finding.remedy for finding in findings} == {SWEEP}

    with store.writing():
        pass

    assert examine(store) == []
