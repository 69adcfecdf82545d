"""Walking a corpus: what is found, what is skipped, and what fails with a reason."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index import scan as scanning
from index.errors import CorpusMissing, UnreadableFile
from index.scan import LARGEST_FILE, FoundFile, read_bytes, scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


def sources(corpus: Path) -> list[str]:
    return [file.source for file in scan(corpus)[0]]


def problems(corpus: Path) -> dict[str, tuple[str, bool]]:
    return {problem.source: (problem.reason, problem.failed) for problem in scan(corpus)[1]}


def test_files_come_in_the_order_of_their_sources(corpus: Path) -> None:
    (corpus / "a").mkdir()
    for name in ("b.txt", "a/z.md", "a b.txt", "B.txt"):
        (corpus / name).write_text("text")

    assert sources(corpus) == ["B.txt", "a b.txt", "a/z.md", "b.txt"]


def test_a_missing_folder_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissing, match="make it and put your documents in"):
        scan(tmp_path / "nowhere")


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "corpus").write_text("text")

    with pytest.raises(CorpusMissing):
        scan(tmp_path / "corpus")


def test_an_empty_folder_holds_nothing(corpus: Path) -> None:
    assert scan(corpus) == ([], [])


def test_hidden_files_and_folders_are_passed_over(corpus: Path) -> None:
    (corpus / ".quoth").mkdir()
    (corpus / ".quoth" / "note.txt").write_text("text")
    (corpus / ".hidden.txt").write_text("text")

    assert scan(corpus) == ([], [])


@pytest.mark.parametrize("name", ["two words.txt", "📄 emoji.md", "new\nline.txt", "é\u0301.TXT"])
def test_unusual_names_are_found(corpus: Path, name: str) -> None:
    (corpus / name).write_text("text")

    assert sources(corpus) == [name]


def test_a_name_that_is_not_unicode_fails_with_a_remedy(corpus: Path) -> None:
    Path(os.fsdecode(os.fsencode(corpus) + b"/caf\xe9.txt")).write_text("text")

    assert problems(corpus) == {
        "caf\ufffd.txt": ("the file's name is not valid Unicode: rename it", True)
    }


def test_a_file_without_a_reader_is_skipped(corpus: Path) -> None:
    (corpus / "photo.png").write_bytes(b"\x89PNG")
    (corpus / "Makefile").write_text("all:")

    assert problems(corpus) == {
        "Makefile": ("no reader for files without a suffix", False),
        "photo.png": ("no reader for .png", False),
    }


def test_a_file_over_the_limit_is_refused_without_reading_it(corpus: Path) -> None:
    with (corpus / "large.txt").open("wb") as file:
        file.truncate(50_000_000)

    assert problems(corpus) == {
        "large.txt": ("the file has 50 MB, the limit is 32 MB: split it", True)
    }


def test_links_are_skipped_wherever_they_lead(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("secret")
    (corpus / "inside.txt").write_text("text")
    (corpus / "folder").mkdir()
    (corpus / "out.txt").symlink_to(tmp_path / "outside.txt")
    (corpus / "out").symlink_to(tmp_path)
    (corpus / "in.txt").symlink_to("inside.txt")
    (corpus / "folder" / "up").symlink_to("..")
    (corpus / "dangling.txt").symlink_to("nothing.txt")
    (corpus / "circle.txt").symlink_to("circle.txt")

    assert sources(corpus) == ["inside.txt"]
    assert {source: reason for source, (reason, _) in problems(corpus).items()} == {
        "circle.txt": "a link to nowhere",
        "dangling.txt": "a link to nowhere",
        "folder/up": "a link to what the corpus holds anyway",
        "in.txt": "a link to what the corpus holds anyway",
        "out": "a link out of the corpus: copy the file in",
        "out.txt": "a link out of the corpus: copy the file in",
    }


def test_the_corpus_itself_may_be_reached_through_a_link(corpus: Path, tmp_path: Path) -> None:
    (corpus / "a.txt").write_text("text")
    (tmp_path / "link").symlink_to(corpus)

    assert sources(tmp_path / "link") == ["a.txt"]


def test_a_pipe_is_skipped_and_never_waited_for(corpus: Path) -> None:
    os.mkfifo(corpus / "pipe.txt")

    assert problems(corpus) == {"pipe.txt": ("not a regular file", False)}


def test_a_folder_that_cannot_be_listed_is_named(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "locked").mkdir()
    listed = os.scandir

    def refuse(folder: Path) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
        if folder.name == "locked":
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(os, "scandir", refuse)

    assert problems(corpus) == {
        "locked": ("Permission denied: give Quoth the right to read it", True)
    }


def found(corpus: Path, name: str) -> FoundFile:
    return next(file for file in scan(corpus)[0] if file.source == name)


def test_a_file_that_vanishes_after_the_scan_fails_with_a_remedy(corpus: Path) -> None:
    (corpus / "a.txt").write_text("text")
    file = found(corpus, "a.txt")
    Path(file.path).unlink()

    with pytest.raises(UnreadableFile, match="vanished while it was read: index again"):
        read_bytes(file)


def test_a_file_that_becomes_a_link_after_the_scan_is_not_followed(
    corpus: Path, tmp_path: Path
) -> None:
    (tmp_path / "outside.txt").write_text("secret")
    (corpus / "a.txt").write_text("text")
    file = found(corpus, "a.txt")
    Path(file.path).unlink()
    Path(file.path).symlink_to(tmp_path / "outside.txt")

    with pytest.raises(UnreadableFile, match="become a link"):
        read_bytes(file)


def test_a_file_that_becomes_a_pipe_after_the_scan_is_not_waited_for(corpus: Path) -> None:
    (corpus / "a.txt").write_text("text")
    file = found(corpus, "a.txt")
    Path(file.path).unlink()
    os.mkfifo(file.path)

    with pytest.raises(UnreadableFile, match="not a regular file"):
        read_bytes(file)


def test_a_file_that_grows_after_the_scan_is_refused(corpus: Path) -> None:
    (corpus / "a.txt").write_text("text")
    file = found(corpus, "a.txt")
    os.truncate(file.path, LARGEST_FILE + 1)

    with pytest.raises(UnreadableFile, match="the limit is 32 MB"):
        read_bytes(file)


def test_a_file_that_may_not_be_read_fails_with_a_remedy(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "a.txt").write_text("text")
    file = found(corpus, "a.txt")

    def refuse(path: str, flags: int) -> int:
        raise PermissionError(13, "Permission denied", path, flags)

    monkeypatch.setattr(scanning, "_open_regular", refuse)

    with pytest.raises(UnreadableFile, match="Permission denied: give Quoth the right"):
        read_bytes(file)


def test_a_time_is_only_trusted_when_no_later_write_could_leave_it_the_same(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "CLOCK_TICK_NS", 10**13)  # however slow the machine is
    (corpus / "a.txt").write_text("text")

    assert read_bytes(found(corpus, "a.txt")) == (b"text", 0)

    os.utime(corpus / "a.txt", ns=(10**18, 10**18))

    assert read_bytes(found(corpus, "a.txt")) == (b"text", 10**18)
