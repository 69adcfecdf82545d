"""The plan in the docs is the one that the arithmetic gives, from the figures that it names."""

from __future__ import annotations

from dataclasses import astuple, replace
from pathlib import Path

import pytest

from tests.opensearch.capacity import (
    DAY,
    GIGABYTE,
    MILLION,
    SIZES,
    Assumed,
    Measured,
    plan,
    table,
)

PAGE = (Path(__file__).parents[2] / "docs" / "scaling.md").read_text(encoding="utf-8")


def test_the_page_has_the_plan() -> None:
    assert table() in PAGE


def test_the_page_names_every_figure_that_the_plan_is_made_of() -> None:
    figures = [*astuple(Measured()), *astuple(Assumed())]

    assert [each for each in figures if f"`{each:g}`" not in PAGE] == []


@pytest.mark.parametrize("passages", SIZES)
def test_the_nodes_have_room_and_time_for_what_is_planned(passages: int) -> None:
    measured, assumed = Measured(), Assumed()

    made = plan(passages, measured, assumed)

    single = passages * measured.disk / GIGABYTE
    work = made.shards * measured.fixed + passages / MILLION * measured.growing
    assert made.disk == single * assumed.copies <= made.nodes * assumed.disk * assumed.filled
    assert made.disk * assumed.cached <= made.memory / 2
    assert made.shards * assumed.shard >= single
    assert made.questions * work <= made.nodes * assumed.cores * assumed.busy * (1 + 1e-9)
    assert made.questions * measured.quoth <= made.servers * assumed.busy
    assert made.days * DAY * measured.loaded == pytest.approx(passages)


def test_ten_times_as_many_passages_take_ten_times_the_disk_and_more_nodes() -> None:
    small, large = (plan(size * MILLION, Measured(), Assumed()) for size in (100, 1_000))

    assert large.disk == 10 * small.disk
    assert large.shards > small.shards
    assert large.nodes > small.nodes


def test_faster_cores_answer_more_questions() -> None:
    fast = replace(Measured(), fixed=0.001, growing=0.001)

    assert plan(MILLION, fast, Assumed()).questions > plan(MILLION, Measured(), Assumed()).questions
