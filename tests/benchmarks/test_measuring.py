"""The benchmarks run and report, on corpora too small to measure anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.analysis import terms
from index.bm25 import Bm25
from index.segment import Segment
from tests.benchmarks import corpora, measure, report
from tests.benchmarks.engines import Fts5, Quoth, RankBm25

if TYPE_CHECKING:
    from pathlib import Path


def test_engines_are_built_asked_and_added_to() -> None:
    corpus = corpora.zipfian(200, questions=12)

    figures = measure.compare(corpus, [Quoth, RankBm25, Fts5], budget=60)

    assert {len(found.questions) for found in figures.values()} == {7}
    assert figures["rank-bm25"].add is None
    assert "| SQLite FTS5 |" in report.latency({"200": figures})
    assert "rebuild" in report.building({"200": figures})


def test_a_new_process_answers_from_a_saved_index(tmp_path: Path) -> None:
    corpus = corpora.zipfian(50, questions=3)
    Bm25.build(corpus.passages).save(tmp_path)

    assert measure.start(tmp_path, corpus).resident > 0


def test_text_files_and_pages_become_passages_of_paragraphs(tmp_path: Path) -> None:
    paragraph = "Leaders adopted the Bogor Goals at their meeting in Indonesia, years ago."
    page = (
        f"<html><head><title>x</title></head><p>{paragraph}</p>\n\n<p>And &amp; again.</p></html>"
    )
    (tmp_path / "page.html").write_text(page)
    (tmp_path / "notes.txt").write_text("\n\n".join([paragraph] * 20))

    corpus = corpora.folders([tmp_path], questions=4)

    assert len(corpus.texts) == len(corpus.passages) == 4
    assert any("And & again." in text for text in corpus.texts)
    assert all(corpus.questions)


def test_growth_and_speed_are_said_of_every_engine() -> None:
    figures = {name: {"Quoth": measure.Figures(2.0, 0, [0.1, 0.1])} for name in ("10", "100")}
    built = {
        "Quoth": measure.FromText(2.0, 8_000_000),
        "another": measure.FromText(4.0, 4_000_000),
    }

    assert "| Quoth | 1.0 · 1.0 |" in report.growth(figures)
    assert "| another | 4.0 | 4.0 | 1.00 | 4 × |" in report.text(built)


def test_two_processes_build_what_one_does() -> None:
    texts = ["The Bogor Goals", "goals of trade", "", "Lima"]

    parallel, alone = measure.build_in_parallel(texts), Segment.build(map(terms, texts))

    assert parallel.vocabulary.terms() == alone.vocabulary.terms()
    assert parallel.passages.tolist() == alone.passages.tolist()
