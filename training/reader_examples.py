"""Questions and windows of text to train the reader on: with the answer, and treacherously without.

A reader that only ever sees the right paragraph learns to find something everywhere. So three in
eight windows hold no answer: other sentences of the same paragraph, and what BM25 itself finds
best among the passages that lack the answer, in the same article and elsewhere. And a few hold the
answer to a question that is almost the same, but names somebody else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index import analysis
from training.collection import Collection
from training.renaming import Renaming
from training.swaps import Swaps

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from index.documents import Document, Passage, Sentence
    from training.collection import GoldQuestion

HELD_OUT = 8  # articles, the last by name: the joint ranking is fitted on them
WHOLE = 0.08  # of the windows are the whole passage, the others a few sentences of it
TITLED = 0.4  # have the title in front
REWORDED = 0.25  # of the questions are asked as people type: no question mark, or keywords only
SOURCES = (4, 4, 2)  # of windows without an answer: its paragraph, its article, the others
SWAPPED = 0.4  # of them are windows with the answer, and the question names something else
RENAMED = 0.4  # of all windows speak of others
BARREN = 0.6  # windows without the answer, for each with it
Source = tuple[str, tuple[str, ...]]  # a title and sentences that follow one another
_WINDOW = range(60, 420, 20)  # characters that a window of sentences aims at
_MINED = 40  # passages that BM25 finds for a question, and the best of them without the answer
_KEPT = 6  # in the same article, and as many in others


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a window, and where in the window the answer stands, if it does."""

    question: str
    text: str
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A gold question: its paragraph cut into sentences, the answer, and passages without it."""

    question: str
    title: str
    sentences: tuple[str, ...]  # with the white space that follows, so that they join up
    answer: tuple[int, int]  # in the joined sentences
    near: tuple[Source, ...]  # in the same article
    far: tuple[Source, ...]  # and in others

    @property
    def text(self) -> str:
        """The paragraph."""
        return "".join(self.sentences)


def divide(documents: Sequence[Document]) -> tuple[list[Document], list[Document]]:
    """The articles to train on, and the `HELD_OUT` that the reader never sees."""
    ordered = sorted(documents, key=lambda document: document.source)
    return ordered[:-HELD_OUT], ordered[-HELD_OUT:]


def lessons(documents: Sequence[Document], questions: Sequence[GoldQuestion]) -> list[Lesson]:
    """One lesson for each question about `documents` whose answer is found in its paragraph."""
    collection = Collection(documents)
    passages: dict[str, list[Passage]] = {document.id: [] for document in documents}
    for passage in collection.passages:
        passages[passage.document_id].append(passage)
    found = (
        _lesson(question, collection, passages[question.document_id])
        for question in questions
        if question.document_id in passages
    )
    return [lesson for lesson in found if lesson is not None]


def examples(
    drawn: Sequence[Lesson], chance: random.Random, *, renamed: float = RENAMED
) -> Iterator[Example]:
    """One epoch: each lesson's answer in a window of its own, and windows without answers.

    `renamed` of the examples speak of others than the lesson does.
    """
    swaps = Swaps(lesson.question for lesson in drawn)
    renaming = Renaming(lesson.text for lesson in drawn)
    for lesson in drawn:
        for example in _examples(lesson, swaps, chance):
            other = renaming.renamed(example, chance) if chance.random() < renamed else example
            yield replace(other, question=reworded(other.question, chance))


def _examples(lesson: Lesson, swaps: Swaps, chance: random.Random) -> Iterator[Example]:
    yield _fruitful(lesson, chance)
    if chance.random() < BARREN:
        swapped = _swapped(lesson, swaps, chance) if chance.random() < SWAPPED else None
        if example := swapped or _barren(lesson, chance):
            yield example


def reworded(question: str, chance: random.Random) -> str:
    """The question as somebody in a hurry types it, in `REWORDED` of the cases."""
    draw = chance.random()
    if draw > REWORDED:
        return question
    if draw > REWORDED / 2:
        return question.lower().rstrip("? ")
    words = [
        question[word.start : word.end]
        for word in analysis.words(question)
        if not analysis.is_function(word.term)
    ]
    return " ".join(words).lower() or question


def _lesson(
    question: GoldQuestion, collection: Collection, passages: Sequence[Passage]
) -> Lesson | None:
    document = collection.documents[question.document_id]
    held = [
        sentence
        for passage in passages
        for sentence in passage.sentences
        if question.start <= sentence.start and sentence.end <= question.end
    ]
    pieces = _pieces(document.text, held)
    answer = _locate(question, "".join(pieces))
    if answer is None:
        return None
    near, far = [], []
    for passage in _found(question, collection):
        other = collection.documents[passage.document_id]
        title_and_text = (other.title, _pieces(other.text, passage.sentences))
        if passage.document_id != document.id:
            far.append(title_and_text)
        elif passage.end <= question.start or question.end <= passage.start:
            near.append(title_and_text)
    return Lesson(
        question.text, document.title, pieces, answer, tuple(near[:_KEPT]), tuple(far[:_KEPT])
    )


def _found(question: GoldQuestion, collection: Collection) -> Iterator[Passage]:
    """What BM25 finds, best first, without what holds an answer."""
    terms = analysis.content_terms(question.text)
    for hit in collection.search(terms, limit=_MINED):
        document = collection.documents[hit.passage.document_id]
        text = document.text[hit.passage.start : hit.passage.end].lower()
        if not any(answer.lower() in text for answer in question.answers):
            yield hit.passage


def _pieces(text: str, sentences: Sequence[Sentence]) -> tuple[str, ...]:
    ends = [following.start for following in sentences[1:]] + [
        sentence.end for sentence in sentences[-1:]
    ]
    return tuple(text[sentence.start : end] for sentence, end in zip(sentences, ends, strict=True))


def _locate(question: GoldQuestion, text: str) -> tuple[int, int] | None:
    """Of the places where an answer stands, the one amid most words of the question."""
    asked = set(analysis.content_terms(question.text))
    places = [
        match.span()
        for answer in question.answers[:1]
        for match in (
            list(re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", text))
            or re.finditer(re.escape(answer), text)
        )
    ]
    if len(places) <= 1:
        return places[0] if places else None

    def company(place: tuple[int, int]) -> int:
        around = text[max(0, place[0] - 120) : place[1] + 120]
        return len(asked & set(analysis.terms(around)))

    return max(places, key=lambda place: (company(place), -place[0]))


def _fruitful(lesson: Lesson, chance: random.Random) -> Example:
    offsets = _offsets(lesson.sentences)
    holding = {
        number
        for number, start in enumerate(offsets)
        if start < lesson.answer[1] and lesson.answer[0] < start + len(lesson.sentences[number])
    }
    first, last = _window(lesson.sentences, holding, chance)
    head = _head(lesson.title, chance)
    shift = len(head) - offsets[first]
    text = head + "".join(lesson.sentences[first:last])
    span = (lesson.answer[0] + shift, lesson.answer[1] + shift)
    return Example(lesson.question, text, span)


def _barren(lesson: Lesson, chance: random.Random) -> Example | None:
    sources = (_rest(lesson), lesson.near, lesson.far)
    [others] = chance.choices(sources, weights=SOURCES)
    others = others or lesson.far
    if not others:
        return None
    title, sentences = chance.choice(others)
    first, last = _window(sentences, {chance.randrange(len(sentences))}, chance)
    text = _head(title, chance) + "".join(sentences[first:last])
    return Example(lesson.question, text, None)


def _swapped(lesson: Lesson, swaps: Swaps, chance: random.Random) -> Example | None:
    """The window with the answer, and the question about something that it does not name."""
    answered = _fruitful(lesson, chance)
    question = swaps.swapped(lesson.question, answered.text, chance)
    return Example(question, answered.text, None) if question else None


def _rest(lesson: Lesson) -> list[Source]:
    """The paragraph before and after the sentences that hold the answer."""
    answer = lesson.text[slice(*lesson.answer)].lower()
    runs: list[list[str]] = [[]]
    for sentence in lesson.sentences:
        if answer in sentence.lower():
            runs.append([])
        else:
            runs[-1].append(sentence)
    if len(runs) == 1:  # the answer runs over the end of a sentence
        return []
    return [(lesson.title, tuple(run)) for run in runs if run]


def _window(sentences: Sequence[str], wanted: set[int], chance: random.Random) -> tuple[int, int]:
    """A run of sentences around the wanted ones: all of them, or about as long as drawn."""
    if chance.random() < WHOLE:
        return 0, len(sentences)
    aim = chance.choice(_WINDOW)
    first, last = min(wanted), max(wanted) + 1
    while sum(map(len, sentences[first:last])) < aim and (first > 0 or last < len(sentences)):
        if last == len(sentences) or (first > 0 and chance.choice((True, False))):
            first -= 1
        else:
            last += 1
    return first, last


def _offsets(sentences: Sequence[str]) -> list[int]:
    offsets = [0]
    for sentence in sentences:
        offsets.append(offsets[-1] + len(sentence))
    return offsets[:-1]


def _head(title: str, chance: random.Random) -> str:
    return f"{title} | " if chance.random() < TITLED else ""
