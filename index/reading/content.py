"""Tell what a file is by its first bytes, where its suffix says something else."""

from __future__ import annotations

import re
from io import BytesIO

from index.errors import UnreadableFile

PDF = b"%PDF-"
ZIP = b"PK\3\4"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LOCKED = 0x1  # bit of the flags of an entry in a zip file
HEAD = 1024  # bytes in which a PDF may begin; programs have always been lenient about it
MARKUP = re.compile(rb"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)

PACKAGES = {  # a part that only this kind of zip file has
    "word/document.xml": ".docx",
    "ppt/presentation.xml": ".pptx",
    "META-INF/container.xml": ".epub",
}
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"
OTHERS = {  # how files begin that nothing here reads, and what to do about them
    b"{\\rtf": "RTF by its content: save it as .docx",
    b"\x1f\x8b": "compressed with gzip: unpack it",
    b"\x89PNG": "a picture: text in it can't be read",
    b"\xff\xd8\xff": "a picture: text in it can't be read",
    b"GIF8": "a picture: text in it can't be read",
    b"%!PS": "PostScript by its content: save it as .pdf",
}
NAMES = {".pdf": "PDF", ".docx": "Word", ".pptx": "PowerPoint", ".odt": "OpenDocument"}
NAMES |= {".epub": "EPUB"}


def kind(raw: bytes, suffix: str) -> str:
    """The suffix that a file should have: its own, unless its first bytes leave no doubt.

    So a PDF called .txt is read as the PDF that it is. Raises `UnreadableFile` where the file
    is plainly something that can't be read, or not what its suffix promises.

    >>> kind(b"%PDF-1.7 ...", ".txt"), kind(b"Peru joined in 1998.", ".txt")
    ('.pdf', '.txt')
    """
    if raw.startswith(PDF) or (suffix == ".pdf" and PDF in raw[:HEAD]):
        return ".pdf"
    if raw.startswith(ZIP):
        return _package(raw)
    if raw.startswith(OLD_OFFICE):
        raise UnreadableFile(_about_old_office(raw))
    for beginning, remedy in OTHERS.items():
        if raw.startswith(beginning):
            raise UnreadableFile(f"the file is {remedy}")
    if suffix not in NAMES:
        return suffix
    if MARKUP.match(raw):
        raise UnreadableFile(f"a web page is stored as {suffix}: fetch the document itself again")
    raise UnreadableFile(
        f"this isn't {NAMES[suffix]}: the file is damaged, or has the wrong suffix"
    )


def is_its_own(raw: bytes) -> bool:
    """Whether only the suffix can say what a file is, because its first bytes don't."""
    return not raw.startswith((PDF, ZIP, OLD_OFFICE, *OTHERS))


def _package(raw: bytes) -> str:
    """Which of the formats that are zip files this is."""
    from zipfile import BadZipFile, ZipFile  # noqa: PLC0415  # a question needs none

    try:
        with ZipFile(BytesIO(raw)) as package:
            if any(entry.flag_bits & LOCKED for entry in package.infolist()):
                raise UnreadableFile("the file is encrypted: save it without a password")
            names = set(package.namelist())
            if "mimetype" in names and package.getinfo("mimetype").file_size <= HEAD:
                mimetype = package.read("mimetype").decode("ascii", "replace").strip()
            else:
                mimetype = ""
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(
            "the file is cut off or damaged: copy it again, or save it anew"
        ) from error
    if mimetype.startswith(OPEN_DOCUMENT):
        return ".odt"
    for part, suffix in PACKAGES.items():
        if part in names:
            return suffix
    if "xl/workbook.xml" in names:
        raise UnreadableFile("the file is a spreadsheet: save it as .csv")
    raise UnreadableFile("the file is a zip archive: unpack it")


def _about_old_office(raw: bytes) -> str:
    if ENCRYPTED in raw:
        return "the file is encrypted: save it without a password"
    return "the file has Office's old format: save it as .docx or .pptx"
