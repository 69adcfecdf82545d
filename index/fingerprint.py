"""Name what an index holds, whichever engine keeps it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from index import recipe

if TYPE_CHECKING:
    from collections.abc import Iterable

Named = tuple[str, str, str, str | None, str]
"""The id, source, title, date and SHA-256 of a document."""


def fingerprint(documents: Iterable[Named]) -> str:
    """A name for an index of these, in the order of their sources; the same ones, the same name.

    >>> len(fingerprint([]))
    16
    """
    digest = hashlib.sha256(recipe.fingerprint().encode())
    for document in documents:
        digest.update(repr(document).encode())
    return digest.hexdigest()[:16]
