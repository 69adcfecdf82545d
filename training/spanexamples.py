"""Questions with the sentence of their context that answers them: what spans are fitted on."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.wordlists import QUESTION_WORDS
from index import analysis, sentences
from index.documents import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a sentence, and the answers in it: none where another sentence answers."""

    question: str
    sentence: str
    answers: tuple[str, ...]
    document: str


def examples(folder: Path, *, wrong: bool = False) -> Iterator[Example]:
    """The questions of `folder`, each with the sentence of its context that answers it.

    Where several hold an answer, the one with most words of the question. With `wrong`, the
    sentence most like the question that does not answer it follows, without answers.
    """
    with gzip.open(folder / "questions.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            gold = json.loads(line)
            question, answers = gold["question"], tuple(gold["answers"])
            asked = frozenset(analysis.content_terms(question))
            found = sorted(_sentences(gold["context"]), key=lambda s: -_shared(s, asked))
            holding = [s for s in found if any(holds(s, answer) for answer in answers)]
            if holding:
                yield Example(question, holding[0], answers, gold["document"])
                others = [s for s in found if s not in holding]
                if wrong and others:
                    yield Example(question, others[0], (), gold["document"])


def keywords(question: str, *, last: bool = False) -> str:
    """The question as people type it into a search box: its question and content words.

    >>> keywords("When were the Bogor Goals adopted?")
    'when bogor goals adopted'
    >>> keywords("When were the Bogor Goals adopted?", last=True)
    'bogor goals adopted when'
    """
    words = re.findall(r"[\w'’-]+", question.lower())
    asking = [word for word in words if word in QUESTION_WORDS][:1]
    kept = [word for word in words if not _is_function(word)]
    return " ".join([*kept, *asking] if last else [*asking, *kept])


def f1(given: str, wanted: Sequence[str]) -> float:
    """The word F1 of `given` against the best of `wanted`, as SQuAD measures it.

    >>> f1("the Bogor Goals", ["Bogor Goals"]), f1("in 1994", ["1994"])
    (1.0, 0.6666666666666666)
    """
    return max((_overlap(plain(given), plain(answer)) for answer in wanted), default=0.0)


def holds(sentence: str, answer: str) -> bool:
    """Tell whether `answer` stands in `sentence` as whole words."""
    at = sentence.find(answer)
    while at >= 0:
        end = at + len(answer)
        inside = sentence[max(at - 1, 0) : at].isalnum() and answer[:1].isalnum()
        if not inside and not (sentence[end : end + 1].isalnum() and answer[-1:].isalnum()):
            return True
        at = sentence.find(answer, at + 1)
    return False


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> tuple[str, ...]:
    """The words that SQuAD compares: lower case, without articles and punctuation."""
    return tuple(_ARTICLES.sub(" ", _PUNCTUATION.sub("", text.lower())).split())


def _overlap(given: tuple[str, ...], wanted: tuple[str, ...]) -> float:
    shared = sum((Counter(given) & Counter(wanted)).values())
    return 2 * shared / (len(given) + len(wanted)) if shared else 0.0


@lru_cache(maxsize=64)
def _sentences(context: str) -> tuple[str, ...]:
    block = Block(BlockKind.PARAGRAPH, 0, len(context))
    return tuple(context[s.start : s.end] for s in sentences.split(context, [block]))


@lru_cache(maxsize=4096)
def _terms(sentence: str) -> frozenset[str]:
    return frozenset(analysis.terms(sentence))


def _shared(sentence: str, asked: frozenset[str]) -> int:
    return len(asked & _terms(sentence))


def _is_function(word: str) -> bool:
    return analysis.is_function(analysis.term_of(word))


_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
