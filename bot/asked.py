"""The values that a question is read as: what type of answer it asks for, of which noun."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AnswerType(StrEnum):
    """The kinds of answers that a question can ask for."""

    PERSON = "person"
    NAME = "name"  # of an organisation, a work, a thing; what something is called
    PLACE = "place"
    DATE = "date"
    YEAR = "year"
    NUMBER = "number"  # a count or a measure
    MONEY = "money"
    PERCENTAGE = "percentage"
    DURATION = "duration"
    FREQUENCY = "frequency"
    CONTACT = "contact"  # a telephone number, an e-mail or web address
    REASON = "reason"
    MANNER = "manner"
    DEFINITION = "definition"
    LIST = "list"
    YES_NO = "yes_no"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for.

    `word` is its question word ("who", "how many", "" for keywords) and `focus` the noun that
    the answer is an instance of ("which *economies*", "how many *members*"), or "".
    """

    type: AnswerType
    word: str = ""
    focus: str = ""
