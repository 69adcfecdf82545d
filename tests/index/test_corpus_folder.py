"""Taking files into the corpus and removing them: nothing lost, nothing outside touched."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus import LONGEST_NAME, UNFINISHED, add, remove, safe_name
from index.errors import CorpusMissing, DocumentMissing, InvalidFile, NotWritable
from index.scan import scan


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


def held(corpus: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in corpus.iterdir()}


def test_a_file_is_written_under_its_name(corpus: Path) -> None:
    assert add(corpus, "notes.txt", b"They met.") == "notes.txt"
    assert held(corpus) == {"notes.txt": b"They met."}


def test_a_stream_is_written_as_bytes_are(corpus: Path) -> None:
    add(corpus, "notes.txt", BytesIO(b"They met. " * 200_000))

    assert held(corpus) == {"notes.txt": b"They met. " * 200_000}


def test_another_file_of_the_same_name_gets_a_number(corpus: Path) -> None:
    names = [add(corpus, "notes.txt", content) for content in (b"one", b"two", b"three")]

    assert names == ["notes.txt", "notes (2).txt", "notes (3).txt"]
    assert held(corpus) == dict(zip(names, (b"one", b"two", b"three"), strict=True))


def test_the_same_file_again_changes_nothing(corpus: Path) -> None:
    add(corpus, "notes.txt", b"one")
    add(corpus, "notes.txt", b"two")

    assert add(corpus, "notes.txt", b"one") == "notes.txt"
    assert add(corpus, "notes.txt", b"two") == "notes (2).txt"
    assert len(held(corpus)) == 2


def test_a_file_is_replaced_only_where_that_is_asked_for(corpus: Path) -> None:
    add(corpus, "notes.txt", b"one")

    assert add(corpus, "notes.txt", b"two", replace=True) == "notes.txt"
    assert held(corpus) == {"notes.txt": b"two"}


def test_a_folder_of_the_same_name_is_left_alone(corpus: Path) -> None:
    (corpus / "notes.txt").mkdir()

    assert add(corpus, "notes.txt", b"text") == "notes (2).txt"
    with pytest.raises(NotWritable):
        add(corpus, "notes.txt", b"text", replace=True)


def test_a_link_of_the_same_name_is_neither_followed_nor_overwritten(
    corpus: Path, tmp_path: Path
) -> None:
    (tmp_path / "outside.txt").write_text("outside")
    (corpus / "notes.txt").symlink_to(tmp_path / "outside.txt")

    add(corpus, "notes.txt", b"new")
    add(corpus, "notes.txt", b"new", replace=True)

    assert (tmp_path / "outside.txt").read_text() == "outside"


@pytest.mark.parametrize(
    "name",
    [
        "", " ", ".txt", ".hidden.txt", "../up.txt", "/etc/passwd.txt", "a/b.txt", "a\\b.txt",
        "C:\\x.txt", "nul\0.txt", "new\nline.txt", "bell\a.txt", "\ud800.txt", "CON.txt",
        "com1.notes.txt", "nul.md", "..", "photo.png", "noext",
    ],
)  # fmt: skip
def test_an_unsafe_name_is_refused_with_a_remedy(corpus: Path, name: str) -> None:
    with pytest.raises(InvalidFile, match=":"):
        add(corpus, name, b"text")

    assert held(corpus) == {}


def test_a_kind_of_file_that_quoth_cannot_read_is_refused_with_what_it_can(corpus: Path) -> None:
    with pytest.raises(InvalidFile, match=r"it reads .*\.md .*\.txt"):
        add(corpus, "photo.png", b"\x89PNG")


def test_unicode_names_are_kept_composed(corpus: Path) -> None:
    assert add(corpus, "Cafe\u0301 📄 Überblick.txt", b"text") == "Café 📄 Überblick.txt"


def test_a_name_that_is_too_long_is_cut_between_characters(corpus: Path) -> None:
    first = add(corpus, "ß📄" * 300 + ".md", b"one")
    second = add(corpus, "ß📄" * 300 + ".md", b"two")

    assert len(first.encode()) <= LONGEST_NAME
    assert first.endswith(("📄.md", "ß.md"))
    assert second == first.replace(".md", " (2).md")


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(corpus: Path) -> None:
    with pytest.raises(InvalidFile, match="more than 1 MB: split it"):
        add(corpus, "large.txt", bytes(1_000_001), limit=1_000_000)

    assert held(corpus) == {}


def test_a_stream_that_breaks_off_leaves_nothing(corpus: Path) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionResetError(104, f"reset before {size} bytes")

    with pytest.raises(NotWritable):
        add(corpus, "notes.txt", Broken())

    assert held(corpus) == {}


def test_a_full_disk_is_said_so_and_leaves_nothing(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, f"No space left on device {descriptor}")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(NotWritable, match=r"No space left .* free space"):
        add(corpus, "notes.txt", b"text")
    assert held(corpus) == {}


def test_an_upload_into_no_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissing):
        add(tmp_path / "nowhere", "notes.txt", b"text")


def test_what_a_killed_upload_left_is_not_indexed_and_cleared_away(corpus: Path) -> None:
    left = corpus / (UNFINISHED + "0123")
    left.write_bytes(b"half")
    os.utime(left, (0, 0))

    assert scan(corpus) == ([], [])

    add(corpus, "notes.txt", b"text")

    assert held(corpus) == {"notes.txt": b"text"}


@given(st.text())
def test_any_name_is_safe_or_refused(name: str) -> None:
    try:
        safe = safe_name(name)
    except InvalidFile:
        return

    assert Path(safe).name == safe
    assert not safe.startswith(".")
    assert len(safe.encode()) <= LONGEST_NAME
    assert safe_name(safe) == safe


def test_a_document_is_removed(corpus: Path) -> None:
    (corpus / "sub").mkdir()
    (corpus / "sub" / "a.txt").write_text("text")

    remove(corpus, "sub/a.txt")

    assert list((corpus / "sub").iterdir()) == []


@pytest.mark.parametrize(
    "source",
    ["gone.txt", "", ".", "..", "../outside.txt", "/etc/hostname", "sub/../../outside.txt",
     ".hidden.txt", ".quoth/a.txt", "link.txt", "linked/outside.txt", "sub", "nul\0.txt"],
)  # fmt: skip
def test_nothing_but_a_document_of_the_corpus_is_ever_removed(
    corpus: Path, tmp_path: Path, source: str
) -> None:
    (corpus / "sub").mkdir()
    (corpus / ".quoth").mkdir()
    for path in ("corpus/.hidden.txt", "corpus/.quoth/a.txt", "outside.txt"):
        (tmp_path / path).write_text("text")
    (corpus / "link.txt").symlink_to(tmp_path / "outside.txt")
    (corpus / "linked").symlink_to(tmp_path)
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(DocumentMissing):
        remove(corpus, source)

    assert sorted(tmp_path.rglob("*")) == before
