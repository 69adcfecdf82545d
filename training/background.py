"""Count how common terms are in English at large: `python -m training.background FOLDER`.

Writes `bot/models/background.json`: the share of passages in which a term stands, for those that
several articles share and that are therefore no article's own subject.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from bot.modelfiles import MODELS
from index import analysis, passages
from training.collection import load

ABOUT = "In what share of English passages a term stands; counted by training/background.py."
FEWEST_ARTICLES = 6  # of the 44


def main(folder: Path) -> None:
    """Count and write."""
    documents, _ = load(folder)
    articles: Counter[str] = Counter()
    held: Counter[str] = Counter()
    count = 0
    for document in documents:
        found = [
            set(analysis.terms(document.text[passage.start : passage.end]))
            for passage in passages.split(document)
        ]
        for terms in found:
            held.update(terms)
        articles.update(set().union(*found))
        count += len(found)
    shares = {
        term: round(held[term] / count, 4)
        for term in sorted(held, key=lambda term: (-held[term], term))
        if articles[term] >= FEWEST_ARTICLES
    }
    text = json.dumps({"about": ABOUT, "shares": shares}, indent=1, ensure_ascii=False)
    (MODELS / "background.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(shares)} terms from {count} passages")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
