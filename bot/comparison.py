"""Tell which answers a change of the index has changed: ask before, ask after, compare."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bot.conversation import replay
from bot.evaluation import GoldQuestion, read_questions
from index.errors import IndexDamaged, IndexMissing, InvalidQuestions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bot.answers import Answer
    from bot.engine import Bot


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer comes down to: its first quotation and the document that it is from.

    A quotation that has only moved is the same, so where it stands doesn't count.
    """

    status: str
    quotation: str | None = None
    source: str | None = None

    def __str__(self) -> str:
        if self.quotation is None:
            return self.status
        return f"{self.status}: “{' '.join(self.quotation.split())}” ({self.source})"


NOTHING = Told("no index")


@dataclass(frozen=True, slots=True)
class Changed:
    """A question that was answered otherwise `before` than `after`."""

    question: str
    before: Told
    after: Told


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of so many questions, those that are answered differently now."""

    questions: int
    changed: tuple[Changed, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `quoth index --compare --json` prints under "compared"."""
        return asdict(self)

    def report(self) -> str:
        """The same to read, with both answers of every question that changed."""
        lines = [f"{len(self.changed)} of {self.questions} answers changed"]
        for each in self.changed:
            lines += ["", each.question, f"  before  {each.before}", f"  after   {each.after}"]
        return "\n".join(lines)


def questions_in(path: Path) -> list[GoldQuestion]:
    """The questions of a file: one a line, or gold questions as JSON lines.

    Raises `InvalidQuestions` with what to do.
    """
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidQuestions(f"{path}: {error}") from error
    asked = [line for line in lines if line]
    if not asked:
        raise InvalidQuestions(f"{path} holds no question: write one a line")
    if asked[0].startswith("{"):
        return read_questions(path)
    return [GoldQuestion(line, ()) for line in asked]


def answers(
    bot: Bot, questions: Sequence[GoldQuestion], *, progress: Callable[[], None] = lambda: None
) -> list[Told]:
    """What is answered now; `NOTHING` for each where there is no index that can be asked."""
    told = []
    for each in questions:
        try:
            told.append(_told(bot.ask(each.question, history=replay(each.history))))
        except (IndexMissing, IndexDamaged):
            told.append(NOTHING)
        progress()
    return told


def compare(
    questions: Sequence[GoldQuestion], before: Sequence[Told], after: Sequence[Told]
) -> Comparison:
    """The questions whose answers differ, in their order."""
    rows = zip(questions, before, after, strict=True)
    changed = (Changed(asked.question, was, now) for asked, was, now in rows if was != now)
    return Comparison(len(questions), tuple(changed))


def _told(answer: Answer) -> Told:
    first = answer.citations[0] if answer.citations else None
    if first is None:
        return Told(answer.status.value)
    return Told(answer.status.value, first.cited_text, first.source)
