"""Analyse a question: its terms, what each weighs, and what kind of answer it asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot import background
from bot.answertype import AnswerType, Asked, asked
from bot.otherwords import known_instead
from bot.wordlists import CONTACT_LABELS
from index import analysis
from index.retriever import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.analysis import Word
    from index.retriever import Retriever

FAMILY = 4  # letters at least that derived words share: "elec(t)", "elec(toral)"

LABELS = frozenset(analysis.terms(f"{CONTACT_LABELS} web"))
"""The terms that say what kind of address or number something is."""

_RELATED = 0.5  # what a derived word counts for, beside the word itself
_ENDINGS = frozenset(
    " al an anc ant ar at ation d e en enc ent er eri ership ful hood i ia ial ian ic ical iev if"
    " ik ion ior ish ism ist iti iv iz less ment ness or ori ous s ship sion t th tion tur ur us"
    " v y ys".split(" ")
)
_IDLE_WORDS = """
please tell show say said talk mention name named call kind type sort term list
exact actual get got take took pick happen involve include belong consist locate situate
stand mean instead part way thing go goes going come need
"""  # they ask, or join what is asked about, and seldom stand in an answer
_IDLE_WEIGHT = 0.3
_TIMES = frozenset({AnswerType.DURATION, AnswerType.FREQUENCY})  # "long", "often" only ask
_OF_CONTACTS = "number address"  # "phone number", "web address"
_KEY = 0.15  # of a question's weight, from which on a term decides what is asked


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A question as the ranking sees it.

    `terms` are its different content terms in order, as the documents call them, and `weights`
    says of each how much a match tells, 1 in sum; `order` is all its terms as they were typed,
    function words too. `missing` are the words, as they were typed, that no document contains,
    without those that only ask; `names` are the terms that were written as names or figures, and
    `instead` those that stand for a word that was typed and no document has.
    """

    text: str
    asked: Asked
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    weight: float  # their sum before it was made 1: how much there is to match
    rarest: float  # what a term that stands nowhere weighs
    order: tuple[str, ...]
    frequencies: Mapping[str, int]
    missing: tuple[str, ...]
    names: frozenset[str]
    instead: frozenset[str]

    @property
    def lacks_a_key_term(self) -> bool:
        """Whether no document has a term that much of the question hangs on."""
        weighed = zip(self.terms, self.weights, strict=True)
        absent = (term for term, w in weighed if w >= _KEY and not self.frequencies[term])
        return any(term not in _idle_terms() for term in absent)

    @property
    def known_names(self) -> set[str]:
        """The names and figures that stand in some document."""
        return {name for name in self.names if self.frequencies[name]}

    @property
    def focus(self) -> str:
        """The term of the noun that the answer is an instance of, or ""."""
        return analysis.term_of(self.asked.focus) if self.asked.focus else ""


def analyse(text: str, retriever: Retriever) -> Question:
    """Read `text` as a question to the documents of `retriever`."""
    words = analysis.words(text)
    order = tuple(word.term for word in words)
    kind = asked(text)
    content = tuple(dict.fromkeys(analysis.content(order)))
    idle = _only_asking(kind)
    typed = tuple(term for term in content if term not in idle) or content
    terms, frequencies = _held(text, words, typed, retriever)
    if kind.type is AnswerType.CONTACT:
        terms = _without_labels(terms, frequencies)
        frequencies = {term: frequencies[term] for term in terms}
    passages = retriever.state.passages
    weights = [weight(term, frequencies[term], passages) for term in terms]
    total = sum(weights) or 1.0
    return Question(
        text=text,
        asked=kind,
        terms=terms,
        weights=tuple(each / total for each in weights),
        weight=total,
        rarest=weight("", 0, passages),
        order=order,
        frequencies=frequencies,
        missing=_missing(text, words, frequencies),
        names=frozenset(_names(text, words).intersection(terms)),
        instead=frozenset(terms).difference(typed),
    )


def _only_asking(kind: Asked) -> Sequence[str]:
    """The terms that say what kind of answer is asked for, and stand in none."""
    if kind.type in _TIMES:
        return analysis.terms(kind.word)
    return analysis.terms(_OF_CONTACTS) if kind.type is AnswerType.CONTACT else ()


def _held(
    text: str, words: Sequence[Word], typed: tuple[str, ...], retriever: Retriever
) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """The terms to look for, other words in the place of those that no document has."""
    frequencies = counted(retriever, typed)
    absent = {term for term, frequency in frequencies.items() if not frequency}
    if not absent:
        return typed, frequencies
    unheard = [text[word.start : word.end] for word in words if word.term in absent]
    instead = known_instead(unheard, retriever)
    if not instead:
        return typed, frequencies
    terms = tuple(dict.fromkeys(instead.get(term, term) for term in typed))
    return terms, counted(retriever, terms)


def _without_labels(terms: tuple[str, ...], frequencies: Mapping[str, int]) -> tuple[str, ...]:
    """Without "phone" where no document has it: numbers are often given without a word."""
    told = (term for term in terms if frequencies[term] or term not in LABELS)
    return tuple(told) or terms


def weight(term: str, frequency: float, passages: int) -> float:
    """How much it says that a passage holds `term`: BM25's idf, less for words that only ask.

    Passages of English at large count beside those of the corpus, see `bot.background`.
    """
    frequency += background.PASSAGES * background.share(term)
    passages += background.PASSAGES
    idf = math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
    return idf * _IDLE_WEIGHT if term in _idle_terms() else idf


@lru_cache(maxsize=1 << 16)
def relation(term: str, other: str) -> float:
    """How far two terms stand for one thing: 1 for the same, less for a derived word, else 0.

    >>> relation("elect", "elect"), relation("elect", "elector"), relation("elect", "element")
    (1.0, 0.5, 0.0)
    """
    if term == other:
        return 1.0
    letters = zip(term, other, strict=False)
    shared = next((at for at, (a, b) in enumerate(letters) if a != b), min(len(term), len(other)))
    if shared < FAMILY or not term.isalpha():
        return 0.0
    return _RELATED if {term[shared:], other[shared:]} <= _ENDINGS else 0.0


@lru_cache(maxsize=1)
def _idle_terms() -> frozenset[str]:
    return frozenset(analysis.terms(_IDLE_WORDS))


def _missing(text: str, words: Sequence[Word], frequencies: Mapping[str, int]) -> tuple[str, ...]:
    absent = (word for word in words if frequencies.get(word.term, 1) == 0)
    told = (text[w.start : w.end] for w in absent if w.term not in _idle_terms())
    return tuple(dict.fromkeys(told))


def _names(text: str, words: Sequence[Word]) -> set[str]:
    """The terms with a capital, the first word's aside, and the figures."""
    capitals = {word.term for word in words[1:] if text[word.start].isupper()}
    return capitals | {word.term for word in words if text[word.start].isdigit()}
