"""The shipped corpus: well formed, complete, and in our own words.

It was written from two originals that are not part of the project. What they say is kept here as
a table of facts; their wording is compared only where the originals themselves are at hand.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
ORIGINALS = ROOT.parent / "shared" / "sources"
DOCUMENTS = sorted(path for path in CORPUS.glob("*.*") if path.suffix in {".md", ".txt"})
WORD = re.compile(r"\w+(?:['-]\w+)*")
LONGEST_SHARED_RUN = 7

PERRYS_TITLE = (
    "Acting Principal Deputy Assistant Secretary of State"
    " for Oceans and International Environmental and Scientific Affairs"
)
MEMBERS = (
    "Australia",
    "Brunei Darussalam",
    "Canada",
    "Chile",
    "People's Republic of China",
    "Hong Kong, China",
    "Indonesia",
    "Japan",
    "Republic of Korea",
    "Malaysia",
    "Mexico",
    "New Zealand",
    "Papua New Guinea",
    "Peru",
    "the Philippines",
    "the Russian Federation",
    "Singapore",
    "Chinese Taipei",
    "Thailand",
    "the United States of America",
    "Vietnam",
)

# Each fact is the words that must stand together in one paragraph, list or table of the corpus.
FACTS = (
    # the meeting in Guangzhou
    ("first", "2026 Senior Officials' Meeting and Related Meetings", "SOM1"),
    ("Guangzhou, China", "first", "Senior Officials' Meetings"),
    ("Guangzhou", "1 to 10 February 2026"),
    ("official statement", "strategic", "America First", "Trump Administration"),
    ("Guangzhou", "Bogor Goals", "regional economic integration"),
    ("multilateral forums", "economic interests", "stability and prosperity"),
    # the delegation of the United States
    ("Casey Mace", "leads", "US Senior Official"),
    ("Ruth Perry", "supports", PERRYS_TITLE),
    ("Asian markets", "American exports", "American companies", "level playing field", "jobs"),
    ("host three times",),
    ("American companies", "inventions", "workers", "Asia-Pacific", "cooperation in the region"),
    # what it came for
    ("deregulation", "wider strategy", "business policies", "US interests"),
    ("press release", "pivotal", "America First", "trade and investment"),
    ("barriers", "fair and reciprocal", "employment"),
    ("market presence", "Asia"),
    ("United States Trade Representative", "website", "leading forum", "trade", "growth"),
    # the environment
    ("illegal fishing", "marine debris", "illicit timber trade"),
    ("American businesses", "American workers", "national security"),
    ("technology", "industry", "Asian markets", "leader of international efforts"),
    # how APEC works
    ("Asia-Pacific Economic Cooperation", "21 economies"),
    ("consensus",),
    ("commitments", "voluntary"),
    ("APEC", "tariffs", "obstacles to trade", "economies to grow"),
    ("Bogor Goals", "free and open trade and investment", "Asia-Pacific"),
    ("Bogor Goals", "1994", "Bogor, Indonesia", "leaders"),
    ("industrialised economies", "2010", "developing economies", "2020"),
    # Nha Trang, 2017
    ("Nha Trang, Viet Nam", "all 21 APEC economies", "ten days", "2 and 3 March 2017"),
    ("Nha Trang", "town on the sea"),
    ("new form of globalisation", "shared more fairly"),
    ("Viet Nam", "chair of APEC in 2017"),
    ("automation", "competition", "markets", "skills", "workforce"),
    ("economic opportunities", "people and businesses"),
    ("inclusive economies", "connectivity", "participation of small", "trade"),
    ("food security", "sustainable agriculture", "climate change"),
    ("APEC Business Advisory Council", "first meeting of 2017", "Bangkok", "same week"),
    ("recommendations", "senior officials", "consider"),
    ("emerging economies", "hundreds of millions", "poverty", "middle class"),
    ("developed economies", "side of the Pacific", "goods and services", "investment", "jobs"),
    ("against globalisation", "protectionism", "restrict trade", "bilateral", "multilateral"),
    ("protection for workers", "social protection", "startups", "services", "farmers"),
    ("internet", "digital tools", "small", "supply chain", "production chain"),
    # what the secretariat said
    ("Dr Alan Bollard", "Executive Director", "APEC Secretariat"),
    ("do not benefit all people equally", "frustrated", "balance", "must do more"),
    ("good sides", "connected world", "larger number of people"),
    ("digital trade", "small firms", "run their operations", "customers"),
    ("car tyre business in Ha Noi", "family", "alpaca", "Andes", "Peru"),
    ("auto parts in Michigan and Ohio", "thousands of local people"),
    ("opened wider", "left behind"),
    ("reversed", "slammed shut", "momentum"),
    # whom to call, where to look
    ("David Hendrickson", "+65 9137 3886"),
    ("Michael Chapnick", "+65 9647 4847"),
    ("further details", "interview"),
    ("meetings, events, projects and publications",),
    ("Twitter", "Facebook", "LinkedIn"),
)

# Official names and titles are the same in everybody's words.
NAMES = (
    "asia-pacific economic cooperation apec 2026 senior officials meeting and related meetings",
    PERRYS_TITLE.lower(),
    "free and open trade and investment in the asia-pacific",
    "illegal fishing marine debris and the illicit timber trade",
    "inclusive economies regional economic integration and connectivity",
)


def test_there_are_at_least_nine_documents_of_both_kinds() -> None:
    assert len(DOCUMENTS) >= 9
    assert {path.suffix for path in DOCUMENTS} == {".md", ".txt"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_is_long_enough_to_search_and_short_enough_to_read(path: Path) -> None:
    assert 300 <= len(text_of(path).split()) <= 1200


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_opens_with_its_title_its_date_and_its_original(path: Path) -> None:
    opening = text_of(path)[:500]

    title = r"\A---\ntitle: \S" if path.suffix == ".md" else r"\A\w.*[^.\n]\n\n"
    assert re.search(title, opening)
    dated = re.search(r"^date: (\S+)$", opening, re.MULTILINE | re.IGNORECASE)
    assert dated is not None
    assert date.fromisoformat(dated[1]).year in {2017, 2026}
    assert re.search(
        r"^drawn[ _]from: .*\((000_fe034816e4395e4b|004_0d36a467a663d0bf)\.txt\)",
        opening,
        re.MULTILINE | re.IGNORECASE,
    )


@pytest.mark.parametrize("fact", FACTS, ids=" · ".join)
def test_every_fact_of_the_originals_stands_in_the_corpus(fact: tuple[str, ...]) -> None:
    wanted = [words.lower() for words in fact]

    assert any(all(words in part for words in wanted) for part in parts_of_the_corpus())


def test_the_members_are_listed_by_their_exact_names() -> None:
    listed = re.findall(r"^- (.+)$", text_of(CORPUS / "apec-members.md"), re.MULTILINE)

    assert tuple(listed) == MEMBERS


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the two originals are not at hand")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_no_sentence_is_copied_from_the_originals(path: Path) -> None:
    theirs = {run for original in ORIGINALS.glob("*.txt") for run in runs_of_words(original)}

    assert sorted(runs_of_words(path) & theirs) == []


def text_of(path: Path) -> str:
    """The text of a file with straight apostrophes, so that spelling decides and not typography."""
    return path.read_text(encoding="utf-8").replace("’", "'")


def parts_of_the_corpus() -> list[str]:
    """Every paragraph in lower case, lists and tables joined to the line that announces them."""
    joined = (re.sub(r":\n+(?=[-•|\d*])", ": ", text_of(path)) for path in DOCUMENTS)
    return [" ".join(part.lower().split()) for text in joined for part in text.split("\n\n")]


def runs_of_words(path: Path) -> set[str]:
    """All runs of eight words within a line, official names left out."""
    size = LONGEST_SHARED_RUN + 1
    runs = set()
    for line in text_of(path).lower().splitlines():
        spaced = " ".join(WORD.findall(line))
        for name in NAMES:
            spaced = spaced.replace(name, "\n")
        for stretch in spaced.splitlines():
            words = stretch.split()
            runs |= {" ".join(words[at : at + size]) for at in range(len(words) - size + 1)}
    return runs
