"""Files as real programs write them: three documents by Pandoc, by LibreOffice and by Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.formats.reading import blocks, read

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = {
    "goals": """---
title: The Bogor Goals
---

## Adoption

The goals of free trade were adopted[^1] by **APEC** leaders
in *Bogor*, Indonesia, in 1994.

[^1]: At their second meeting.

## Targets

Industrialised economies had until 2010, developing economies until 2020.
""",
    "members": """# Members

The members that joined last are:

- Peru
    - and its capital
- Viet Nam

| Country  | Joined | Capital |
|----------|--------|---------|
| Peru     | 1998   | Lima    |
| Viet Nam | 1998   | Hanoi   |
""",
    "policy": """# Travel policy

Staff may spend 40 euros a day on “meals” – coffee included – when they travel.

1. Keep the receipts.
2. Hand them in within two weeks.

    quoth ask "How much?"

## Who keeps it

The policy is kept by Ana Lind of the finance team.
""",
}
SAID = {
    "goals": [
        "The goals of free trade were adopted by APEC leaders in Bogor, Indonesia, in 1994.",
        "Industrialised economies had until 2010, developing economies until 2020.",
    ],
    "members": ["Peru", "and its capital", "Country: Viet Nam. Joined: 1998. Capital: Hanoi."],
    "policy": [
        "Staff may spend 40 euros a day on “meals” – coffee included – when they travel.",
        "Keep the receipts.",
        "The policy is kept by Ana Lind of the finance team.",
    ],
}
BY_PANDOC = ["html", "docx", "odt", "epub", "rst", "pptx"]
BY_LIBREOFFICE = ["odt", "docx", "pdf"]


def program(name: str, package: str) -> str:
    """The path of a program; without it the test is skipped, except where CI installs it."""
    found = shutil.which(name)
    if found is None:
        reason = f"no {name}: install it to try its files (apt install {package})"
        if os.environ.get("CI") and package == "pandoc":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def run(*arguments: str | Path) -> None:
    subprocess.run(arguments, check=True, capture_output=True, timeout=120)


def converted(folder: Path, name: str, suffix: str) -> Path:
    """A document as Pandoc writes it."""
    source, made = folder / f"{name}.md", folder / f"{name}.{suffix}"
    source.write_text(DOCUMENTS[name], encoding="utf-8")
    run(program("pandoc", "pandoc"), "--standalone", "--output", made, source)
    return made


def said(path: Path) -> list[str]:
    """What the blocks of a file say, each on one line."""
    return [" ".join(words.split()) for _, words in blocks(path.read_bytes(), path.name)]


@pytest.mark.parametrize("suffix", BY_PANDOC)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_pandoc_writes_is_read(name: str, suffix: str, tmp_path: Path) -> None:
    made = converted(tmp_path, name, suffix)

    found = said(made)

    assert [words for words in SAID[name] if words not in found] == []
    assert read(made.read_bytes(), made.name).title == DOCUMENTS[name].partition("\n\n")[0].strip(
        "-#\n "
    ).removeprefix("title: ")


@pytest.mark.parametrize("suffix", BY_LIBREOFFICE)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_libreoffice_writes_is_read(name: str, suffix: str, tmp_path: Path) -> None:
    office = program("soffice", "libreoffice-writer-nogui")
    made = tmp_path / "made"
    source = converted(tmp_path, name, "docx" if suffix != "docx" else "odt")
    run(office, "--headless", "--convert-to", suffix, "--outdir", made, source)

    found = said(made / f"{name}.{suffix}")

    assert [words for words in SAID[name] if words not in found] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_chromium_prints_is_read(name: str, tmp_path: Path) -> None:
    page, made = converted(tmp_path, name, "html"), tmp_path / f"{name}.pdf"
    chromium = program("chromium", "chromium")
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    run(chromium, *flags, f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={made}", page)

    found = said(made)

    assert [words for words in SAID[name] if words not in found] == []
    assert {block.page for block in read(made.read_bytes(), made.name).blocks} == {1}
