"""The engines that are compared, each told only how to build, to find the ten best, and to add."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

import numpy as np

from index.bm25 import Bm25
from index.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    Passages = Sequence[list[str]]

LIMIT = 10


class Engine(Protocol):
    """Built from passages of terms, with its files, if it has any, in an empty `folder`."""

    name: ClassVar[str]

    @classmethod
    def build(cls, passages: Passages, folder: Path) -> Self:
        """Index `passages`, ready to be searched."""

    def search(self, terms: list[str]) -> object:
        """The best `LIMIT` passages and their scores."""


class Incremental(Engine, Protocol):
    """An engine that need not be rebuilt for one more passage."""

    def add(self, passage: list[str]) -> None:
        """Make `passage` durable and found."""


class Quoth(Engine):
    name: ClassVar[str] = "Quoth"

    def __init__(self, ranking: Bm25, folder: Path) -> None:
        self._ranking, self._folder = ranking, folder

    @classmethod
    def build(cls, passages: Passages, folder: Path) -> Self:
        Bm25.build(passages).save(folder)
        return cls(Bm25.open(folder), folder)

    def search(self, terms: list[str]) -> object:
        return self._ranking.top(terms, LIMIT)

    def add(self, passage: list[str]) -> None:
        path = self._folder / f"{len(self._ranking.segments)}.segment"
        Segment.build([passage]).write(path)
        self._ranking = Bm25([*self._ranking.segments, Segment.open(path)])


class RankBm25(Engine):
    name: ClassVar[str] = "rank-bm25"

    def __init__(self, ranking: Any) -> None:
        self._ranking = ranking

    @classmethod
    def build(cls, passages: Passages, folder: Path) -> Self:
        from rank_bm25 import BM25Okapi

        del folder
        return cls(BM25Okapi(passages))

    @classmethod
    def build_from_text(cls, texts: Sequence[str]) -> Self:
        """With NLTK's tokeniser and stemmer as they come, without a cache."""
        from nltk.stem.snowball import EnglishStemmer
        from nltk.tokenize import NLTKWordTokenizer
        from rank_bm25 import BM25Okapi

        split, stem = NLTKWordTokenizer().tokenize, EnglishStemmer().stem
        return cls(BM25Okapi([[stem(word) for word in split(text)] for text in texts]))

    def search(self, terms: list[str]) -> object:
        scores = np.asarray(self._ranking.get_scores(terms))
        best = np.argpartition(scores, -LIMIT)[-LIMIT:]
        return best[np.argsort(-scores[best])]


class RankBm25Rust(RankBm25):
    name: ClassVar[str] = "rank-bm25-rs"

    @classmethod
    def build(cls, passages: Passages, folder: Path) -> Self:
        from rank_bm25_rs import BM25Okapi

        del folder
        return cls(BM25Okapi(passages))


class Bm25s(Engine):
    name: ClassVar[str] = "bm25s"
    backend: ClassVar[str] = "numpy"

    def __init__(self, ranking: Any) -> None:
        self._ranking = ranking

    @classmethod
    def build(cls, passages: Passages, folder: Path) -> Self:
        import bm25s

        del folder
        ranking = bm25s.BM25(k1=1.5, b=0.75, method="lucene", backend=cls.backend)
        ranking.index(passages, show_progress=False)
        return cls(ranking)

    def search(self, terms: list[str]) -> object:
        return self._ranking.retrieve([terms], k=LIMIT, show_progress=False, n_threads=0)


class Bm25sNumba(Bm25s):
    name: ClassVar[str] = "bm25s with numba"
    backend: ClassVar[str] = "numba"


class Tantivy(Engine):
    name: ClassVar[str] = "tantivy"

    def __init__(self, index: Any, schema: Any) -> None:
        self._index, self._schema = index, schema
        self._writer: Any = None
        self._searcher = index.searcher()

    @classmethod
    def build(cls, passages: Passages, folder: Path) -> Self:
        return cls._built(map(" ".join, passages), folder, "whitespace")

    @classmethod
    def build_from_text(cls, texts: Sequence[str], folder: Path) -> Self:
        """With its own English analyser."""
        return cls._built(texts, folder, "en_stem")

    @classmethod
    def _built(cls, texts: Iterable[str], folder: Path, tokeniser: str) -> Self:
        import tantivy

        fields = tantivy.SchemaBuilder()
        fields.add_text_field("body", tokenizer_name=tokeniser, index_option="freq")
        schema = fields.build()
        index = tantivy.Index(schema, path=str(folder))
        writer = index.writer(heap_size=256_000_000, num_threads=1)
        for text in texts:
            writer.add_document(tantivy.Document(body=text))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(index, schema)

    def search(self, terms: list[str]) -> object:
        import tantivy

        wanted = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "body", term, "freq"))
            for term in terms
        ]
        return self._searcher.search(tantivy.Query.boolean_query(wanted), LIMIT).hits

    def add(self, passage: list[str]) -> None:
        import tantivy

        self._writer = self._writer or self._index.writer(num_threads=1)
        self._writer.add_document(tantivy.Document(body=" ".join(passage)))
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()


class Fts5(Engine):
    name: ClassVar[str] = "SQLite FTS5"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def build(cls, passages: Passages, folder: Path) -> Self:
        connection = sqlite3.connect(folder / "fts5.sqlite")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(
            "CREATE VIRTUAL TABLE passages USING fts5(body, content='', tokenize='unicode61')"
        )
        with connection:
            rows = ((number, " ".join(passage)) for number, passage in enumerate(passages))
            connection.executemany("INSERT INTO passages (rowid, body) VALUES (?, ?)", rows)
        return cls(connection)

    def search(self, terms: list[str]) -> object:
        query = " OR ".join(f'"{term}"' for term in terms)
        return self._connection.execute(
            "SELECT rowid, rank FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?",
            (query, LIMIT),
        ).fetchall()

    def add(self, passage: list[str]) -> None:
        with self._connection:
            self._connection.execute("INSERT INTO passages (body) VALUES (?)", (" ".join(passage),))


ENGINES: tuple[type[Engine], ...] = (
    Quoth,
    RankBm25,
    RankBm25Rust,
    Fts5,
    Bm25s,
    Bm25sNumba,
    Tantivy,
)
