"""The contract of the JSON routes, as clients and checks outside rely on it."""

from __future__ import annotations

import hashlib
import io
import time
from typing import TYPE_CHECKING, Any

import pytest

from bot.assembly import NOT_WANTED

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

ANSWER_FIELDS = {
    "answer_id",
    "question",
    "interpreted_as",
    "conversation_id",
    "status",
    "answer",
    "short_answer",
    "confidence",
    "citations",
    "passages",
    "missing_terms",
    "conflicts",
    "unanswered",
    "index",
    "took_ms",
}
CITATION_FIELDS = {
    "id",
    "cited_text",
    "document_id",
    "document_title",
    "source",
    "section",
    "page",
    "start_char_index",
    "end_char_index",
    "document_sha256",
    "score",
    "permalink",
}
QUESTION = "Where were the Bogor Goals adopted?"


def asked(client: FlaskClient, question: str = QUESTION, **fields: Any) -> dict[str, Any]:
    response = client.post("/ask", json={"question": question, **fields})
    assert response.status_code == 200, response.get_data(as_text=True)
    return dict(response.get_json())


def assert_problem(response: TestResponse, status: int, *named: str) -> None:
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    body = response.get_json(force=True)
    assert body.keys() == {"type", "title", "status", "detail"}
    assert body["status"] == status
    for name in named:
        assert name in body["detail"]


def test_an_answer_has_the_fields_of_the_contract(client: FlaskClient) -> None:
    answer = asked(client)

    assert answer.keys() == ANSWER_FIELDS
    assert answer["citations"][0].keys() == CITATION_FIELDS
    assert answer["passages"][0].keys() == {
        "document_id",
        "source",
        "document_title",
        "start_char_index",
        "end_char_index",
        "text",
        "score",
    }
    assert answer["index"].keys() == {"generation", "fingerprint", "documents", "passages"}


def test_a_question_is_answered_with_the_sentence_that_answers(client: FlaskClient) -> None:
    answer = asked(client)

    assert answer["status"] == "answered"
    assert "Bogor, Indonesia" in answer["citations"][0]["cited_text"]
    assert answer["citations"][0]["source"] == "goals.md"


def test_every_citation_is_a_slice_of_its_document(client: FlaskClient) -> None:
    for question in (QUESTION, "How much may staff spend on meals?", "What are the targets?"):
        for cited in asked(client, question)["citations"]:
            document = client.get(f"/documents/{cited['document_id']}").get_json()
            span = slice(cited["start_char_index"], cited["end_char_index"])

            assert document["text"][span] == cited["cited_text"]
            digest = hashlib.sha256(document["text"].encode()).hexdigest()
            assert digest == cited["document_sha256"]


def test_the_short_answer_stands_inside_its_citation(client: FlaskClient) -> None:
    answer = asked(client, "When were the Bogor Goals adopted?")

    short = answer["short_answer"]
    cited = answer["citations"][short["citation"] - 1]
    assert short["text"] == "1994"
    assert cited["start_char_index"] <= short["start_char_index"]
    assert short["end_char_index"] <= cited["end_char_index"]


def test_the_answer_is_its_citations_each_with_its_number(client: FlaskClient) -> None:
    answer = asked(client)

    for cited in answer["citations"]:
        assert f"{cited['cited_text']} [{cited['id']}]" in answer["answer"]


def test_get_and_post_give_the_same_answer(client: FlaskClient) -> None:
    by_address = client.get("/ask", query_string={"question": QUESTION}).get_json()
    posted = asked(client)

    by_address.pop("took_ms")
    posted.pop("took_ms")
    assert by_address == posted


def test_the_same_question_gives_the_same_bytes(client: FlaskClient) -> None:
    first, second = asked(client), asked(client)

    first.pop("took_ms")
    second.pop("took_ms")
    assert first == second


def test_what_no_document_says_is_not_found(client: FlaskClient) -> None:
    answer = asked(client, "What is the parental leave of zookeepers?")

    assert answer["status"] == "not_found"
    assert answer["answer"] == ""
    assert answer["citations"] == []
    assert "zookeepers" in answer["missing_terms"]


def test_a_follow_up_is_read_with_the_history_that_the_client_brings(client: FlaskClient) -> None:
    history = [{"question": "When were the Bogor Goals adopted?", "answer": "In 1994."}]

    answer = asked(client, "And where?", history=history)

    assert answer["interpreted_as"] == QUESTION
    assert answer["conversation_id"] is None


def test_a_follow_up_is_read_with_a_kept_conversation(client: FlaskClient) -> None:
    asked(client, "When were the Bogor Goals adopted?", conversation_id="mine")

    answer = asked(client, "And where?", conversation_id="mine")

    assert answer["interpreted_as"] == QUESTION
    assert answer["conversation_id"] == "mine"


def test_a_new_conversation_gets_an_id_to_go_on_with(client: FlaskClient) -> None:
    first = asked(client, "When were the Bogor Goals adopted?", conversation_id="new")

    second = asked(client, "And where?", conversation_id=first["conversation_id"])

    assert first["conversation_id"] not in ("new", None)
    assert second["interpreted_as"] == QUESTION


def test_a_conversation_can_be_read_again(client: FlaskClient) -> None:
    answer = asked(client, conversation_id="mine")

    kept = client.get("/conversations/mine").get_json()
    text = client.get("/conversations/mine.md")

    assert kept["answers"] == [answer]
    assert text.content_type == "text/markdown; charset=utf-8"
    assert QUESTION in text.get_data(as_text=True)


def test_a_conversation_that_never_was_is_a_problem(client: FlaskClient) -> None:
    assert_problem(client.get("/conversations/none"), 404, "none")
    assert_problem(client.get("/conversations/none.md"), 404, "none")


def test_a_limit_bounds_passages_and_quotations(client: FlaskClient) -> None:
    answer = asked(client, limit=1)

    assert len(answer["passages"]) == 1
    assert len(answer["citations"]) == 1


def test_a_question_can_be_restricted_to_documents(client: FlaskClient) -> None:
    rows = client.get("/documents").get_json()["documents"]
    travel = next(row["id"] for row in rows if row["source"] == "travel.txt")

    answer = asked(client, documents=[travel])

    assert {passage["document_id"] for passage in answer["passages"]} <= {travel}


def test_an_explanation_comes_only_where_it_is_asked_for(client: FlaskClient) -> None:
    assert "explanation" not in asked(client)
    assert asked(client, explain=True)["explanation"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "question"),
        ({"question": ""}, "question"),
        ({"question": "  \n"}, "question"),
        ({"question": "?!"}, "word"),
        ({"question": "x" * 100_000}, "question"),
        ({"question": 7}, "question"),
        ({"question": None}, "question"),
        ({"question": QUESTION, "limit": "5"}, "limit"),
        ({"question": QUESTION, "limit": 0}, "limit"),
        ({"question": QUESTION, "limit": 101}, "limit"),
        ({"question": QUESTION, "history": [{"answer": "x"}]}, "history.0.question"),
        ({"question": QUESTION, "history": "x"}, "history"),
        ({"question": QUESTION, "conversation_id": "../x"}, "conversation_id"),
        ({"question": QUESTION, "documents": [1]}, "documents.0"),
        ({"question": QUESTION, "explain": "yes"}, "explain"),
        ({"question": QUESTION, "quesiton": "x"}, "quesiton"),
        ([], "body"),
        ("text", "body"),
    ],
)
def test_a_bad_question_names_its_field(client: FlaskClient, body: Any, named: str) -> None:
    assert_problem(client.post("/ask", json=body), 422, named)


@pytest.mark.parametrize("raw", [b"", b"{", b'{"question": "\xff"}', b'{"question": "\\ud800"}'])
def test_a_body_that_is_not_json_is_a_problem(client: FlaskClient, raw: bytes) -> None:
    response = client.post("/ask", data=raw, content_type="application/json")

    assert 400 <= response.status_code < 500
    assert response.content_type == "application/problem+json"


def test_json_must_be_called_json(client: FlaskClient) -> None:
    assert_problem(client.post("/ask", data='{"question": "x"}'), 415, "application/json")


@pytest.mark.parametrize(
    "question",
    [
        "the of and",
        "是谁领导代表团？",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "e\u0301" * 500,
        "\u202eright to left",
        "who\x00leads?",
        "🙂 meals 🙂",
    ],
)
def test_an_odd_question_gets_a_sensible_answer(client: FlaskClient, question: str) -> None:
    assert asked(client, question)["status"] in ("answered", "partial", "not_found")


def test_search_gives_passages_best_first(client: FlaskClient) -> None:
    found = client.get("/search?query=bogor+goals&limit=2").get_json()

    scores = [passage["score"] for passage in found["passages"]]
    assert found["query"] == "bogor goals"
    assert scores == sorted(scores, reverse=True)
    assert found["passages"][0]["source"] == "goals.md"


def test_a_search_without_a_query_is_a_problem(client: FlaskClient) -> None:
    assert_problem(client.get("/search"), 422, "query")
    assert_problem(client.get("/search?query=x&limit=many"), 422, "limit")


def test_documents_are_listed_with_what_became_of_them(client: FlaskClient, corpus: Path) -> None:
    (corpus / "photo.png").write_bytes(b"\x89PNG")
    (corpus / "empty.txt").write_bytes(b"")
    reindexed(client)

    rows = {row["source"]: row for row in client.get("/documents").get_json()["documents"]}

    assert rows["goals.md"]["state"] == "indexed"
    assert rows["photo.png"]["state"] == "skipped"
    assert rows["empty.txt"]["state"] == "failed"
    assert "no text" in rows["empty.txt"]["reason"]


def test_a_document_that_is_not_there_is_a_problem(client: FlaskClient) -> None:
    assert_problem(client.get("/documents/nothing"), 404, "nothing")
    assert_problem(client.delete("/documents/nothing"), 404, "nothing")


def upload(client: FlaskClient, name: str, text: str) -> TestResponse:
    file = (io.BytesIO(text.encode()), name)
    return client.post("/documents", data={"file": file}, content_type="multipart/form-data")


def test_an_uploaded_document_can_be_asked_about(client: FlaskClient, corpus: Path) -> None:
    response = upload(client, "zebras.txt", "Zebras\n\nA zebra named Kora lives in Basel.\n")

    assert response.status_code == 201
    assert response.get_json()["documents"][0]["source"] == "zebras.txt"
    assert (corpus / "zebras.txt").exists()
    assert "Basel" in asked(client, "Where does the zebra Kora live?")["answer"]


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "a/b/evil.txt", "C:\\evil.txt"])
def test_an_upload_stays_inside_the_corpus(client: FlaskClient, corpus: Path, name: str) -> None:
    before = {path for path in corpus.parent.rglob("*") if not path.is_relative_to(corpus)}

    upload(client, name, "Evil is as evil does.")

    after = {path for path in corpus.parent.rglob("*") if not path.is_relative_to(corpus)}
    assert after == before


def test_an_upload_of_an_unknown_kind_is_refused(client: FlaskClient, corpus: Path) -> None:
    assert_problem(upload(client, "photo.png", "x"), 422, "photo.png")
    assert not (corpus / "photo.png").exists()


def test_an_upload_of_nothing_is_a_problem(client: FlaskClient) -> None:
    assert_problem(client.post("/documents"), 422, "file")


def test_a_deleted_document_is_never_quoted_again(client: FlaskClient, corpus: Path) -> None:
    cited = asked(client)["citations"][0]

    response = client.delete(f"/documents/{cited['document_id']}")

    assert response.status_code == 204
    assert not (corpus / "goals.md").exists()
    assert asked(client)["status"] == "not_found"


def reindexed(client: FlaskClient) -> dict[str, Any]:
    assert client.post("/reindex").status_code == 202
    for _ in range(6_000):
        state = dict(client.get("/reindex").get_json())
        if state["state"] != "running":
            return state
        time.sleep(0.01)
    pytest.fail("reindexing did not end")


def test_a_reindex_tells_what_it_did(client: FlaskClient, corpus: Path) -> None:
    (corpus / "new.txt").write_text("The new canteen opens in June.", encoding="utf-8")

    state = reindexed(client)

    assert state["state"] == "done"
    assert state["summary"]["added"] == ["new.txt"]
    assert "June" in asked(client, "When does the new canteen open?")["answer"]


def test_a_failed_reindex_says_why(client: FlaskClient, corpus: Path) -> None:
    corpus.rename(corpus.with_name("elsewhere"))

    state = reindexed(client)

    assert state["state"] == "failed"
    assert "no folder" in state["detail"]


def test_a_reindex_of_an_emptied_folder_keeps_the_index_and_says_so(
    client: FlaskClient, corpus: Path
) -> None:
    for name in ("goals.md", "travel.txt"):
        (corpus / name).unlink()

    state = reindexed(client)

    assert state["state"] == "failed"
    assert "quoth index --allow-empty" in state["detail"]
    assert asked(client)["status"] == "answered"
    assert "quoth index --allow-empty" in client.get("/library").get_data(as_text=True)


def test_a_saved_answer_is_verified_citation_by_citation(client: FlaskClient, corpus: Path) -> None:
    answer = asked(client)
    assert client.post("/verify", json=answer).get_json()["citations"][0]["state"] == "unchanged"

    text = (corpus / "goals.md").read_text(encoding="utf-8")
    (corpus / "goals.md").write_text("# Foreword\n\nRead this first.\n\n" + text, encoding="utf-8")
    reindexed(client)

    found = client.post("/verify", json=answer).get_json()["citations"][0]
    assert found["state"] == "moved"
    assert found["current_text"] == answer["citations"][0]["cited_text"]


def test_what_is_not_an_answer_cannot_be_verified(client: FlaskClient) -> None:
    assert_problem(client.post("/verify", json={"answer": "x"}), 422, "citations")


def test_feedback_is_kept(client: FlaskClient) -> None:
    given = {"answer_id": asked(client)["answer_id"], "helpful": False, "comment": "too long"}

    assert client.post("/feedback", json=given).status_code == 201


def test_feedback_names_its_fields(client: FlaskClient) -> None:
    assert_problem(client.post("/feedback", json={"answer_id": "x"}), 422, "helpful")


def test_health_and_readiness_are_told(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz").get_json()
    assert ready["index"]["documents"] == 2
    assert ready["reader"] == NOT_WANTED
    assert ready["warnings"] == []


def test_an_address_that_is_nothing_is_a_problem(client: FlaskClient) -> None:
    assert_problem(client.get("/nothing", headers={"Accept": "application/json"}), 404)


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    response = client.delete("/ask")

    assert_problem(response, 405)
    assert "POST" in response.headers["Allow"]


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    raw = b'{"question": "' + b"x" * 2_000_000 + b'"}'

    assert_problem(client.post("/ask", data=raw, content_type="application/json"), 413)
