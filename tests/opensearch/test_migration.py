"""An index moves between engines, all of it, and goes on where it was stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from index import migration
from index.engines import open_engine
from index.library import Library
from web.command import quoth

if TYPE_CHECKING:
    from pathlib import Path

    from index.engines import Place
    from index.opensearch.address import Address
    from index.update import Progress


class Killed(Exception):
    """Ends a migration in the middle."""


@pytest.fixture
def full(corpus: Path, tmp_path: Path) -> Library:
    (corpus / "noise.txt").write_bytes(bytes(range(256)) * 9)
    library = Library(corpus, tmp_path / "from")
    library.update()
    return library


@pytest.fixture(params=["embedded", "opensearch"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    found: Place = (
        tmp_path / "to" if request.param == "embedded" else request.getfixturevalue("address")
    )
    return found


def test_an_index_arrives_whole(full: Library, place: Place) -> None:
    target = open_engine(place)

    before, after = migration.migrate(full.store, target)

    assert before == after
    assert (after.documents, after.problems) == (2, 1)
    assert target.snapshot().state.fingerprint == full.snapshot().state.fingerprint
    assert target.examine() == []


def test_it_comes_back_the_same(full: Library, address: Address, tmp_path: Path) -> None:
    cluster, back = open_engine(address), open_engine(tmp_path / "back")

    gone, _ = migration.migrate(full.store, cluster)
    _, returned = migration.migrate(cluster, back)

    assert returned == gone
    assert back.snapshot().search(["bogor"]) == full.snapshot().search(["bogor"])


def test_a_migration_that_was_killed_goes_on(
    full: Library, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "BATCH", 1)
    target = open_engine(place)
    seen: list[Progress] = []

    def stop(_: Progress) -> None:
        raise Killed

    with pytest.raises(Killed):
        migration.migrate(full.store, target, progress=stop)
    before, after = migration.migrate(full.store, target, progress=seen.append)

    assert before == after
    assert [progress.total for progress in seen] == [1]


def test_what_is_there_besides_is_removed(full: Library, place: Place, tmp_path: Path) -> None:
    others = tmp_path / "others"
    others.mkdir()
    (others / "other.txt").write_text("Something else.")
    (others / "goals.md").write_text("Other goals.")
    library = Library(others, place)
    library.update()

    before, after = migration.migrate(full.store, library.store)

    assert before == after


@pytest.mark.usefixtures("full")
def test_the_command_says_that_it_is_the_same(corpus: Path, tmp_path: Path) -> None:
    places = [str(tmp_path / "from"), str(tmp_path / "to")]

    result = CliRunner().invoke(quoth, ["migrate", *places])

    assert result.exit_code == 0
    assert "2 documents" in result.stdout
    assert "the same in both" in result.stdout
    assert Library(corpus, tmp_path / "to").update().unchanged == 2
