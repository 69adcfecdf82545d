"""What the page for operators says is what the server does."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from index.scan import LARGEST_FILE, MEGABYTE
from web import following, ratelimits
from web.app import LARGEST_UPLOAD
from web.bodies import LARGEST_BODY
from web.chatschemas import MOST_MESSAGES
from web.deadlines import ANSWER, BODY, HEAD
from web.schemas import MOST_CHARACTERS, MOST_QUESTIONS, MOST_TURNS
from web.serve import serve
from web.serving import GRACE, THREADS

PAGE = (Path(__file__).parents[2] / "docs" / "running.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "limit",
    [
        f"{ratelimits.DEFAULT_RATE} a minute",
        f"{LARGEST_BODY // MEGABYTE} MB; {LARGEST_UPLOAD // MEGABYTE} MB",
        f"MB; {LARGEST_FILE // MEGABYTE} MB",
        f"{MOST_CHARACTERS:,} characters",
        f"{MOST_TURNS} turns",
        f"{MOST_QUESTIONS} questions",
        f"{MOST_MESSAGES:,} messages",
        f"| {THREADS}; ",
        f"| {following.MOST_FOLLOWERS}, for a minute each",
        f"{HEAD:.0f} s; as long as it takes at {BODY // 1000} kB/s",
        f"{ANSWER / 60:.0f} minutes",
        f"within {GRACE} seconds",
    ],
)
def test_a_limit_is_the_one_that_holds(limit: str) -> None:
    assert limit in PAGE


def test_every_setting_of_the_server_is_explained() -> None:
    settings = {
        str(option.envvar)
        for option in serve.params
        if isinstance(option, click.Option) and option.envvar
    }
    everybodys = {"QUOTH_INDEX", "QUOTH_HOST", "QUOTH_PORT", "QUOTH_WATCH"}  # in the README

    assert [name for name in settings - everybodys if name not in PAGE] == []
