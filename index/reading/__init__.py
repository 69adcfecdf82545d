"""Turn a file's bytes into text with structure: one reader a format, chosen by suffix."""

from __future__ import annotations

from posixpath import splitext
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.reading import markdown, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.documents import Reading

    Reader = Callable[[bytes, str], Reading]

READERS: dict[str, Reader] = {
    ".txt": plain.read,
    ".text": plain.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
}


def readable(source: str) -> bool:
    """Whether some reader takes files of this name.

    >>> readable("notes/apec.MD"), readable("photo.png")
    (True, False)
    """
    return suffix(source) in READERS


def suffix(source: str) -> str:
    """The end of a file's name that says what kind it is, in lower case; may be empty."""
    return splitext(source)[1].lower()


def read(raw: bytes, source: str) -> Reading:
    """Read the bytes of the file `source`. Raises `UnreadableFile` with the reason.

    >>> reading = read(b"# Bogor\\n\\nAdopted in *1994*.", "bogor.md")
    >>> reading.title, reading.text
    ('Bogor', 'Bogor\\n\\nAdopted in 1994.')
    """
    reader = READERS.get(suffix(source))
    if reader is None:
        suffixes = " ".join(sorted(READERS))
        raise UnreadableFile(f"no reader for this kind of file: Quoth reads {suffixes}")
    reading = reader(raw, source)
    if not reading.text.strip():
        raise UnreadableFile("the file holds no text: add some, or remove it")
    return reading
