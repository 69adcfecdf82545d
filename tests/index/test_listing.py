"""A listing that looks only at what changed holds what a scan of the whole folder finds."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import listing as listing_module
from index.errors import CorpusMissing
from index.listing import Listing
from index.scan import scan

if TYPE_CHECKING:
    from index.scan import Scan

NAMES = ["a.txt", "b.md", "c.xyz", "sub/a.txt", "sub/deep/d.txt", "other/e.txt"]
steps = st.lists(
    st.tuples(
        st.sampled_from(["write", "remove", "rename", "link", "make folder"]),
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
    ),
    max_size=12,
)


def act(corpus: Path, step: tuple[str, str, str]) -> set[str]:
    """Do what `step` says as far as it can be done; return the paths that a watcher would name."""
    action, one, other = (corpus / part if part in NAMES else part for part in step)
    assert isinstance(one, Path)
    assert isinstance(other, Path)
    paths = {one}
    try:
        match action:
            case "write":
                one.parent.mkdir(parents=True, exist_ok=True)
                one.write_text(str(other))
                paths.add(one.resolve())  # what a link leads to is written
            case "remove":
                shutil.rmtree(one) if one.is_dir() else one.unlink()
            case "rename":
                one.rename(other)
                paths.add(other)
            case "link":
                one.symlink_to(other)
            case "make folder":
                one.mkdir(parents=True)
    except OSError:
        pass
    return {str(path) for path in {*paths, one.parent} if path != corpus}


@settings(max_examples=150)
@given(rounds=st.lists(steps, max_size=4))
def test_it_finds_what_a_scan_finds_whatever_happened(
    rounds: list[list[tuple[str, str, str]]],
) -> None:
    with TemporaryDirectory() as scratch:
        corpus = Path(scratch).resolve()
        listing = Listing(corpus)
        listing.scan()
        for happening in rounds:
            changed = set[str]().union(*(act(corpus, step) for step in happening))
            assert listing.scan(changed) == scan(corpus)


@pytest.fixture
def listing(corpus: Path) -> Listing:
    """Of the small corpus, which it has looked at."""
    seen = Listing(corpus)
    seen.scan()
    return seen


def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were looked at as a whole from now on."""
    whole = list[Path]()

    def counted(corpus: Path) -> Scan:
        whole.append(corpus)
        return scan(corpus)

    monkeypatch.setattr(listing_module, "scan", counted)
    return whole


def test_a_file_that_comes_changes_or_goes_costs_no_look_at_the_others(
    corpus: Path, listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = looked_at(monkeypatch)
    path = corpus.resolve() / "new.txt"

    for text in ("one", "more than one"):
        path.write_text(text)
        assert listing.scan({str(path)}) == scan(corpus)
    path.unlink()
    assert listing.scan({str(path)}) == scan(corpus)
    assert whole == []


def test_what_lies_behind_a_link_is_not_taken_for_a_file_of_the_folder(
    corpus: Path, listing: Listing, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.txt").write_text("not yours")
    link = corpus.resolve() / "link"
    link.symlink_to(elsewhere)

    assert listing.scan({str(link), str(link / "secret.txt")}) == scan(corpus)


def test_what_is_said_of_a_link_changes_with_what_it_leads_to(
    corpus: Path, listing: Listing
) -> None:
    link, target = corpus.resolve() / "link.txt", corpus.resolve() / "target.txt"
    link.symlink_to(target)
    assert listing.scan({str(link)}) == scan(corpus)

    target.write_text("It is there now.")
    assert listing.scan({str(target)}) == scan(corpus)


def test_many_changes_are_looked_at_as_a_whole(
    corpus: Path, listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = looked_at(monkeypatch)

    listing.scan({str(corpus.resolve() / f"{n}.txt") for n in range(listing_module.MOST + 1)})

    assert whole == [corpus]


def test_a_name_that_is_not_valid_unicode_is_a_problem_all_the_same(
    corpus: Path, listing: Listing
) -> None:
    path = os.fsencode(corpus.resolve()) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text("text")

    assert listing.scan({os.fsdecode(path)}) == scan(corpus)


def test_a_folder_that_is_gone_is_an_error(corpus: Path, listing: Listing) -> None:
    shutil.rmtree(corpus)

    with pytest.raises(CorpusMissing):
        listing.scan({str(corpus.resolve() / "a.txt")})
