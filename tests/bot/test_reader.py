"""The reader points at words of the text, in time, whatever the text is."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from bot.reader import Budget, Reader
from bot.readerfiles import NETWORK, open_network
from index.errors import ReaderDamaged, ReaderMissing

if TYPE_CHECKING:
    from pathlib import Path

    from bot.finding import Logits, Places

SENTENCE = "The goals were adopted in Bogor, Indonesia, in 1994."
WORDS = "[UNK] [CLS] [SEP] bogor indonesia 1994 , where".split()


class Pointer:
    """A network that knows two words: the answer runs from Bogor to Indonesia."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def __call__(self, ids: Places, segments: Places) -> tuple[Logits, Logits, float]:
        assert ids.shape == segments.shape
        tokens = ids[0]
        self.seen.append(len(tokens))
        first = np.where(tokens == WORDS.index("bogor"), 5, 0).astype(np.float32)
        last = np.where(tokens == WORDS.index("indonesia"), 4, 0).astype(np.float32)
        return first, last, float((tokens == WORDS.index("bogor")).sum())


@pytest.fixture
def tokenizer() -> Tokenizer:
    made = Tokenizer(models.WordLevel({word: n for n, word in enumerate(WORDS)}, "[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    return made


@pytest.fixture
def pointer() -> Pointer:
    return Pointer()


@pytest.fixture
def reader(pointer: Pointer, tokenizer: Tokenizer) -> Reader:
    return Reader(pointer, tokenizer)


def test_the_best_span_is_a_slice_of_the_text(reader: Reader) -> None:
    [finding] = reader.read("Where?", [SENTENCE])

    assert finding is not None
    best = finding.best()
    assert best is not None
    assert SENTENCE[best.start : best.end] == "Bogor, Indonesia"
    assert (best.score, finding.null, finding.answerability) == (9, 0, 1)


def test_a_span_can_be_asked_for_within_a_sentence(reader: Reader) -> None:
    text = f"Nothing here. {SENTENCE}"
    [finding] = reader.read("Where?", [text])

    assert finding is not None
    inside = finding.best(0, 13)
    assert inside is not None
    assert inside.end <= 13
    assert inside.score == 0
    assert finding.best(13, 14) is None


def test_spans_come_best_first(reader: Reader) -> None:
    [finding] = reader.read("Where?", [f"{SENTENCE} And in Bogor again."])

    assert finding is not None
    spans = finding.spans(limit=6)
    assert [span.score for span in spans] == sorted((s.score for s in spans), reverse=True)
    assert len({(span.start, span.end) for span in spans}) == 6


def test_offsets_count_code_points(reader: Reader) -> None:
    text = f"🙂 e\u0301te\u0301 \x00 \ud800 {SENTENCE}"
    [finding] = reader.read("Where?", [text])

    assert finding is not None
    best = finding.best()
    assert best is not None
    assert text[best.start : best.end] == "Bogor, Indonesia"


def test_a_title_is_read_with_the_text_but_never_quoted(reader: Reader, pointer: Pointer) -> None:
    [untitled] = reader.read("Where?", ["in 1994"])
    [titled] = reader.read("Where?", ["in 1994"], titles=["Bogor, Indonesia"])

    assert untitled is not None
    assert titled is not None
    assert pointer.seen[1] > pointer.seen[0]
    assert (untitled.answerability, titled.answerability) == (0, 1)
    assert all(span.end <= len("in 1994") for span in titled.spans())


def test_a_long_text_is_read_in_windows_that_the_network_can_take(
    reader: Reader, pointer: Pointer
) -> None:
    text = "word " * 400 + SENTENCE
    [finding] = reader.read("Where? " * 100, [text])

    assert finding is not None
    best = finding.best()
    assert best is not None
    assert text[best.start : best.end] == "Bogor, Indonesia"
    assert len(pointer.seen) > 1
    assert max(pointer.seen) <= 176


def test_an_endless_text_is_read_up_to_a_limit(reader: Reader, pointer: Pointer) -> None:
    [finding] = reader.read("q" * 100_000, ["word " * 20_000], titles=["t" * 100_000])

    assert finding is not None
    assert sum(pointer.seen) < 4_000


@pytest.mark.parametrize("text", ["", " \n", "\x00"])
def test_a_text_without_words_offers_nothing(reader: Reader, text: str) -> None:
    assert reader.read("Where?", [text, SENTENCE])[0] is None
    assert reader.read("", [SENTENCE])[0] is not None
    assert reader.read("Where?", []) == []


def test_what_was_read_before_is_remembered(reader: Reader, pointer: Pointer) -> None:
    [first] = reader.read("Where?", [SENTENCE])
    again, _ = reader.read("Where?", [SENTENCE, "another"], budget=Budget(200))

    assert again is first
    assert len(pointer.seen) == 2


def test_texts_that_the_time_does_not_suffice_for_are_left_out(
    pointer: Pointer, tokenizer: Tokenizer
) -> None:
    ticks = count()
    reader = Reader(pointer, tokenizer, clock=lambda: next(ticks) * 0.04)

    findings = reader.read("Where?", [f"Text {n}" for n in range(9)], budget=Budget(200))

    read = [finding is not None for finding in findings]
    assert read == sorted(read, reverse=True)
    assert 0 < sum(read) < len(read)


def test_asking_again_reads_no_more_and_no_less(pointer: Pointer, tokenizer: Tokenizer) -> None:
    ticks = count()
    reader = Reader(pointer, tokenizer, clock=lambda: next(ticks) * 0.04)
    texts = [f"Text {n}" for n in range(9)]

    first = reader.read("Where?", texts, budget=Budget(200))
    again = reader.read("Where?", texts, budget=Budget(200))

    assert [finding is None for finding in first] == [finding is None for finding in again]


def test_titles_go_with_the_texts(reader: Reader) -> None:
    with pytest.raises(ValueError, match="zip"):
        reader.read("Where?", ["one", "two"], titles=["only one"])


def test_a_missing_reader_says_how_to_do_without(tmp_path: Path) -> None:
    with pytest.raises(ReaderMissing, match="--no-reader"):
        Reader.open(tmp_path)


def test_what_is_no_network_is_refused(tmp_path: Path) -> None:
    (tmp_path / NETWORK).write_bytes(b"not a network")

    with pytest.raises(ReaderDamaged, match="no network"):
        open_network(tmp_path, threads=1)
