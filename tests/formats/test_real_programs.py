"""Files as real programs write them: three of every format, read, answered from and cited."""

from __future__ import annotations

import shutil
from functools import cache, partial
from typing import TYPE_CHECKING

import pytest

from bot.assembly import open_bot
from index.reading import READERS
from tests.formats.programs import (
    by_chromium,
    by_email,
    by_jq,
    by_libreoffice,
    by_pandoc,
    by_pysubs2,
    by_sqlite,
)
from tests.formats.reading import blocks, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.formats.programs import Files

    Way = Callable[[Path], Files]


def ways(program: str, write: Callable[[str, Path], Files], suffixes: str) -> dict[str, Way]:
    return {f"{program} {suffix}": partial(write, suffix) for suffix in suffixes.split()}


DOCUMENTS = {
    **ways("pandoc", by_pandoc, "html docx odt epub rst pptx"),
    **ways("libreoffice", by_libreoffice, "odt docx pdf pptx"),
    "chromium pdf": by_chromium,
}
TEXTS = {**ways("pandoc", by_pandoc, "md txt"), "python eml": by_email}
TABLES = {**ways("sqlite", by_sqlite, "csv tsv json"), "jq jsonl": by_jq}
FILMS = ways("pysubs2", by_pysubs2, "srt vtt")
WAYS = DOCUMENTS | TEXTS | TABLES | FILMS

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
OF_DOCUMENTS = {  # question, words of the quotation, and of its title or section
    "goals": ("Where were the goals of free trade adopted?", "Indonesia, in 1994", "Adoption"),
    "members": ("What is the capital of Viet Nam?", "Hanoi", "Members"),
    "policy": ("Who keeps the policy?", "Ana Lind of the finance team", "Who keeps it"),
}
OF_TABLES = {
    "members": ("When did Peru join?", "country: Peru. joined: 1998.", "members"),
    "parcels": ("In which room is the green crate?", "room: cellar.", "parcels"),
    "staff": ("Which team is Bo Ek in?", "name: Bo Ek. team: law.", "staff"),
}
OF_FILMS = {
    "members": ("What is its capital?", "Its capital is Lima.", "1:01"),
    "parcels": ("Where is the green crate?", "The green crate is in the cellar.", "0:00"),
    "staff": ("Who leads the finance team?", "Ana Lind leads the finance team.", "0:00"),
}
PAGES = {
    "pdf": {"goals": 1, "members": 1, "policy": 1},
    "pptx": {"goals": 2, "members": 1, "policy": 1},
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Files]:
    """The files that are written in one of the ways, each way once."""

    @cache
    def write(way: str) -> Files:
        return WAYS[way](tmp_path_factory.mktemp("written"))

    return write


def said(path: Path) -> list[str]:
    """What the blocks of a file say, each on one line."""
    return [" ".join(words.split()) for _, words in blocks(path.read_bytes(), path.name)]


def test_there_are_files_of_every_format() -> None:
    same = {".text", ".markdown", ".htm", ".xhtml"}  # as other names for the same

    assert {f".{way.split()[1]}" for way in WAYS} == set(READERS) - same


@pytest.mark.parametrize("way", DOCUMENTS)
def test_what_a_program_writes_is_read(way: str, written: Callable[[str], Files]) -> None:
    for name, path in written(way).items():
        found = said(path)

        assert [words for words in SAID[name] if words not in found] == []


@pytest.mark.parametrize("way", WAYS)
def test_what_a_program_writes_is_answered_from_and_cited(
    way: str, written: Callable[[str], Files], tmp_path: Path
) -> None:
    files = written(way)
    for path in files.values():
        shutil.copy(path, tmp_path)
    bot = open_bot(tmp_path)
    asked = OF_TABLES if way in TABLES else OF_FILMS if way in FILMS else OF_DOCUMENTS
    suffix = way.split()[1]

    for name, (question, words, section) in asked.items():
        cited = bot.ask(question).citations[0]

        assert cited.source == files[name].name
        assert words.casefold() in " ".join(cited.cited_text.split()).casefold()
        if suffix in PAGES:
            assert cited.page == PAGES[suffix][name]
        else:
            assert section in f"{cited.document_title} › {cited.section}"


@pytest.mark.parametrize("way", [way for way in DOCUMENTS if way.startswith("pandoc")])
def test_a_document_is_called_what_its_program_called_it(
    way: str, written: Callable[[str], Files]
) -> None:
    titles = {name: read(path.read_bytes(), path.name).title for name, path in written(way).items()}

    assert titles == {"goals": "The Bogor Goals", "members": "Members", "policy": "Travel policy"}
