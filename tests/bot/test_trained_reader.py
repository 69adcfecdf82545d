"""The reader that ships: whole, or refused; and it answers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from bot.reader import Reader
from bot.readerfiles import MODELS, NETWORK, SUMS, TOKENIZER, verify
from index.errors import ReaderDamaged, ReaderMissing

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "The goals were adopted in Bogor, Indonesia, in 1994."


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_a_missing_package_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(ReaderMissing, match=rf"{package}.*pip install"):
        Reader.open()


@pytest.mark.parametrize("name", [NETWORK, TOKENIZER])
def test_a_changed_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = _copy(tmp_path)
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)

    with pytest.raises(ReaderDamaged, match=f"{name} is not what was trained"):
        verify(folder)


@pytest.mark.parametrize("name", [NETWORK, TOKENIZER, SUMS])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    folder = _copy(tmp_path)
    (folder / name).unlink()
    (folder / name).mkdir()

    with pytest.raises(ReaderDamaged, match=f"{name} cannot be read"):
        verify(folder)


@pytest.fixture(scope="module")
def trained() -> Reader:
    return Reader.open()


def test_the_trained_reader_finds_who_when_and_where(trained: Reader) -> None:
    text = (
        "These goals were adopted by APEC Leaders at their 1994 meeting in Bogor, Indonesia. The"
        " meeting of senior officials was chaired by Maria Lopez."
    )
    for question, answer in {
        "Where were the goals adopted?": "Bogor, Indonesia",
        "When were the goals adopted?": "1994",
        "Who chaired the meeting of senior officials?": "Maria Lopez",
    }.items():
        [finding] = trained.read(question, [text])
        assert finding is not None
        best = finding.best()
        assert best is not None
        assert text[best.start : best.end] == answer


def test_the_trained_reader_can_tell_that_a_text_does_not_answer(trained: Reader) -> None:
    answering, idle = trained.read(
        "Where were the goals adopted?",
        [SENTENCE, "The delegation will travel to the meeting by train and by boat."],
    )

    assert answering is not None
    assert idle is not None
    assert answering.answerability > idle.answerability


def test_the_same_question_gives_the_same_numbers_in_any_company() -> None:
    alone, together = Reader.open(threads=1), Reader.open(threads=2)
    [first] = alone.read("Where?", [SENTENCE])
    _, second = together.read("Where?", ["Another text.", SENTENCE])

    assert first is not None
    assert second is not None
    assert first.first.tobytes() == second.first.tobytes()
    assert first.answerability == second.answerability


def _copy(folder: Path) -> Path:
    for name in (NETWORK, TOKENIZER, SUMS):
        (folder / name).write_bytes((MODELS / name).read_bytes())
    return folder
