"""Turn text into terms: what is indexed, and what a question is matched with.

Two spellings that a reader takes for the same word become one term: case, accents, possessives,
inflection, "1,200" and "1200", "U.S." and "US", "organisation" and "organization".
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from index.stemming import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_SIGNS = (  # what stands on, under or beside a letter and belongs to it, in all scripts
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d"
    "\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b4d\u0b82\u0bbe-\u0bcd\u0c00-\u0c04"
    "\u0c3e-\u0c4d\u0c81-\u0c83\u0cbc-\u0ccd\u0d00-\u0d03\u0d3b-\u0d4d\u0dca-\u0ddf\u0e31"
    "\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
)
_MAY_GO_ON = r"[^\0-&(-+\-/-\x7f]"  # what may stand in a word: .,' and all that is not ASCII
_PLAINLY = (  # each begins with the letters that it may, so that what cannot is passed over fast
    rf"[A-Za-z0-9]++(?!{_MAY_GO_ON})"  # most words
    r"|[^\W\d_](?<!\w.)\.(?:(?:[^\W\d_]\.)+(?!\w)|(?:[^\W\d_]\.)*[^\W\d_]\b)"  # U.S., e.g., U.S
    r"|\d+(?:[.,]\d+)+(?!\w)"  # 1,200 and 3.14, but not the 1.2 of 1.2beta
)


def _any_word(besides: str = "") -> str:
    """A word in any script, of no characters `besides`."""
    letter = rf"[^\W_{besides}]"
    return (
        rf"{_PLAINLY}"
        rf"|{letter}[^\W_{besides}{_SIGNS}]*(?:[{_SIGNS}]+{letter}*)*(?:['’ʼ]{letter}+)*"
    )


_WORD = re.compile(_any_word())
_ASCII_WORD = re.compile(rf"{_PLAINLY}|[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*", re.ASCII)  # the same
_BEYOND = re.compile("[^\0-\u303f]")  # from where on there are ideographs
_BETWEEN = re.compile(rf"[^\w\0-\x7f’ʼ{_SIGNS}]")  # dashes, quotation marks, …
_APART = {code: " " for code in range(128) if re.match(r"[^\w.,']", chr(code))}  # in ASCII
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0670]")
_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
                               "æ": "ae", "œ": "oe"})  # fmt: skip
_APOSTROPHE = re.compile("['’ʼ]")
_POSSESSIVE = re.compile("['’ʼ]s$")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")

_NUMBERS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
        "ninety".split(),
        [*map(str, range(2, 21)), *map(str, range(30, 100, 10))],
        strict=True,
    )
)
_IRREGULAR = """
arise arose arisen|awake awoke awoken|bear bore borne|beat beaten|become became|begin began begun
bend bent|bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred
bring brought|build built|burn burnt|buy bought|catch caught|choose chose chosen|cling clung
come came|creep crept|deal dealt|dig dug|draw drew drawn|dream dreamt|drink drank drunk
drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found
flee fled|fling flung|fly flew flown|forbid forbade forbidden|forget forgot forgotten
forgive forgave forgiven|freeze froze frozen|get got gotten|give gave given|go went gone
grow grew grown|hang hung|hear heard|hide hid hidden|hold held|keep kept|know knew known
lay laid|lead led|lean leant|leap leapt|learn learnt|leave left|lend lent|lose lost|make made
mean meant|meet met|mistake mistook mistaken|overcome overcame|overthrow overthrew overthrown
pay paid|ride rode ridden|ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought
sell sold|send sent|shake shook shaken|shine shone|shoot shot|show shown|shrink shrank shrunk
sing sang sung|sink sank sunk|sit sat|sleep slept|slide slid|speak spoke spoken|spend spent
spin spun|spring sprang sprung|stand stood|steal stole stolen|stick stuck|strike struck stricken
strive strove striven|swear swore sworn|sweep swept|swim swam swum|swing swung|take took taken
teach taught|tear tore torn|tell told|think thought|throw threw thrown|undergo underwent undergone
understand understood|undertake undertook undertaken|wake woke woken|wear wore worn|weave wove woven
weep wept|win won|withdraw withdrew withdrawn|withhold withheld|withstand withstood
write wrote written|rewrite rewrote rewritten|overtake overtook overtaken|foresee foresaw foreseen
man men|woman women|child children|foot feet|tooth teeth|goose geese|mouse mice|ox oxen
wife wives|life lives|knife knives|leaf leaves|half halves|wolf wolves|shelf shelves|thief thieves
criterion criteria|phenomenon phenomena|datum data|medium media|analysis analyses|crisis crises
thesis theses|hypothesis hypotheses|basis bases|axis axes|index indices|appendix appendices
"""
_PEOPLES = """
africa african|america american|argentina argentine|asia asian|australia australian
austria austrian|belgium belgian|brazil brazilian|britain british|canada canadian|chile chilean
china chinese|colombia colombian|denmark danish|egypt egyptian|europe european|finland finnish
france french|germany german|greece greek|hungary hungarian|india indian|indonesia indonesian
iran iranian|iraq iraqi|ireland irish|israel israeli|italy italian|japan japanese|korea korean
malaysia malaysian|mexico mexican|norway norwegian|pakistan pakistani|peru peruvian
philippines philippine filipino|poland polish|portugal portuguese|russia russian|scotland scottish
singapore singaporean|spain spanish|sweden swedish|switzerland swiss|taiwan taiwanese
thailand thai|turkey turkish|ukraine ukrainian|vietnam vietnamese viet
"""  # "Viet" for "Viet Nam", as the country spells itself
_LEMMAS = {
    form: family.split()[0]
    for family in (_IRREGULAR + _PEOPLES).replace("|", "\n").splitlines()
    for form in family.split()
}
_SAME = {**_NUMBERS, "usa": "us"}
_SPELLINGS = (  # stems of British words, by their ends, and the American word to stem instead
    ("is", "ize"),  # organise
    ("ys", "yze"),  # analyse
    ("our", "or"),  # colour
    ("tr", "ter"),  # centre
    ("enc", "ense"),  # defence
    ("gramm", "gram"),  # programme
    ("ll", "l"),  # travelled
)
_BRITISH = tuple(british for british, _ in _SPELLINGS)
_REMEMBERED = 1 << 17  # runs of text
_LONGEST_UNSTEMMED = 2  # "is", "us"
_SHORTEST_BRITISH = 5  # "our", "this" and "hour" are everybody's

_FUNCTION_WORDS = """
a an the this that these those some any no every each either neither both all such
i me my mine myself we our ours ourselves you your yours yourself yourselves he him his himself
she her hers herself it its itself they them their theirs themselves one ones oneself
who whom whose which what when where why how whoever whatever whichever whenever wherever
and or but nor so yet if then else than because while although though unless until whether
of in on at to for by with from as into onto upon about over under after before between among
during through against within without along across behind beyond per via out off up down
is are was were be been being am do does did done doing has have had having
can could will would shall should may might must ought
not only just also too very more most much many few there here now again ever
isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't
wouldn't shouldn't it's that's what's who's where's there's i'm you're we're they're i've we've
"""


class Word(NamedTuple):
    """A word as it stands in a text, ``text[start:end]``, and the term that it is indexed by."""

    start: int
    end: int
    term: str


def words(text: str) -> list[Word]:
    """The words of `text` in order.

    >>> words("The U.S. delegation's aims")[1:]
    [Word(start=4, end=8, term='us'), Word(start=9, end=21, term='deleg'), \
Word(start=22, end=26, term='aim')]
    """
    found: list[Word] = []
    for match in _pattern(text).finditer(text):
        start, end, token = match.start(), match.end(), match.group()
        if match.lastgroup:  # ideographs
            found.extend(_bigrams(token, start))
        elif term := term_of(token):
            found.append(Word(start, end, term))
    return found


def terms(text: str) -> list[str]:
    """The terms of `text`, function words and all.

    >>> terms("Organisations' 1,200 members")
    ['organ', '1200', 'member']
    """
    if not text.isascii():
        if _BEYOND.search(text):
            return [word.term for word in words(text)]
        text = _BETWEEN.sub(" ", text).replace("’", "'")
    if text.isascii():
        text = text.translate(_APART)
    return list(chain.from_iterable(map(_terms_by_run.__getitem__, text.split())))


def content(found: Sequence[str]) -> list[str]:
    """The terms without function words; all of them where nothing else is left.

    >>> content(terms("Who leads the delegation?"))
    ['lead', 'deleg']
    >>> content(terms("To be or not to be"))
    ['to', 'be', 'or', 'not', 'to', 'be']
    """
    return [term for term in found if not is_function(term)] or list(found)


def content_terms(text: str) -> list[str]:
    """The terms of `text` without function words.

    >>> content_terms("Who leads the delegation?")
    ['lead', 'deleg']
    """
    return content(terms(text))


def is_function(term: str) -> bool:
    """Whether `term` only holds a sentence together, as "the" and "which" do."""
    return term in _function_terms()


def _pattern(text: str) -> re.Pattern[str]:
    if text.isascii():
        return _ASCII_WORD
    return _word_or_run() if _BEYOND.search(text) else _WORD


class _TermsByRun(dict[str, tuple[str, ...]]):
    """The terms of what stands between spaces: most of it is a word that came before.

    A dict, for `lru_cache` takes half as long again: it keeps an order, too.
    """

    def __missing__(self, run: str) -> tuple[str, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        plain = run.isascii() and run.isalnum()
        tokens = [run] if plain else _pattern(run).findall(run)
        found = self[run] = tuple(filter(None, map(term_of, tokens)))
        return found


_terms_by_run = _TermsByRun()


@cache  # few texts need it, and its large classes take a while to compile
def _word_or_run() -> re.Pattern[str]:
    return re.compile(rf"{_any_word(_IDEOGRAPHS)}|(?P<ideographs>[{_IDEOGRAPHS}]+)")


@lru_cache(maxsize=1 << 18)
def term_of(token: str) -> str:
    """The term of one token; empty for a token that is all marks.

    >>> term_of("Skłodowska’s"), term_of("elections"), term_of("seven")
    ('sklodowska', 'elect', '7')
    """
    word = token.lower() if token.isascii() and token.isalnum() else _bare(token)
    if word in _SAME:
        return _SAME[word]
    word = _LEMMAS.get(word, word)
    if len(word) > _LONGEST_UNSTEMMED and word.isascii() and word.isalpha():
        return _american(stem(word))
    return word


def _bare(token: str) -> str:
    """The word without accents, apostrophes and full stops, or the number in figures."""
    if _THOUSANDS.fullmatch(token):
        return token.replace(",", "")
    if token[0].isdigit() and "." in token:
        return token
    return _APOSTROPHE.sub("", _POSSESSIVE.sub("", _fold(token)).replace(".", ""))


def _fold(token: str) -> str:
    if token.isascii():
        return token.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", token.casefold()))
    return unicodedata.normalize("NFKC", bare).translate(_UNDECOMPOSED)


def _american(stemmed: str) -> str:
    # By stem, not by word, so that all inflections of a word stay together.
    if len(stemmed) >= _SHORTEST_BRITISH and stemmed.endswith(_BRITISH):
        for british, american in _SPELLINGS:
            if stemmed.endswith(british):
                return stem(stemmed.removesuffix(british) + american)
    return stemmed


def _bigrams(run: str, start: int) -> Iterable[Word]:
    # Han, kana and Hangul have no spaces to go by; overlapping pairs find what words would.
    if len(run) == 1:
        return [Word(start, start + 1, run)]
    return [Word(start + i, start + i + 2, run[i : i + 2]) for i in range(len(run) - 1)]


@cache
def _function_terms() -> frozenset[str]:
    return frozenset(term_of(word) for word in _FUNCTION_WORDS.split())
