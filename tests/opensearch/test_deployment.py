"""What we give people to start with Docker is what we test."""

from __future__ import annotations

from pathlib import Path

from tests.opensearch.releases import RELEASES

ROOT = Path(__file__).parents[2]


def test_the_composition_starts_the_newest_release_that_is_tested() -> None:
    text = (ROOT / "deploy" / "opensearch.yaml").read_text(encoding="utf-8")

    assert f"image: opensearchproject/opensearch:{RELEASES[0].version}\n" in text
