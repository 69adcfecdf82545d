"""The command line, as a newcomer and a script would use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.errors import ReaderDamaged
from web.command import quoth

QUESTION = "When were the Bogor Goals adopted?"


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(quoth, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("QUOTH_CORPUS", "QUOTH_INDEX", "QUOTH_CONFIG", "QUOTH_READER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_every_command_explains_itself() -> None:
    listed = run("--help").stdout

    for name in ("ask", "chat", "doctor", "documents", "eval", "index", "serve", "verify"):
        assert name in listed
        assert run(name, "--help").exit_code == 0


def test_indexing_says_what_it_did(corpus: Path) -> None:
    first, second = run("index", corpus), run("index", corpus)

    assert "2 added" in first.stdout
    assert "2 unchanged" in second.stdout
    assert first.exit_code == second.exit_code == 0


def test_a_failed_file_is_named_and_the_others_are_indexed(corpus: Path) -> None:
    (corpus / "noise.txt").write_bytes(bytes(range(256)) * 9)

    result = run("index", corpus)

    assert result.exit_code == 1
    assert "2 added" in result.stdout
    assert "noise.txt: this isn't a text file" in result.stdout


def test_an_emptied_folder_empties_the_index_only_where_that_is_asked_for(corpus: Path) -> None:
    run("index", corpus)
    for path in corpus.glob("*.*"):
        if path.is_file():
            path.unlink()

    refused = run("index", corpus)
    assert refused.exit_code == 1
    assert "quoth index --allow-empty" in refused.stderr
    assert run("ask", QUESTION, "--corpus", corpus).stdout.startswith("1994")

    assert "2 removed" in run("index", corpus, "--allow-empty").stdout


def test_indexing_for_programs_is_json(corpus: Path) -> None:
    summary = json.loads(run("index", corpus, "--json").stdout)

    assert sorted(summary["added"]) == ["goals.md", "travel.txt"]


def test_a_missing_folder_is_a_sentence() -> None:
    result = run("index", "nowhere")

    assert result.exit_code == 1
    assert "no folder nowhere" in result.stderr
    assert "Traceback" not in result.output


def test_asking_indexes_what_never_was(corpus: Path) -> None:
    result = run("ask", QUESTION, "--corpus", corpus)

    assert result.exit_code == 0
    assert result.stdout.startswith("1994 [1]")
    assert "2 added" in result.stderr


def test_asking_for_programs_is_the_answer_object(corpus: Path) -> None:
    answer = json.loads(run("ask", QUESTION, "--corpus", corpus, "--json").stdout)

    assert answer["status"] == "answered"
    assert answer["short_answer"]["text"] == "1994"


def test_the_index_can_be_kept_elsewhere(corpus: Path, tmp_path: Path) -> None:
    run("index", corpus, "--index", tmp_path / "elsewhere")

    assert (tmp_path / "elsewhere").is_dir()
    assert not (corpus / ".quoth").exists()


def test_settings_come_from_the_environment(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_CORPUS", str(corpus))

    assert "2 added" in run("index").stdout
    assert run("ask", QUESTION).stdout.startswith("1994")


def test_settings_come_from_a_file_and_flags_go_before_it(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "quoth.toml").write_text('corpus = "nowhere"', encoding="utf-8")

    assert "no folder nowhere" in run("ask", QUESTION).stderr
    assert run("ask", QUESTION, "--corpus", corpus).exit_code == 0


def test_a_chat_goes_on_where_it_was(corpus: Path) -> None:
    result = run("chat", corpus, stdin=f"{QUESTION}\nAnd where?\n\n")

    assert result.exit_code == 0
    assert "(Where were the Bogor Goals adopted?)" in result.stdout


def test_a_chat_survives_a_question_without_words(corpus: Path) -> None:
    result = run("chat", corpus, stdin=f"?!\n{QUESTION}\n\n")

    assert result.exit_code == 0
    assert "1994" in result.stdout


def test_documents_are_added_listed_and_removed(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "zebras.txt").write_text("Kora the zebra lives in Basel.", encoding="utf-8")
    run("documents", "add", tmp_path / "zebras.txt", "--corpus", corpus)

    listed = json.loads(run("documents", "list", "--corpus", corpus, "--json").stdout)
    zebras = next(row for row in listed["documents"] if row["source"] == "zebras.txt")
    removed = run("documents", "remove", zebras["id"], "--corpus", corpus)

    assert removed.exit_code == 0
    assert not (corpus / "zebras.txt").exists()
    assert "zebras" not in run("documents", "list", "--corpus", corpus).stdout


def test_a_saved_answer_is_verified(corpus: Path, tmp_path: Path) -> None:
    saved = tmp_path / "answer.json"
    answer = run("ask", QUESTION, "--corpus", corpus, "--json").stdout
    saved.write_text(answer, encoding="utf-8")
    assert "unchanged" in run("verify", saved, "--corpus", corpus).stdout

    (corpus / "goals.md").unlink()
    run("index", corpus)

    gone = run("verify", saved, "--corpus", corpus)
    assert "gone" in gone.stdout
    assert gone.exit_code == 1


def test_the_doctor_finds_a_sound_index_sound(corpus: Path) -> None:
    run("index", corpus)

    assert run("doctor", "--corpus", corpus).exit_code == 0


def test_the_doctor_looks_at_the_reader_too(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path) -> None:
        raise ReaderDamaged(f"{folder} is not what was trained")

    run("index", corpus)
    assert "the reader is sound" in run("doctor", "--corpus", corpus).output
    monkeypatch.setattr("bot.reader.verify", refuse)

    result = run("doctor", "--corpus", corpus)
    assert result.exit_code == 1
    assert "is not what was trained" in result.output


def test_answers_come_without_the_reader_if_so_wished(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("index", corpus)
    monkeypatch.setattr("bot.reader.Reader.read", None)

    assert "1994" in run("ask", QUESTION, "--corpus", corpus, "--no-reader").output
    monkeypatch.setenv("QUOTH_READER", "0")
    assert "1994" in run("ask", QUESTION, "--corpus", corpus).output


def test_a_missing_reader_is_told_and_does_without(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("index", corpus)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)

    result = run("ask", QUESTION, "--corpus", corpus)
    assert "1994" in result.stdout
    assert "pip install" in result.stderr


def test_the_doctor_finds_a_flipped_bit(corpus: Path) -> None:
    run("index", corpus)
    segment = next((corpus / ".quoth").glob("*.segment"))
    raw = bytearray(segment.read_bytes())
    raw[len(raw) // 2] ^= 1
    segment.write_bytes(raw)

    result = run("doctor", "--corpus", corpus)

    assert result.exit_code == 1
    assert segment.name in result.stdout


def test_wrong_usage_is_told_apart_from_failure(corpus: Path) -> None:
    assert run("ask").exit_code == 2
    assert run("documents", "remove", "nothing", "--corpus", corpus).exit_code == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="it needs a disk that is full")
@pytest.mark.parametrize("arguments", [["--help"], ["ask", "Who?", "--json"]])
def test_where_nothing_can_be_written_that_is_said_without_a_traceback(
    corpus: Path, arguments: list[str]
) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-c", "from web.command import quoth; quoth()", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "QUOTH_CORPUS": str(corpus)},
        )

    assert ended.returncode == 1
    assert "No space left" in ended.stderr
    assert "Traceback" not in ended.stderr
