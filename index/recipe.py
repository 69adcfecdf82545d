"""Name the code that an index is made by, so that what other code made is made anew."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path

LIBRARIES = "charset_normalizer mammoth markdown_it_py nltk pypdfium2 selectolax".split()
"""They decide on the text, too."""


@cache
def fingerprint() -> str:
    """Changes with every change to this package; nobody has to remember a version number.

    >>> len(fingerprint())
    16
    """
    digest = hashlib.sha256()
    for module in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(module.read_bytes())
    installed = versions()
    for library in LIBRARIES:
        digest.update(installed.get(library, "").encode())
    return digest.hexdigest()[:16]


def versions() -> dict[str, str]:
    """The version of all that is installed, by its name in lower case, with underscores.

    As `importlib.metadata` knows it, whose import alone would take a tenth of `quoth ask`.
    """
    found: dict[str, str] = {}
    for folder in map(Path, sys.path):
        for note in sorted(folder.glob("*-*.*-info")):  # as in nltk-3.9.2.dist-info
            name, version, *_ = note.stem.split("-")
            found.setdefault(name.lower(), version)
    return found
