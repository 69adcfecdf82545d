"""The releases of OpenSearch that are tested, and which of them the Javas of this machine run."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".venv"
JAVAS = Path("/usr/lib/jvm")
_MAJOR = re.compile(r'^JAVA_VERSION="(\d+)', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Release:
    """A version of OpenSearch, and the major versions of Java that it runs on."""

    version: str
    javas: range

    @property
    def artifact(self) -> str:
        """What Maven Central calls it: a distribution without passwords and TLS."""
        return f"org.opensearch.distribution.integ-test-zip:opensearch:{self.version}:zip"

    @property
    def distribution(self) -> Path:
        """Where it is, once it is fetched."""
        return FOLDER / f"opensearch-{self.version}.zip"

    @property
    def java(self) -> Path | None:
        """The home of the oldest Java here that runs it."""
        homes = _java_homes()
        return next((homes[major] for major in sorted(homes) if major in self.javas), None)


RELEASES = (Release("3.3.2", range(21, 100)), Release("2.19.1", range(11, 24)))
"""Newest first."""


def runnable() -> list[Release]:
    """The releases that some Java here runs, newest first; of a version, if one is asked for."""
    wanted = os.environ.get("QUOTH_OPENSEARCH", "")
    return [each for each in RELEASES if each.version.startswith(wanted) and each.java]


def _java_homes() -> dict[int, Path]:
    """The Javas of this machine by major version."""
    program = shutil.which("java")
    named = [Path(program).resolve().parents[1]] if program else []
    homes = {}
    for home in chain(sorted(JAVAS.glob("*")), named):
        about = home / "release"
        if about.is_file() and (found := _MAJOR.search(about.read_text(encoding="utf-8"))):
            homes[int(found[1])] = home
    return homes
