"""Complete a question that leaves out what the one before it said: "And where?", "And Japan?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answertype import asked
from bot.mentions import Mention, keys, mentions
from bot.nounphrase import looks_like_verb, looks_plural
from bot.pronouns import open_pronouns
from bot.shapes import ShapeKind, shapes
from bot.wordlists import (
    ATTRIBUTES,
    AUXILIARIES,
    COPULAS,
    DETERMINERS,
    NOUNS,
    PARTICIPLES,
    PREPOSITIONS,
    QUESTION_WORDS,
    TIME_NOUNS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def complete(fragment: str, previous: str) -> str | None:
    """Return `fragment` as the full question that it shortens, given the `previous` question.

    None where it is no fragment but a question by itself.

    >>> complete("And where?", "When were the Bogor Goals adopted?")
    'Where were the Bogor Goals adopted?'
    >>> complete("What about 2018?", "Where did officials meet in 2017?")
    'Where did officials meet in 2018?'
    >>> complete("And the poor ones?", "By when should rich countries pay?")
    'By when should the poor countries pay?'
    """
    words = fragment.split()
    start = _content_start(keys(words))
    rest = [word.rstrip("?!.,;:") for word in words[start:] if keys([word])[0]]
    while len(rest) > 1 and keys(rest[-1:])[0] in _TRAILING:
        rest.pop()
    lower = keys(rest)
    if not rest or len(rest) > _LONGEST_FRAGMENT:
        return None
    if _asks(lower):
        return _ask_again(rest, previous)
    if open_pronouns(" ".join(rest)):
        return None
    if len(rest) > 1 and lower[-1] in _ONES and not _has_verb(lower[:1]):
        return _vary_modifier(rest, previous)
    introduced = start > 0 or lower[0] in PREPOSITIONS
    if introduced and not _has_verb(lower) and not QUESTION_WORDS.intersection(lower):
        return _vary(" ".join(rest), previous)
    return None


def _content_start(lower: Sequence[str]) -> int:
    """Where the fragment begins, past "and", "what about", "how about"."""
    start = 0
    while start < len(lower) and lower[start] in _LEADING:
        start += 1
    if lower[start + 1 : start + 2] in (["about"], ["of"]) and lower[start] in {"what", "how"}:
        return start + 2
    return start


def _asks(lower: Sequence[str]) -> bool:
    """Tell whether nothing but a question word and what belongs to it is there.

    "Where", "since when", "by whom", "how many", "which year", "what kind of": yes.
    """
    at = 1 if lower[0] in PREPOSITIONS else 0
    if at == len(lower) or lower[at] not in QUESTION_WORDS:
        return False
    after = lower[at + 1 :]
    match lower[at]:
        case "how":
            return not after or (
                after[0] in _DEGREES and not _has_verb(after) and len(after) < _CLAUSE
            )
        case "what" | "which":
            noun = len(after) == 1 and (after[0] in _KINDS or at == 1)
            return noun or (not after and at == 1) or after in (["ones"], ["one"])
        case _:
            return not after or (len(after) == 1 and after[0] in PREPOSITIONS | {"else", "exactly"})


def _has_verb(lower: Sequence[str]) -> bool:
    return any(word in AUXILIARIES or looks_like_verb(word) for word in lower)


def _ask_again(asking: Sequence[str], previous: str) -> str | None:
    """Ask the previous question with another question word.

    "Who adopted the goals?" turns round first: "When were the goals adopted?". None for "which
    ones" where no noun was asked for.
    """
    old, rest = _divided(previous)
    if keys(asking)[-1] in _ONES and not _noun(old):
        return None
    new = _question_phrase(asking, old)
    lower = keys(rest)
    if not lower:
        return _question([*new, *rest])
    if lower[0] in AUXILIARIES:
        rest[0] = lower[0]
        return _of_a_copula(new, old, rest) or _question([*new, *rest])
    turned = _passive(rest) if keys(old)[:1] in (["who"], ["which"], ["what"]) else None
    if turned:
        return _question([*new, *turned])
    if not old:
        return _question([*new, *rest])
    return f"{previous.rstrip('?!. ')}, and {' '.join(keys(new)[:1] + list(new[1:]))}?"


def _divided(question: str) -> tuple[list[str], list[str]]:
    """Cut a question into its question phrase and the rest; a question for yes or no has none."""
    words = [word.rstrip("?!") for word in question.split()]
    lower = keys(words)
    at = 1 if lower[:1] and lower[0] in PREPOSITIONS else 0
    if lower[at : at + 1] and lower[at] in QUESTION_WORDS:
        end = at + 1
        if lower[at] in {"which", "what", "how", "whose"}:
            while end < len(words) and not _starts_clause(lower, end):
                end += 1
        return words[:end], words[end:]
    return [], words


def _starts_clause(lower: Sequence[str], at: int) -> bool:
    verb = looks_like_verb(lower[at]) or lower[at] in PARTICIPLES
    return lower[at] in AUXILIARIES or verb or lower[at] in DETERMINERS


def _question_phrase(asking: Sequence[str], old: Sequence[str]) -> list[str]:
    """The new question phrase: "how many" takes over the noun, "year" becomes "in which year"."""
    lower = keys(asking)
    noun = _noun(old)
    if lower in (["how", "many"], ["how", "much"]) and noun:
        return [*asking, *noun]
    if lower[-1] in _ONES and noun:
        return [*asking[:-1], *noun]
    if lower in (["who", "by"], ["by", "who"], ["by", "whom"]):
        return ["By", "whom"]
    if lower[0] in {"which", "what"} and lower[-1] in TIME_NOUNS | _PLACES:
        return ["In", lower[0], *asking[1:]]
    if len(lower) > 1 and lower[-1] in PREPOSITIONS:
        return [lower[-1], *lower[:-1]]
    return list(asking)


def _noun(phrase: Sequence[str]) -> list[str]:
    """What a question phrase asks for: the "members" of "how many members"."""
    asking = QUESTION_WORDS | {"many", "much"}
    return [word for word in phrase[1:] if keys([word])[0] not in asking]


def _of_a_copula(new: Sequence[str], old: Sequence[str], rest: Sequence[str]) -> str | None:
    """Keep "Which economies are members?" and "What is the plan?" grammatical."""
    who = keys(old)[:1] == ["who"]
    noun = keys(old)[:1] in (["which"], ["what"]) and len(old) > 1
    if noun and keys(rest)[0] in COPULAS and not _inverted(rest):
        taken = [] if set(keys(old[1:])) & set(keys(new)) else ["the", *old[1:]]
        return _question([*new, rest[0], *taken, *rest[1:]])
    if who and keys(new)[0] in {"when", "where", "since", "why", "how"} and _inverted(rest):
        person = " ".join([*old, *rest])
        return f"{person}, and {' '.join(keys(new))}?"
    if keys(new) == ["who"] and looks_like_verb(keys(rest)[-1]):
        return _question(["By", "whom", *rest])
    return None


def _inverted(rest: Sequence[str]) -> bool:
    """Tell whether a subject follows the verb: "are *the goals*", not "are members of"."""
    return len(rest) > 1 and (keys(rest)[1] in DETERMINERS or rest[1][0].isupper())


def _passive(rest: Sequence[str]) -> list[str] | None:
    """Turn "adopted the goals in 1994" into "were the goals adopted in 1994"."""
    verb = keys(rest)[0]
    participle = PARTICIPLES.get(verb, verb if verb.endswith("ed") else None)
    present = looks_plural(verb)  # "hosts", "uses": the form of a plural noun
    if participle is None and present:
        participle = verb[: -1 if verb.endswith("es") else None].removesuffix("s") + "ed"
        participle = participle.replace("eed", "ed")
    objects = mentions(" ".join(rest[1:]))
    if participle is None or not objects or not " ".join(rest[1:]).startswith(objects[0].text):
        return None
    past = verb.endswith("ed") or (verb in PARTICIPLES and not verb.endswith("s"))
    auxiliary = _AUXILIARY[past, objects[0].plural]
    size = len(objects[0].text.split())
    return [auxiliary, *rest[1 : size + 1], participle, *rest[size + 1 :]]


def _vary(fragment: str, previous: str) -> str:
    """Ask the previous question about something else: another year, another country."""
    stem = previous.rstrip("?!. ")
    first, _, bare = fragment.partition(" ")
    led = keys([first])[0] in PREPOSITIONS and bare
    year = _same_kind(bare if led else fragment, stem)
    if year:
        return f"{stem[: year[0]]}{bare if led else fragment}{stem[year[1] :]}?"
    if led:
        same = re.search(rf"\b{re.escape(first)}\b (?P<noun>.+)", stem, re.IGNORECASE)
        target = mentions(same["noun"])[:1] if same else []
        if same and target and same["noun"].startswith(target[0].text):
            return stem[: same.start("noun")] + same["noun"].replace(target[0].text, bare, 1) + "?"
        return f"{stem} {first.lower()} {bare}?"
    return _replace_topic(Mention(fragment), stem)


def _vary_modifier(fragment: Sequence[str], previous: str) -> str | None:
    """Put "the poor ones" in the place of "rich countries", as "the poor countries".

    None where the question before speaks of no such thing.
    """
    several = keys(fragment)[-1] == "ones"
    stem = previous.rstrip("?!. ")
    alike = [m for m in mentions(stem) if m.plural == several and len(m.bare.split()) > 1]
    if not alike or alike[0].head in keys(fragment):
        return None
    new = " ".join([*fragment[:-1], alike[0].text.split()[-1]])
    return stem.replace(alike[0].text, new, 1) + "?"


def _same_kind(text: str, stem: str) -> tuple[int, int] | None:
    """Where in `stem` a year or date stands that `text`, a year or date too, takes the place of."""
    new = {shape.kind for shape in shapes(text)} & {ShapeKind.YEAR, ShapeKind.DATE}
    old = [shape for shape in shapes(stem) if shape.kind in new]
    if any(shape.end - shape.start < len(text) for shape in shapes(text)[:1]):
        return None
    return (old[-1].start, old[-1].end) if old else None


def _replace_topic(new: Mention, stem: str) -> str:
    """Put `new` in the place of the noun that is most like it: a name, or of the same number.

    Something that "the deadline" is of keeps its topic: "the deadline of the plan".
    """
    present = [mention for mention in mentions(stem) if not mention.asked]
    if not present:
        return f"{stem}, and {new.text}?"
    if new.head in ATTRIBUTES:
        owned = " of " in new.text or "'s " in new.text
        owner = "" if owned else f" of {_owner(present).text}"
        return f"What {'are' if new.plural else 'is'} {new.text}{owner}?"
    inner = [Mention(m.text.rpartition(" of ")[2]) for m in present if " of " in m.text]
    if "'s " not in new.text:
        inner += [Mention(m.text.partition("'s ")[0]) for m in present if "'s " in m.text]
    whole = [m for m in present if not any(part.text in m.text for part in inner)]
    alike = [m for m in whole if m.named == new.named and m.plural == new.plural]
    alike = alike or [m for m in inner if m.named == new.named]
    if not alike and (new.named != any(m.named for m in present) or asked(stem).word == "what"):
        return f"{stem} for {new.text}?"
    old = (alike or inner or present)[0]
    return stem.replace(old.text, new.text, 1) + "?"


def _owner(present: Sequence[Mention]) -> Mention:
    first = present[0]
    owner = first.text.partition(" of ")[2]
    return Mention(owner) if owner and first.head in ATTRIBUTES else first


def _question(words: Sequence[str]) -> str:
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}?"


_LEADING = frozenset("and but so ok okay also then or well please now".split())
_TRAILING = frozenset("there then that though exactly so is was please".split())
_LONGEST_FRAGMENT = 7
_CLAUSE = 3
_ONES = frozenset({"one", "ones"})
_DEGREES = frozenset("many much long often old far big large tall high come soon fast".split())
_PLACES = frozenset(NOUNS["place"].split())
_KINDS = TIME_NOUNS | _PLACES | frozenset({"kind", "type", "number", "else", "ones", "one"})
_AUXILIARY = {
    (True, True): "were",
    (True, False): "was",
    (False, True): "are",
    (False, False): "is",
}
