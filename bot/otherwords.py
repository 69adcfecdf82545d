"""Other words for what is asked: where no document has "exam", "examination" is meant.

Only a word that stands nowhere gives way, and only to one that everybody would take for the same:
what the documents call it is always the better word to search with.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from index import analysis
from index.retriever import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from index.retriever import Retriever

_SAME = """
ad advert advertisement|admin administrator|aim goal objective purpose|allow permit|app application
approx approximately|autumn fall|begin start commence|big large|bike bicycle
bin dustbin wastebasket|born birth|boss manager supervisor|broken defective faulty|build construct
buy purchase|car automobile|cheap inexpensive|choose select|client customer
compulsory mandatory obligatory|config configuration|contract agreement|cooker stove|correct right
cost price|dad father|deep depth|delete remove|die death|difficult hard tough|directory folder
discount reduction rebate|doc document documentation|doctor physician|easy simple|elevator lift
employee worker staff|end finish|error mistake fault|exam examination|expensive costly pricey
famous renowned|fast quick rapid speed|fee charge|film movie|fix repair mend|flat apartment
flu influenza|forbid prohibit ban|fridge refrigerator|garbage rubbish trash waste litter
guarantee warranty|gym gymnasium|handbook manual|heavy weight weigh|help assist assistance aid
holiday vacation|hot temperature|huge enormous|ill sick|illness disease sickness|image picture
incorrect wrong|indoors inside|info information|job position|kid child|lab laboratory
law statute legislation|live reside|long length|lorry truck|maker manufacturer producer
marry marriage wedding|mathematics maths math|maximum max|minimum min|mum mom mother|need require
old age|outdoors outside|owner proprietor|password passcode|phone telephone tel|photo photograph
plane airplane aeroplane aircraft|postcode zip|quit resign|refund reimbursement|repo repository
rich wealthy|road street|rule regulation|salary wage|send dispatch|shop store|site website
small little|sofa couch|spec specification|staircase stairs|strong strength|tall high height
tap faucet|temperature temp|timetable schedule|toilet restroom lavatory|torch flashlight
trip journey|trousers pants|use utilize|wide width broad
"""
_ENDINGS = (("iest", "y"), ("est", ""), ("est", "e"))  # of superlatives
_SHORTEST = 3  # letters of such an adjective: "old"


def other_words(word: str) -> Iterator[str]:
    """The terms of other words for `word`, and of what it is the superlative of.

    >>> list(other_words("exam")), list(other_words("hottest"))
    (['examin'], ['hott', 'hot', 'hott', 'temperatur'])
    """
    bases = list(_bases(word.lower()))
    yield from map(analysis.term_of, bases)
    for base in (word, *bases):
        yield from _groups().get(analysis.term_of(base), ())


def known_instead(words: Sequence[str], retriever: Retriever) -> Mapping[str, str]:
    """For each of `words`, which no document has, the term that is most often there instead.

    By the words' terms; a word that has none is left out.
    """
    others = {word: list(other_words(word)) for word in words}
    counts = counted(retriever, {other for held in others.values() for other in held})
    best = {
        analysis.term_of(word): max(held, key=lambda other: counts[other])
        for word, held in others.items()
        if held
    }
    return {term: other for term, other in best.items() if counts[other]}


def _bases(word: str) -> Iterator[str]:
    for ending, base in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST:
            yield stem + base
            if not base and stem[-1] == stem[-2]:  # biggest
                yield stem[:-1]


@cache
def _groups() -> Mapping[str, Sequence[str]]:
    """The terms of the other words, by the term of each."""
    groups = (analysis.terms(line) for line in _SAME.replace("|", "\n").strip().splitlines())
    found: dict[str, list[str]] = {}
    for group in groups:
        for term in group:
            found.setdefault(term, []).extend(other for other in group if other != term)
    return found
