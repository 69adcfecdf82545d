"""Name the code that an index is made by, so that what other code made is made anew."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

LIBRARIES = "charset-normalizer mammoth markdown-it-py nltk pypdfium2 selectolax".split()
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
    for library in LIBRARIES:
        digest.update(version(library).encode())
    return digest.hexdigest()[:16]
