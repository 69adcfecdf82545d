"""Have real programs write files: three documents, three tables, the subtitles of three films.

Each way of writing is given a folder and returns the three files by name. Without its program a
test is skipped, except in CI, which installs them all.
"""

from __future__ import annotations

import shutil
import subprocess
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

import pysubs2

from tests.lacking import lacking

if TYPE_CHECKING:
    from pathlib import Path

    Files = dict[str, Path]

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
TABLES = {
    "members": """WITH it(country, joined, capital) AS (
        VALUES ('Peru', 1998, 'Lima'), ('Viet Nam', 1998, 'Hanoi')) SELECT * FROM it""",
    "parcels": """WITH it(parcel, weight, room) AS (
        VALUES ('Green crate', 2.5, 'cellar'), ('Red box', NULL, 'attic')) SELECT * FROM it""",
    "staff": """WITH it(name, team, motto) AS (
        VALUES ('Ana Lind', 'tax', 'So: "no, thanks"'), ('Bo Ek', 'law', '')) SELECT * FROM it""",
}
SUBTITLES = {
    "members": ["Peru joined the group in 1998.", "Its capital is Lima."],
    "parcels": ["The green crate is", "in the cellar.", "Nobody opened it."],
    "staff": ["Ana Lind leads the finance team.", "<i>She does not travel.</i>"],
}
PAUSE = 61_000  # milliseconds from one line to the next


def program(name: str, package: str) -> str:
    """The path of a program."""
    found = shutil.which(name)
    if found is None:
        lacking(f"no {name}: install it to try its files (apt install {package})")
    return found


def run(*arguments: str | Path) -> bytes:
    """What a program prints."""
    return subprocess.run(arguments, check=True, capture_output=True, timeout=300).stdout


def by_pandoc(suffix: str, folder: Path) -> Files:
    made = {name: folder / f"{name}.{suffix}" for name in DOCUMENTS}
    kind = {"md": ["--to", "gfm"], "txt": ["--to", "plain"]}.get(suffix, [])
    for name, path in made.items():
        source = folder / f"{name}.source"
        source.write_text(DOCUMENTS[name], encoding="utf-8")
        pandoc = program("pandoc", "pandoc")
        run(pandoc, "--standalone", "--from", "markdown", *kind, "--output", path, source)
    return made


def by_libreoffice(suffix: str, folder: Path) -> Files:
    """From what Pandoc writes in another format."""
    before = {"docx": "odt", "pptx": "pptx"}.get(suffix, "docx")
    office = program("soffice", "libreoffice-writer-nogui libreoffice-impress-nogui")
    made = folder / "made"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    sources = by_pandoc(before, folder).values()
    run(office, profile, "--headless", "--convert-to", suffix, "--outdir", made, *sources)
    return {path.stem: made / f"{path.stem}.{suffix}" for path in sources}


def by_chromium(folder: Path) -> Files:
    chromium = program("chromium", "chromium")
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    pages = by_pandoc("html", folder)
    for page in pages.values():
        made = page.with_suffix(".pdf")
        profile = f"--user-data-dir={folder / 'profile'}"
        run(chromium, *flags, profile, f"--print-to-pdf={made}", page)
    return {name: page.with_suffix(".pdf") for name, page in pages.items()}


def by_sqlite(suffix: str, folder: Path) -> Files:
    sqlite = program("sqlite3", "sqlite3")
    look = {"csv": "-csv", "tsv": "-tabs", "json": "-json"}[suffix]
    made = {name: folder / f"{name}.{suffix}" for name in TABLES}
    for name, path in made.items():
        path.write_bytes(run(sqlite, "-header", look, ":memory:", TABLES[name]))
    return made


def by_jq(folder: Path) -> Files:
    """From what SQLite writes."""
    jq = program("jq", "jq")
    made = {name: path.with_suffix(".jsonl") for name, path in by_sqlite("json", folder).items()}
    for path in made.values():
        path.write_bytes(run(jq, "--compact-output", ".[]", path.with_suffix(".json")))
    return made


def by_pysubs2(suffix: str, folder: Path) -> Files:
    made = {name: folder / f"{name}.{suffix}" for name in SUBTITLES}
    for name, path in made.items():
        film = pysubs2.SSAFile()
        for start, line in enumerate(SUBTITLES[name]):
            film.append(pysubs2.SSAEvent(start * PAUSE, start * PAUSE + 4_000, line))
        film.save(str(path))
    return made


def by_email(folder: Path) -> Files:
    """As Python's mail programs do it: a page beside the text, a page alone, a file attached."""
    pages = by_pandoc("html", folder)
    made = {name: folder / f"{name}.eml" for name in pages}
    for name, path in made.items():
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["Subject"] = "Ana Lind <ana@example.org>", f"Zoë, read about the {name}"
        page = pages[name].read_text(encoding="utf-8")
        if name == "goals":
            mail.set_content(page, subtype="html")
        else:
            mail.set_content(
                run(program("pandoc", "pandoc"), "--to", "plain", pages[name]).decode()
            )
            mail.add_alternative(page, subtype="html")
        if name == "policy":
            mail.add_attachment(page.encode(), "text", "html", filename="policy.html")
        path.write_bytes(mail.as_bytes())
    return made
