"""A list of questions is answered like each of them alone, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from web.schemas import MOST_QUESTIONS

if TYPE_CHECKING:
    from flask.testing import FlaskClient

REQUESTS: list[dict[str, Any]] = [
    {"question": "When were the Bogor Goals adopted?"},
    {"question": "How much may staff spend on meals?", "limit": 1},
    {"question": "What is the parental leave of zookeepers?"},
    {
        "question": "And where?",
        "history": [{"question": "When were the Bogor Goals adopted?", "answer": "In 1994."}],
    },
]


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "took_ms"}


def test_each_answer_of_a_list_is_that_of_its_question_alone(client: FlaskClient) -> None:
    together = client.post("/ask", json=REQUESTS)

    assert together.status_code == 200
    alone = [client.post("/ask", json=request).get_json() for request in REQUESTS]
    assert list(map(without_time, together.get_json())) == list(map(without_time, alone))


def test_questions_of_a_list_can_follow_each_other_up(client: FlaskClient) -> None:
    asked = [
        {"question": "When were the Bogor Goals adopted?", "conversation_id": "mine"},
        {"question": "And where?", "conversation_id": "mine"},
    ]

    _, second = client.post("/ask", json=asked).get_json()

    assert second["interpreted_as"] == "Where were the Bogor Goals adopted?"


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        ({"question": ""}, "1.question"),
        ({"question": "?!"}, "1.question"),
        ({"question": "Who?", "limit": 0}, "1.limit"),
        ({"question": "Who?", "history": [{}]}, "1.history.0.question"),
        ([], "1: "),
        (None, "1: "),
    ],
)
def test_a_bad_question_in_a_list_is_named_and_none_is_answered(
    client: FlaskClient, bad: Any, named: str
) -> None:
    kept = {"question": "When were the Bogor Goals adopted?", "conversation_id": "mine"}

    response = client.post("/ask", json=[kept, bad])

    assert response.status_code == 422
    assert response.get_json(force=True)["detail"].startswith(named)
    assert client.get("/conversations/mine").status_code == 404


@pytest.mark.parametrize("count", [0, MOST_QUESTIONS + 1])
def test_a_list_has_a_number_of_questions_that_can_be_answered(
    client: FlaskClient, count: int
) -> None:
    response = client.post("/ask", json=[{"question": "Who?"}] * count)

    assert response.status_code == 422
    assert "item" in response.get_json(force=True)["detail"]


def test_a_list_is_described(client: FlaskClient) -> None:
    post = client.get("/openapi.json").get_json()["paths"]["/ask"]["post"]

    taken = post["requestBody"]["content"]["application/json"]["schema"]
    sent = post["responses"]["200"]["content"]["application/json"]["schema"]
    one, several = "#/components/schemas/AskRequest", "#/components/schemas/AskRequests"
    answer = {"$ref": "#/components/schemas/Answer"}
    assert taken == {"anyOf": [{"$ref": one}, {"$ref": several}]}
    assert sent == {"anyOf": [answer, {"type": "array", "items": answer}]}
