"""Turn a file's bytes into text with structure: one reader a format.

A file's suffix names its reader, unless its content is plainly something else.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.reading.content import kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.documents import Reading

    Reader = Callable[[bytes, str], Reading]

READERS = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".rst": "rst",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".pptx": "pptx",
    ".epub": "epub",
    ".eml": "eml",
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "json",
    ".jsonl": "json",
    ".srt": "subtitles",
    ".vtt": "subtitles",
}
"""The module with the reader for each suffix; imported when first used, for some are large."""

LONGEST_CAUSE = 100  # characters of what a library says


def readable(source: str) -> bool:
    """Whether some reader takes files of this name.

    >>> readable("notes/apec.MD"), readable("photo.png")
    (True, False)
    """
    return suffix(source) in READERS


def suffix(source: str) -> str:
    """The end of a file's name that says what kind it is, in lower case; may be empty."""
    name = source.rpartition("/")[2]
    stem, dot, end = name.rpartition(".")
    return f"{dot}{end}".lower() if stem.strip(".") else ""  # ".txt" is a hidden file's name


def read(raw: bytes, source: str) -> Reading:
    """Read the bytes of the file `source`. Raises `UnreadableFile` with the reason.

    Files of others are better read by `index.sandbox.read`, which limits what they can use up.

    >>> reading = read(b"# Bogor\\n\\nAdopted in *1994*.", "bogor.md")
    >>> reading.title, reading.text
    ('Bogor', 'Bogor\\n\\nAdopted in 1994.')
    """
    if not readable(source):
        suffixes = " ".join(sorted(READERS))
        raise UnreadableFile(f"no reader for this kind of file: Quoth reads {suffixes}")
    try:
        reading = reader(kind(raw, suffix(source)))(raw, source)
    except UnreadableFile:
        raise
    except RecursionError as error:
        raise UnreadableFile("it is nested too deep: flatten it, or save it anew") from error
    except MemoryError as error:
        raise UnreadableFile("reading it took too much memory: split it") from error
    except Exception as error:  # parsers raise anything over a damaged file
        cause = f"{type(error).__name__}: {error}".rstrip(": ")[:LONGEST_CAUSE]
        raise UnreadableFile(f"the file is damaged ({cause}): save it anew") from error
    if not reading.text.strip():
        raise UnreadableFile("the file holds no text: add some, or remove it")
    return reading


def reader(suffix: str) -> Reader:
    """The reader for a suffix in `READERS`."""
    found: Reader = import_module(f"{__name__}.{READERS[suffix]}").read
    return found
