"""Terms become numbers, the same with and without the compiled cache of addresses."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import numbering
from index.numbering import Numbering

if TYPE_CHECKING:
    from collections.abc import Callable

WAYS = {"in Python": Numbering, "compiled": Numbering.fastest}
every_way = pytest.mark.parametrize("make", WAYS.values(), ids=WAYS)

terms = st.text(max_size=3)
rounds = st.lists(st.lists(st.lists(terms, max_size=6), max_size=6), max_size=4)


def expected(passages: list[list[str]], known: list[str]) -> list[int]:
    """By looking each term up in the list of all before it, to which it is added."""
    found = []
    for term in (term for passage in passages for term in passage):
        if term not in known:
            known.append(term)
        found.append(known.index(term))
    return found


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering, "FEWEST", 1 << 1)


@every_way
@given(rounds=rounds)
def test_terms_are_numbered_in_the_order_in_which_they_are_first_seen(
    make: Callable[[], Numbering], rounds: list[list[list[str]]]
) -> None:
    ours, known = make(), list[str]()

    for passages in rounds:
        assert ours.of(passages).tolist() == expected(passages, known)
    assert ours.terms() == known


@every_way
@pytest.mark.usefixtures("tiny")
def test_a_vocabulary_may_outgrow_its_cache_again_and_again(make: Callable[[], Numbering]) -> None:
    ours = make()
    words = [f"w{number}" for number in range(2_000)]

    for end in range(0, 2_001, 50):
        assert ours.of([words[:end], words[:end]]).tolist() == [*range(end), *range(end)]


@every_way
def test_another_word_at_the_address_of_one_that_is_gone_has_its_own_number(
    make: Callable[[], Numbering],
) -> None:
    ours, seen = make(), dict[str, int]()

    for number in range(5_000):  # each equal to no other, most where another one stood before
        word = f"w{number % 1_000}"
        [found] = ours.of([[word]]).tolist()
        assert seen.setdefault(word, found) == found
    assert len(ours.terms()) == len(seen) == 1_000


@every_way
def test_no_reference_to_a_term_is_left_behind_but_those_of_the_vocabulary(
    make: Callable[[], Numbering],
) -> None:
    word, same = "".join(["bo", "gor"]), "".join(["bog", "or"])
    before = sys.getrefcount(word), sys.getrefcount(same)
    ours = make()
    ours.of([[word, same] * 100])
    ours.of([[same, word] * 100])
    assert ours.terms()[0] is word
    del ours

    assert (sys.getrefcount(word), sys.getrefcount(same)) == before


@every_way
def test_what_cannot_be_a_term_is_an_error_and_does_no_harm(
    make: Callable[[], Numbering],
) -> None:
    ours = make()

    with pytest.raises(TypeError, match="unhashable"):
        ours.of([["goal", []]])  # type: ignore[list-item]
    assert ours.of([["goal"]]).tolist() == [0]


class Meddler(str):
    """Empties its passage when it is compared."""

    __slots__ = ("passage",)
    passage: list[str]

    def __hash__(self) -> int:
        return hash("goal")

    def __eq__(self, other: object) -> bool:
        self.passage.clear()
        return False


def test_a_passage_that_changes_meanwhile_is_an_error_and_not_a_crash() -> None:
    meddler = Meddler("other")
    meddler.passage = ["goal", meddler, *[f"w{number}" for number in range(100)]]

    with pytest.raises((IndexError, ValueError)):
        Numbering.fastest().of([meddler.passage])


def test_without_a_library_terms_are_numbered_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering, "_library", lambda: None)

    assert type(Numbering.fastest()) is Numbering
