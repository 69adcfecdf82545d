"""Reduce English words to their stems, as NLTK's Snowball stemmer does and without loading NLTK.

See Porter, "The English (Porter2) stemming algorithm", 2002. Where NLTK differs from it (in what
is left of the second region when a suffix across its border is replaced), this does as NLTK:
tests hold every stem to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_VOWELS = frozenset("aeiouy")  # "Y" is a y that is none
_VOWEL_AND_Y = re.compile("([aeiouy])y")
_SYLLABLE = re.compile("[^aeiouy]*+[aeiouy]++[^aeiouy]")
_FIRST_SYLLABLE = re.compile(f"gener|commun|arsen|{_SYLLABLE.pattern}")

_SPECIAL = dict(
    pair.split()
    for pair in (
        "skis ski|skies sky|dying die|lying lie|tying tie|idly idl|gently gentl|ugly ugli|"
        "early earli|only onli|singly singl|sky sky|news news|howe howe|atlas atlas|"
        "cosmos cosmos|bias bias|andes andes|inning inning|innings inning|outing outing|"
        "outings outing|canning canning|cannings canning|herring herring|herrings herring|"
        "earring earring|earrings earring|proceed proceed|proceeds proceed|proceeded proceed|"
        "proceeding proceed|exceed exceed|exceeds exceed|exceeded exceed|exceeding exceed|"
        "succeed succeed|succeeds succeed|succeeded succeed|succeeding succeed"
    ).split("|")
)
_DOUBLES = frozenset("bb dd ff gg mm nn pp rr tt".split())
_BEFORE_LI = frozenset("cdeghkmnrt")
_SHORT = re.compile("(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy])$")
_PAST = ("eedly", "ingly", "edly", "eed", "ing", "ed")

Rule = tuple[str, str | None]
"""What replaces a suffix, and what the second region, where it begins within the suffix, is then;
None: what is left of it."""


def _rules(pairs: str, left: str | None) -> dict[str, Rule]:
    split = (pair.partition(" ") for pair in pairs.split("|"))
    return {suffix: (replacement, left) for suffix, _, replacement in split}


_SECOND = {
    **_rules("tional tion|enci ence|anci ance|abli able|entli ent|fulness ful|fulli ful", None),
    **_rules("lessli less|ogi og|li ", None),
    **_rules("izer ize|ization ize|alism al|aliti al|alli al|ousli ous|ousness ous", ""),
    **_rules("biliti ble|bli ble", ""),
    **_rules("ational ate|ation ate|ator ate|iveness ive|iviti ive", "e"),
}
_THIRD = {
    **_rules("tional tion|alize al|ful |ness |ative ", None),
    **_rules("ational ate|icate ic|iciti ic|ical ic", ""),
}
_FOURTH = frozenset(
    "al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion".split()
)

Suffixes = dict[str, list[str]]
"""Suffixes by their last two letters, the longest first."""


def _by_end(suffixes: Iterable[str]) -> Suffixes:
    found: Suffixes = {}
    for suffix in sorted(suffixes, key=len, reverse=True):
        found.setdefault(suffix[-2:], []).append(suffix)
    return found


_PAST_BY_END, _SECOND_BY_END = _by_end(_PAST), _by_end(_SECOND)
_THIRD_BY_END, _FOURTH_BY_END = _by_end(_THIRD), _by_end(_FOURTH)

State = tuple[str, int, int]
"""A word, and where its first and its second region begin: what suffixes are taken from."""


def stem(word: str) -> str:
    """The stem of `word`, which is all ASCII letters.

    >>> stem("elections"), stem("happily"), stem("news")
    ('elect', 'happili', 'news')
    """
    word = word.lower()
    if len(word) < 3 or word in _SPECIAL:  # noqa: PLR2004 too short for a suffix
        return _SPECIAL.get(word, word)
    state = _third(*_second(*_past(*_plural(*_with_regions(word)))))
    return _last(*_fourth(*state)).replace("Y", "y")


def _with_regions(word: str) -> State:
    if "y" in word:
        word = _VOWEL_AND_Y.sub(r"\1Y", "Y" + word[1:] if word[0] == "y" else word)
    if found := _FIRST_SYLLABLE.match(word):
        first = found.end()
        found = _SYLLABLE.match(word, first)
        return word, first, found.end() if found else len(word)
    return word, len(word), len(word)


def _plural(word: str, first: int, second: int) -> State:
    if word.endswith(("sses", "ied", "ies")):
        brief = len(word) < 5 and word[-3] == "i"  # noqa: PLR2004 "ties"
        return _cut(word, first, second, 1 if brief else 2)
    if word[-1] == "s" and word[-2] not in "us" and not _VOWELS.isdisjoint(word[:-2]):
        return _cut(word, first, second, 1)
    return word, first, second


def _past(word: str, first: int, second: int) -> State:
    suffix = _longest(word, _PAST_BY_END)
    if suffix.startswith("ee"):
        if len(word) - first >= len(suffix):
            word, first, second = _replaced(word, first, second, suffix, ("ee", ""))
    elif suffix and not _VOWELS.isdisjoint(word[: -len(suffix)]):
        word, first, second = _completed(*_cut(word, first, second, len(suffix)))
    if len(word) > 2 and word[-1] in "yY" and word[-2] not in _VOWELS:  # noqa: PLR2004
        word = word[:-1] + "i"
    return word, first, second


def _completed(word: str, first: int, second: int) -> State:
    """Mend what "ed" or "ing" was taken from: "hop(p)", "hop(e)", "conflat(e)"."""
    if word.endswith(("at", "bl", "iz")):
        word += "e"
        long = len(word) > 5 or len(word) - first > 2  # noqa: PLR2004
        return word, first, second if long else len(word)
    if word[-2:] in _DOUBLES:
        return _cut(word, first, second, 1)
    if first == len(word) and _SHORT.search(word):
        return word + "e", first + 1, first + 1
    return word, first, second


def _second(word: str, first: int, second: int) -> State:
    suffix = _longest(word, _SECOND_BY_END)
    if (
        not suffix
        or len(word) - first < len(suffix)
        or (suffix == "ogi" and word[-4] != "l")
        or (suffix == "li" and word[-3] not in _BEFORE_LI)
    ):
        return word, first, second
    return _replaced(word, first, second, suffix, _SECOND[suffix])


def _third(word: str, first: int, second: int) -> State:
    suffix = _longest(word, _THIRD_BY_END)
    region = second if suffix == "ative" else first
    if not suffix or len(word) - region < len(suffix):
        return word, first, second
    return _replaced(word, first, second, suffix, _THIRD[suffix])


def _fourth(word: str, first: int, second: int) -> State:
    suffix = _longest(word, _FOURTH_BY_END)
    if len(word) - second < len(suffix) or (suffix == "ion" and word[-4] not in "st"):
        return word, first, second
    return _cut(word, first, second, len(suffix))


def _last(word: str, first: int, second: int) -> str:
    """The word without an "e" or an "l" that nobody misses."""
    within = second < len(word)
    if within and word.endswith(("ll", "e")):
        return word[:-1]
    if first < len(word) and word[-1] == "e" and len(word) > 3 and not _SHORT.search(word[:-1]):  # noqa: PLR2004
        return word[:-1]
    return word


def _longest(word: str, suffixes: Suffixes) -> str:
    among = suffixes.get(word[-2:])
    return next(filter(word.endswith, among), "") if among else ""


def _cut(word: str, first: int, second: int, letters: int) -> State:
    length = len(word) - letters
    return word[:length], min(first, length), min(second, length)


def _replaced(word: str, first: int, second: int, suffix: str, by: Rule) -> State:
    replacement, left = by
    end = len(word) - len(suffix)
    word = word[:end] + replacement
    if second > end:
        second = min(second, len(word)) if left is None else len(word) - len(left)
    return word, first, second
