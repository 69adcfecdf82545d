"""What became of a quotation since its link was made: it moved, was edited, or is gone."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from bot.verification import State, verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.verification import Quotation
    from index.retriever import Retriever


@dataclass(frozen=True, slots=True)
class Run:
    """Words of the old and the new sentence: in both (""), only in the `old`, or in the `new`."""

    words: str
    only: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """How a quotation stands now: where, unless it is gone, and its words against the old ones."""

    state: State
    document_id: str | None
    start: int
    end: int
    runs: tuple[Run, ...]


def change(quoted: Sequence[Quotation], retriever: Retriever) -> Change | None:
    """What became of what was `quoted` at one place, the last first; None where it still stands.

    Answers may have quoted different words at that place; it is enough if one of them stands.
    """
    found = verify(quoted, retriever)
    if not found or any(each.state is State.UNCHANGED for each in found):
        return None
    last, words = found[0], quoted[0].cited_text
    return Change(
        last.state,
        last.document_id,
        last.start_char_index or 0,
        last.end_char_index or 0,
        tuple(runs(words, words if last.current_text is None else last.current_text)),
    )


def runs(old: str, new: str) -> Iterator[Run]:
    """The old words and the new ones, side by side where they differ.

    >>> [(run.only, run.words) for run in runs("Adopted in 1994 in Bogor.", "Adopted in 1995.")]
    [('', 'Adopted in'), ('old', '1994 in Bogor.'), ('new', '1995.')]
    """
    before, after = old.split(), new.split()
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for step, first, last, start, end in steps:
        if step == "equal":
            yield Run(" ".join(before[first:last]))
            continue
        if first < last:
            yield Run(" ".join(before[first:last]), "old")
        if start < end:
            yield Run(" ".join(after[start:end]), "new")
