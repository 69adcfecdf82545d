"""Three nodes, of which one is killed while questions are asked and documents are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.opensearch import cluster
from tests.opensearch.nodeloss import lose_a_node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.opensearch.cluster import Node


@pytest.fixture(autouse=True)
def patience() -> None:
    """As little as people have: what is refused is tried again here."""


@pytest.fixture
def nodes() -> Iterator[Sequence[Node]]:
    oldest = cluster.require()[-1]
    with cluster.running(oldest, 3) as nodes:
        yield nodes


def test_a_node_that_dies_loses_nothing_and_falsifies_nothing(
    nodes: Sequence[Node], tmp_path: Path
) -> None:
    outcome = lose_a_node(nodes, tmp_path, batch=5)

    assert (outcome.lost, outcome.wrong, outcome.harm) == (0, 0, [])
