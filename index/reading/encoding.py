"""Decode the bytes of a text file, whatever its encoding and line endings."""

from __future__ import annotations

import codecs
import encodings
import re
from contextlib import suppress
from pkgutil import iter_modules

from charset_normalizer import from_bytes

from index.errors import UnreadableFile

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UNMARKED = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
NUL_SHARE = 0.3  # of the bytes of Western text in UTF-16, where every other one is 0
SAMPLE = 1 << 18  # bytes that decide on an encoding; more only takes longer
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
CONTROL_SHARE = 0.01  # prose has none; a binary file decoded as Latin-1 has many
WESTERN = "àáâãäåæçèéêëìíîïñòóôõöøùúûüßœÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒ"
MARKS = "‘’“”‚„–—…«»•·§©®™°±²³µ¶¹º¼½¾¿¡£€¥¢×†‡‹›\xa0\xad"
NOT_WESTERN = re.compile(rf"[^\0-\x7f{WESTERN}{MARKS}]|[a-z][•·§©®±²³µ¶¹º¼½¾¿¡£€¥¢×†‡][a-z]")
WESTERN_SHARE = 0.3  # of a text's characters; in Russian or Greek nearly all are not ASCII


def decode(raw: bytes) -> str:
    r"""The text in `raw`, lines ending in ``\n``. Raises `UnreadableFile` where it isn't text.

    >>> decode("naïve\r\ncafé".encode("utf-16"))
    'naïve\ncafé'
    >>> decode(bytes(range(256)))
    Traceback (most recent call last):
    index.errors.UnreadableFile: this isn't a text file: save it as UTF-8 text, or remove it
    """
    text = _decode(raw)
    if len(CONTROL.findall(text)) > 1 + CONTROL_SHARE * len(text):
        raise _not_text()
    return text.replace("\r\n", "\n").replace("\r", "\n")


def load_encodings() -> None:
    """Have Python load every encoding that it knows by name, for use when it can't any more."""
    for module in iter_modules(encodings.__path__):
        with suppress(LookupError, ImportError):  # some exist on Windows only
            codecs.lookup(module.name)


def _decode(raw: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError as error:
                raise _not_text() from error
    if raw[:SAMPLE].count(0) > NUL_SHARE * len(raw[:SAMPLE]):
        return _unmarked(raw)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(raw)


def _unmarked(raw: bytes) -> str:
    candidates = []
    for encoding in UNMARKED:
        with suppress(UnicodeDecodeError):
            candidates.append(raw.decode(encoding))
    text = max(candidates, key=_plain_characters, default="\0")
    if CONTROL.search(text):
        raise _not_text()
    return text


def _plain_characters(text: str) -> int:
    return sum(" " <= character <= "~" for character in text[:SAMPLE])


def _guess(raw: bytes) -> str:
    encoding = "cp1252" if _is_western(raw[:SAMPLE]) else _likeliest(raw[:SAMPLE])
    # the sample's end may cut a character, and old files mix encodings: one bad byte must not
    # lose the rest
    return raw.decode(encoding, errors="replace")


def _is_western(sample: bytes) -> bool:
    """Whether `sample` reads as Windows-1252, in which a short text is too little to guess by."""
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    foreign = sum(not character.isascii() for character in text)
    return foreign <= WESTERN_SHARE * len(text) and not NOT_WESTERN.search(text)


def _likeliest(sample: bytes) -> str:
    best = from_bytes(sample).best()
    if best is None:
        raise _not_text()
    return best.encoding


def _not_text() -> UnreadableFile:
    return UnreadableFile("this isn't a text file: save it as UTF-8 text, or remove it")
