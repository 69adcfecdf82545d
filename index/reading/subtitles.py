"""Read subtitles: what was said, in paragraphs, under the minute in which it was said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from itertools import zip_longest
from typing import TYPE_CHECKING

from index.documents import BlockKind
from index.errors import UnreadableFile
from index.reading.composition import Draft, compose, heading
from index.reading.encoding import decode
from index.reading.metadata import title_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.documents import Reading

TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
CUE = re.compile(rf"^[ \t]*{TIME}[ \t]*-->[ \t]*{TIME}[^\n]*\n", re.MULTILINE)
BLANK = re.compile(r"(?:\n|\A)[ \t]*\n")  # ends a cue; after it may come comments
NUMBER = re.compile(r"\n[ \t]*\d+[ \t]*\n?\Z")  # of the next cue, where no blank line is
SPEAKER = re.compile(r"<v(?:\.[\w.-]*)?[ \t]+([^>]+)>")
TAG = re.compile(r"</?[\w.:]+(?:[ \t][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}")
ENDED = re.compile(r"[.!?…][\"'”’)\]]*$")
PAUSE = 3.0  # seconds of silence that end a paragraph
LONGEST = 700  # characters after which the next sentence begins a paragraph
MINUTE, HOUR = 60, 3600  # seconds


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that are shown from `start` to `end`, in seconds."""

    start: float
    end: float
    words: str
    speaker: str = ""


def read(raw: bytes, source: str) -> Reading:
    r"""Read subtitles in either of the two usual formats.

    >>> cue = "1\n00:01:05,000 --> 00:01:07,000\nPeru joined\n<i>in 1998.</i>\n"
    >>> read(cue.encode(), "talk.srt").text
    '1:05\n\nPeru joined in 1998.'
    """
    cues = list(_cues(decode(raw)))
    if not cues:
        raise UnreadableFile("it holds no lines with times: check that it has subtitles")
    return compose(_drafts(cues), source, title=title_from(source, cues[0].words))


def _cues(text: str) -> Iterator[Cue]:
    """The cues of a file, each without the words that it repeats of the one before."""
    starts = list(CUE.finditer(text))
    before = ""
    for match, following in zip_longest(starts, starts[1:]):
        said = text[match.end() : following.start() if following else len(text)]
        said = BLANK.split(said, maxsplit=1)[0]
        said = NUMBER.sub("", said) if following else said
        speaker = SPEAKER.search(said)
        words = " ".join(unescape(TAG.sub("", said)).split())
        if words and words != before:
            times = match.groups()
            name = speaker[1].strip() if speaker else ""
            yield Cue(_seconds(times[:4]), _seconds(times[4:]), words, name)
            before = words


def _seconds(time: Iterable[str | None]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in time)
    return HOUR * int(hours) + MINUTE * int(minutes) + int(seconds) + float(f"0.{fraction}")


def _drafts(cues: list[Cue]) -> Iterator[Draft]:
    minute = -1
    for paragraph in _paragraphs(cues):
        first = paragraph[0]
        if int(first.start) // MINUTE > minute:
            minute = int(first.start) // MINUTE
            yield heading(clock(first.start), 2)
        said = " ".join(cue.words for cue in paragraph)
        yield Draft(BlockKind.PARAGRAPH, f"{first.speaker}: {said}" if first.speaker else said)


def _paragraphs(cues: Iterable[Cue]) -> Iterator[list[Cue]]:
    paragraph: list[Cue] = []
    for cue in cues:
        if paragraph and _parted(paragraph, cue):
            yield paragraph
            paragraph = []
        paragraph.append(cue)
    yield paragraph


def _parted(paragraph: list[Cue], cue: Cue) -> bool:
    """Whether `cue` begins a new paragraph; a sentence is never parted but by its speakers."""
    last = paragraph[-1]
    if cue.speaker != last.speaker:
        return True
    long = sum(len(each.words) for each in paragraph) > LONGEST
    new_minute = cue.start // MINUTE > paragraph[0].start // MINUTE
    pause = cue.start - last.end > PAUSE
    return (long or new_minute or pause) and bool(ENDED.search(last.words))


def clock(seconds: float) -> str:
    """A time as players show it.

    >>> clock(65), clock(3725)
    ('1:05', '1:02:05')
    """
    minutes, rest = divmod(int(seconds), MINUTE)
    hours, minutes = divmod(minutes, MINUTE)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
