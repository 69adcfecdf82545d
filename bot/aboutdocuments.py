"""Recognise questions about the documents themselves: "Which documents mention tariffs?"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Wanted(StrEnum):
    """What is asked about documents."""

    MENTIONS = "mentions"  # which of them speak of something
    WORDS = "words"  # what they say about it
    GIST = "gist"  # what they are about


@dataclass(frozen=True, slots=True)
class AboutDocuments:
    """`of` is what is to be spoken of, or the document that is meant, "" for all there are."""

    wanted: Wanted
    of: str


def about_documents(question: str) -> AboutDocuments | None:
    """What `question` asks about documents, or None where it asks about what stands in them.

    >>> about_documents("Which documents mention the Bogor Goals?")
    AboutDocuments(wanted=<Wanted.MENTIONS: 'mentions'>, of='the Bogor Goals')
    >>> about_documents("What are these files about?").of, about_documents("what is this about")
    ('', AboutDocuments(wanted=<Wanted.GIST: 'gist'>, of=''))
    >>> about_documents("What is the travel policy about?").of
    'travel policy'
    >>> about_documents("What is the capital about to become?")
    """
    asked = " ".join(question.split()).rstrip("?!. ")
    if not _SIGN.search(asked):
        return None
    for wanted, patterns in _FORMS.items():
        for pattern in patterns:
            if match := _compiled(pattern).fullmatch(asked):
                return AboutDocuments(wanted, match.groupdict().get("of") or "")
    return None


@cache  # it takes a while, and few questions come so far
def _compiled(form: str) -> re.Pattern[str]:
    opening = r"(?:(?:and|so|ok|okay|please|tell me|say|show me|can you tell me)[, ]+)*"
    return re.compile(opening + form, re.IGNORECASE)


_SIGN = re.compile(  # one of these words is in every form
    r"about|documents?\b|files\b|texts\b|sources\b|mention|discuss|summar|overview|gist"
    r"|what(?: is|'s|’s)(?: there)? in |topics|subjects|themes|i ask|you know"
    r"|^(?=.*\bwh(?:at|ich)\b).*"
    r"\b(?:do|does) (?:it|this|these|they|those|here|the|my|your|our|all) ",
    re.IGNORECASE,
)
_ONE = r"(?:document|file|text|article|report|paper|note|letter|page)"
_SEVERAL = r"(?:documents|files|texts|sources)"
_ALL = rf"(?:{_SEVERAL}|articles|reports|papers|notes|collection|corpus|library|folder)"
_THESE = rf"(?:(?:all )?(?:this|these|it|they|those|the|my|your|our)(?: (?:{_ONE}|{_ALL}))?)"
_HERE = rf"(?:{_THESE}|(?:all )?{_ALL}|here)"
_MENTIONS = r"(?:mentions?|discuss(?:es)?|talks? about|speaks? (?:of|about)|refers? to|deals? with)"
_SAYS = (
    rf"(?:{_MENTIONS}|(?:is|are) about|covers?|(?:has|have|says?) (?:any|some)thing (?:on|about))"
)
_ON = rf"(?:(?:that|which) {_SAYS}|about|on|mentioning|discussing)"
_DONE = r"(?:mentioned|discussed|talked about|spoken of|referred to|dealt with|covered)"
_COVERS = r"(?:cover|say|discuss|contain|talk about|deal with|describe|tell(?: us| me)?)"
_OF = r"(?P<of>.+)"
_NAMED = r"(?:the |an? )?(?P<of>.+?)"

_FORMS: dict[Wanted, tuple[str, ...]] = {
    Wanted.MENTIONS: (
        rf"(?:which|what)(?: of (?:the|these|my|your|our))? {_SEVERAL} {_SAYS} {_OF}",
        rf"which {_ONE} {_MENTIONS} {_OF}",
        rf"in (?:which|what) (?:{_SEVERAL}|{_ONE}) (?:is|are|was|were) {_NAMED} {_DONE}",
        rf"where (?:is|are) {_NAMED} mentioned",
        rf"(?:list|find|give me|name)? ?(?:all )?(?:the |any )?{_SEVERAL} {_ON} {_OF}",
        rf"(?:is|are) there (?:an?|any) (?:{_ONE}|{_SEVERAL}) {_ON} {_OF}",
        rf"(?:do|does) any (?:of the )?(?:{_ONE}|{_SEVERAL}) {_SAYS} {_OF}",
    ),
    Wanted.WORDS: (
        rf"what (?:do|does) {_HERE} (?:say|tell us|tell me|contain) (?:about|on) {_OF}",
    ),
    Wanted.GIST: (
        rf"what(?: is|'s|’s| are)(?: all)? {_HERE}(?: all)? about",
        rf"what (?:do|does) {_HERE} {_COVERS}",
        rf"what(?: is|'s|’s)(?: there)? in {_HERE}",
        rf"(?:what|which) (?:topics|subjects|themes) (?:do|does) {_HERE} {_COVERS}",
        rf"(?:what|which) (?:topics|subjects|themes) (?:are|is)(?: covered)? in {_HERE}",
        rf"(?:give me )?(?:an? |the )?(?:short |brief )?(?:summary|overview)(?: of {_HERE})?",
        rf"summari[sz]e(?: {_HERE})?",
        r"what (?:can|may) i ask(?: you)?(?: about)?",
        r"what do you know(?: about)?",
        rf"what(?: is|'s|’s| are) {_NAMED}(?: {_ONE})? about",
        rf"(?:what is the|give me a|a)? ?(?:summary|overview|gist) of {_NAMED}(?: {_ONE})?",
        rf"summari[sz]e {_NAMED}(?: {_ONE})?",
    ),
}
