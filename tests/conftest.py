"""Fixtures that many tests share: a small corpus, its library, a bot, an application."""

from __future__ import annotations

import os
import runpy
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from bot.engine import Bot
from bot.records import Records
from index.library import Library
from web.app import create_app

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

# Coverage traces threads through this hook. With an audit hook, which ours against egress is, two
# threads that start at once now and then kill one another by it, and a request is never answered.
threading.settrace(None)  # as `threading` itself begins

EGRESS = Path(__file__).with_name("egress")
runpy.run_path(str(EGRESS / "sitecustomize.py"))
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, [str(EGRESS), os.environ.get("PYTHONPATH")])
)

settings.register_profile("patient", settings.default, deadline=None)
settings.load_profile("patient")

GOALS = """# The Bogor Goals

The Bogor Goals are free and open trade and investment in the Asia-Pacific. They were adopted by
APEC leaders at their meeting in Bogor, Indonesia, in 1994.

## Targets

Industrialised economies were to reach the goals by 2010, developing economies by 2020.
"""

MEALS = """Travel policy

Staff may spend 40 euros a day on meals when they travel. Receipts are due within two weeks.
The policy is kept by Ana Lind of the finance team.
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of two documents."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "goals.md").write_text(GOALS, encoding="utf-8")
    (folder / "travel.txt").write_text(MEALS, encoding="utf-8")
    return folder


@pytest.fixture
def library(corpus: Path) -> Library:
    """The two documents, indexed."""
    library = Library(corpus)
    library.update()
    return library


@pytest.fixture
def records(tmp_path: Path) -> Records:
    """Nothing kept yet."""
    return Records(tmp_path / "user.sqlite")


@pytest.fixture
def bot(library: Library, records: Records) -> Bot:
    """A bot over the two documents that keeps conversations."""
    return Bot(library, conversations=records)


@pytest.fixture
def app(bot: Bot, library: Library, records: Records) -> Flask:
    """The application over them."""
    return create_app(bot, library, records)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of that application."""
    return app.test_client()
