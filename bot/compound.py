"""Take a compound question apart: "When and where were they adopted, and who signed?"."""

from __future__ import annotations

import re
from itertools import pairwise

MOST_PARTS = 4
_ASKING = r"(?:who|whom|whose|what|when|where|which|why|how)"
_OPENS = re.compile(
    rf"(?:(?:and|but|so|please|tell me|say)\s+)*"
    rf"(?:(?:in|on|at|by|to|from|for|of|with|since|until|under)\s+)?"
    rf"(?:{_ASKING}|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"\?+\s+(?=\w)")
_JOINT = re.compile(rf"(?:\s*,|\s*;|(?:\s*[,;])?\s+and)\s+(?={_ASKING}\b)", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")  # it joins questions only in a list that goes on with "and"
_DANGLING = re.compile(rf"\b{_ASKING}$", re.IGNORECASE)
_SHARED = re.compile(
    rf"(?P<first>{_ASKING})\s*(?:,|\band\b|\bor\b)\s*(?P<second>{_ASKING})\s+(?P<rest>\S+\s.+)",
    re.IGNORECASE | re.DOTALL,
)
_CLAUSE = 3  # words at least before a joint, or nothing is asked there


def parts(question: str) -> list[str]:
    """The questions that `question` joins, in order; it alone where it is one.

    A later part may lean on an earlier one ("… and who signed it?"): read it as a follow-up.

    >>> parts("When were the Bogor Goals adopted and who hosted the meeting?")
    ['When were the Bogor Goals adopted?', 'Who hosted the meeting?']
    >>> parts("When and where were the Bogor Goals adopted?")
    ['When were the Bogor Goals adopted?', 'Where were the Bogor Goals adopted?']
    >>> parts("Which economies trade with Chile and Peru?")
    ['Which economies trade with Chile and Peru?']
    """
    found = [
        part
        for sentence in _FULL_STOP.split(question)
        for clause in _clauses(sentence.strip())
        for part in _alternatives(clause)
    ]
    if not 1 < len(found) <= MOST_PARTS or not all(map(_OPENS.match, found)):
        return [question]
    return [part[0].upper() + part[1:].rstrip("?., ") + "?" for part in found]


def _clauses(sentence: str) -> list[str]:
    """Cut before a question word that follows a joint, where a question stands before it."""
    if not _OPENS.match(sentence):
        return [sentence]
    cuts = [(0, 0)]
    joints = list(_JOINT.finditer(sentence))
    while joints and _COMMA.fullmatch(joints[-1].group()):
        joints.pop()
    for joint in joints:
        before = sentence[cuts[-1][1] : joint.start()]
        if len(before.split()) >= _CLAUSE and not _DANGLING.search(before):
            cuts.append(joint.span())
    cuts.append((len(sentence), len(sentence)))
    return [sentence[before[1] : after[0]] for before, after in pairwise(cuts)]


def _alternatives(clause: str) -> list[str]:
    """Two questions where two question words share what is asked."""
    shared = _SHARED.fullmatch(clause)
    if shared is None:
        return [clause]
    return [f"{shared[word]} {shared['rest']}" for word in ("first", "second")]
