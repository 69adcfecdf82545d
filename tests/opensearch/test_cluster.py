"""What only a cluster can have: generations behind an alias, leases, leftovers, a red index."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.errors import EngineUnavailable, IndexBusy, IndexDamaged, IndexMissing
from index.library import Library
from index.opensearch import generations, lease, loader
from index.opensearch.address import parse
from index.opensearch.lease import Lease
from index.opensearch.store import ClusterStore
from index.update import document_id
from tests.folders import TEXTS, found, interrupt, write

if TYPE_CHECKING:
    from pathlib import Path

    from index.opensearch.address import Address


@pytest.fixture
def store(address: Address) -> ClusterStore:
    return ClusterStore(address)


@pytest.fixture
def library(corpus: Path, store: ClusterStore) -> Library:
    library = Library(corpus, store.address)
    library.update()
    return library


def behind_the_alias(store: ClusterStore) -> list[str]:
    return list(store.client.indices.get_alias(name=store.address.name))


def test_a_new_generation_takes_over_at_once_and_the_old_one_is_deleted_later(
    library: Library, store: ClusterStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, old = store.address.name, library.snapshot()

    with store.writing(anew=True) as writer:
        assert behind_the_alias(store) == [f"{name}-g1"]
        assert not writer.files()
        assert store.snapshot().files()

    assert behind_the_alias(store) == [f"{name}-g2"]
    assert old.search(["bogor"])  # for those who hold it
    assert [finding.file for finding in library.examine()] == [f"{name}-g1"]
    monkeypatch.setattr(generations, "GRACE", 0)
    library.update()
    assert generations.leftovers(store.client, name) == []
    assert library.examine() == []


def test_what_a_killed_writer_left_is_cleared_away(library: Library, store: ClusterStore) -> None:
    index, body = f"{store.address.name}-g1", {"kind": "passage", "born": 9, "terms": "left"}
    store.client.index(index=index, id="p:left:9:0", body=body, params={"refresh": "true"})
    generations.create(store.client, store.address, 7)

    left = library.examine()

    assert len(left) == 2
    assert not any(finding.harm for finding in left)
    assert library.snapshot().frequency("left") == 0
    library.update()
    assert library.examine() == []


@pytest.mark.parametrize("indexed", [{}, {"first.txt": "What was there before."}])
def test_an_update_that_is_killed_goes_on_where_it_was(
    tmp_path: Path, store: ClusterStore, indexed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "ACTIONS", 1)  # all is sent at once
    library = Library(write(tmp_path / "corpus", indexed), store.address)
    if indexed:
        library.update()
    write(library.corpus, TEXTS)
    interrupt(library)
    before = ClusterStore(store.address).snapshot().state.documents if indexed else 0

    summary = library.update()

    assert before == len(indexed)
    assert (summary.added, summary.unchanged) == (["travel.txt"], len(indexed) + 2)
    assert library.snapshot().state.documents == len(indexed) + 3
    assert behind_the_alias(store) == [f"{store.address.name}-g1"]
    assert library.examine() == []


def test_of_what_a_killed_update_sent_only_whole_new_documents_are_kept(
    tmp_path: Path, store: ClusterStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "ACTIONS", 1)
    library = Library(
        write(tmp_path / "corpus", {"goals.md": "Bogor.", "x.txt": "X."}), store.address
    )
    library.update()
    write(library.corpus, TEXTS)
    (library.corpus / "x.txt").write_text("Another letter.")
    interrupt(library)
    index = behind_the_alias(store)[0]
    half = document_id("members.txt")
    store.client.delete(index=index, id=f"p:{half}:2:0")

    summary = library.update()

    assert (summary.added, summary.updated) == (["members.txt"], ["goals.md", "x.txt"])
    assert summary.unchanged == 1
    assert found(library.snapshot(), "Bogor, Chile, meals") == [
        "goals.md",
        "members.txt",
        "travel.txt",
    ]
    assert library.examine() == []


def test_replaced_documents_are_deleted_once_nobody_reads_them(
    corpus: Path, library: Library, store: ClusterStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "GRACE", 0)
    (corpus / "travel.txt").write_text("Nobody travels.")
    library.update()
    library.update()

    index = behind_the_alias(store)[0]
    store.client.indices.refresh(index=index)
    died = {"query": {"exists": {"field": "died"}}}
    assert store.client.count(index=index, body=died)["count"] == 0


def test_a_document_that_was_altered_is_found(library: Library, store: ClusterStore) -> None:
    (row, *_) = store.snapshot().rows()
    index = behind_the_alias(store)[0]
    store.client.update(index=index, id=row.key, body={"doc": {"body": {"text": "Other words."}}})
    store.client.indices.refresh(index=index)

    (finding,) = library.examine()

    assert finding.harm
    assert row.source in finding.problem
    with pytest.raises(IndexDamaged, match="is not what was indexed"):
        ClusterStore(store.address).snapshot().document(row.id)


def test_a_lost_passage_is_noticed_and_the_index_is_built_anew(
    library: Library, store: ClusterStore
) -> None:
    (row, *_) = store.snapshot().rows()
    store.client.delete(index=behind_the_alias(store)[0], id=row.passage_key(0))
    store.client.indices.refresh(index=behind_the_alias(store)[0])
    other = Library(library.corpus, store.address)

    with pytest.raises(IndexDamaged, match="other passages"):
        other.snapshot()
    assert [finding.harm for finding in library.examine()] == [True]
    assert other.update().rebuilt
    assert other.snapshot().state.documents == 2


def test_a_red_index_is_said_to_be_red(library: Library, store: ClusterStore) -> None:
    index = behind_the_alias(store)[0]
    nowhere = {"index.routing.allocation.require._name": "no such node"}
    store.client.indices.close(index=index)
    store.client.indices.put_settings(index=index, body=nowhere)
    store.client.indices.open(index=index, params={"wait_for_active_shards": "0"})

    with pytest.raises(EngineUnavailable, match="health is red"):
        Library(library.corpus, store.address).snapshot()


def test_a_cluster_that_takes_no_writes_says_so_and_goes_on_answering(
    corpus: Path, library: Library, store: ClusterStore
) -> None:
    index = behind_the_alias(store)[0]
    store.client.indices.put_settings(index=index, body={"index.blocks.write": True})
    (corpus / "new.txt").write_text("Rice.")

    with pytest.raises(Exception, match="takes no more writes"):
        library.update()
    assert library.snapshot().search(["bogor"])
    store.client.indices.put_settings(index=index, body={"index.blocks.write": None})
    assert library.update().added == ["new.txt"]


def test_a_lease_that_its_holder_let_expire_can_be_taken(
    store: ClusterStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = store.address.name
    monkeypatch.setattr(lease, "PATIENCE", 0)
    with Lease(store.client, name).held() as first:
        with (
            pytest.raises(IndexBusy, match="wait until it is done"),
            Lease(store.client, name).held(),
        ):
            pass
        monkeypatch.setattr(lease, "SECONDS", 0.01)
        time.sleep(0.02)
        with Lease(store.client, name).held(), pytest.raises(IndexBusy, match="held up"):
            first.check()


def test_a_renewal_whose_answer_was_lost_keeps_the_lease(
    store: ClusterStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "RENEWAL", 0.01)
    where = {"index": f"{store.address.name}-lease", "id": lease.WRITER}
    with Lease(store.client, store.address.name).held() as held:
        written = {**store.client.get(**where)["_source"], "renewed": 0}
        store.client.index(**where, body=written)  # as a first try whose answer was lost

        until = time.monotonic() + 60
        while not store.client.get(**where)["_source"]["renewed"]:
            held.check()
            assert time.monotonic() < until
        held.check()


def test_a_writer_that_was_overtaken_commits_nothing(library: Library, store: ClusterStore) -> None:
    stale = generations.current(store.client, store.address.name)
    assert stale
    (library.corpus / "travel.txt").unlink()
    library.update()

    with pytest.raises(Exception, match="version conflict"):
        generations.commit(store.client, stale, stale.state)
    assert library.snapshot().state.documents == 1


def test_a_request_whose_answer_was_lost_may_be_made_again(
    library: Library, store: ClusterStore
) -> None:
    was = generations.current(store.client, store.address.name)
    assert was
    state = replace(was.state, generation=was.state.generation + 1)

    for _ in range(2):
        assert generations.create(store.client, store.address, 7) == f"{store.address.name}-g7"
        generations.commit(store.client, was, state)

    assert library.snapshot().state.generation == state.generation
    with pytest.raises(Exception, match="version conflict"):
        generations.commit(store.client, was, was.state)


def test_an_address_can_ask_for_shards_and_copies(corpus: Path, host: str) -> None:
    address = parse(f"opensearch+http://{host}/test-shards?shards=3&replicas=1")
    library = Library(corpus, address)
    library.update()

    (finding,) = library.examine()
    assert "yellow" in finding.problem
    assert not finding.harm
    assert [hit.score for hit in library.snapshot().search(["bogor"])]


def test_no_index_is_no_finding(corpus: Path, address: Address) -> None:
    with pytest.raises(IndexMissing):
        Library(corpus, address).examine()
