"""Chat clients made for OpenAI's servers can be pointed at this one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import openai
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient
    from openai.types.chat import ChatCompletionMessageParam

    from tests.web.conftest import Server

QUESTION = "When were the Bogor Goals adopted?"
ASKED: list[ChatCompletionMessageParam] = [
    {"role": "system", "content": "You are a pirate."},
    {"role": "user", "content": QUESTION},
]


@pytest.fixture
def chat(shared_server: Server) -> Iterator[openai.OpenAI]:
    """OpenAI's own client, of a server of ours."""
    address = f"{shared_server.address}/v1"
    with openai.OpenAI(base_url=address, api_key="any", max_retries=0) as client:
        yield client


def test_openais_client_is_answered_with_quotations(chat: openai.OpenAI) -> None:
    completion = chat.chat.completions.create(model="quoth", messages=ASKED, temperature=0)

    [choice] = completion.choices
    content, annotations = choice.message.content or "", choice.message.annotations or []
    assert choice.finish_reason == "stop"
    assert "1994 in Bogor, Indonesia." in content
    assert "\n\n[1] The Bogor Goals: http://127.0.0.1:" in content
    cited = annotations[0].url_citation
    assert content[cited.end_index :].startswith(" [1]")
    assert "1994" in content[cited.start_index : cited.end_index]
    assert cited.title == "The Bogor Goals"


def test_openais_client_is_answered_piece_by_piece(chat: openai.OpenAI) -> None:
    whole = chat.chat.completions.create(model="quoth", messages=ASKED)

    chunks = list(
        chat.chat.completions.create(
            model="quoth", messages=ASKED, stream=True, stream_options={"include_usage": True}
        )
    )

    deltas = [choice.delta for chunk in chunks for choice in chunk.choices]
    assert deltas[0].role == "assistant"
    assert "".join(delta.content or "" for delta in deltas) == whole.choices[0].message.content
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].usage == whole.usage


def test_openais_client_is_told_what_is_wrong(chat: openai.OpenAI) -> None:
    with pytest.raises(openai.UnprocessableEntityError, match="messages: must have a word in it"):
        chat.chat.completions.create(model="quoth", messages=[{"role": "user", "content": "?!"}])


def test_openais_client_finds_the_model(chat: openai.OpenAI) -> None:
    assert [model.id for model in chat.models.list()] == ["quoth"]


def completed(client: FlaskClient, *messages: tuple[str, Any], **fields: Any) -> str:
    body = {"messages": [{"role": role, "content": text} for role, text in messages], **fields}
    response = client.post("/v1/chat/completions", json=body)
    assert response.status_code == 200, response.get_data(as_text=True)
    return str(response.get_json()["choices"][0]["message"]["content"])


def test_what_was_said_before_is_the_history(client: FlaskClient) -> None:
    content = completed(
        client, ("user", QUESTION), ("assistant", "In 1994. [1]"), ("user", "And where?")
    )

    assert "Bogor, Indonesia" in content


def test_a_message_may_come_in_parts(client: FlaskClient) -> None:
    parts = [
        {"type": "text", "text": "When were the Bogor Goals"},
        {"type": "text", "text": "set?"},
    ]

    assert "1994" in completed(client, ("user", parts))


def test_a_call_of_a_tool_has_no_text_and_does_no_harm(client: FlaskClient) -> None:
    said = [("user", QUESTION), ("assistant", None), ("tool", "42"), ("user", QUESTION)]

    assert "1994" in completed(client, *said)


def test_what_no_document_says_is_said_not_to_be(client: FlaskClient) -> None:
    content = completed(client, ("user", "What is the parental leave of zookeepers?"))

    assert content.startswith("The documents don't answer this. No document mentions")
    assert "“zookeepers”" in content


def test_a_stream_ends_as_clients_expect(client: FlaskClient) -> None:
    body = {"messages": [{"role": "user", "content": QUESTION}], "stream": True}

    response = client.post("/v1/chat/completions", json=body)

    *chunks, done, rest = response.get_data(as_text=True).split("\n\n")
    assert response.mimetype == "text/event-stream"
    assert (done, rest) == ("data: [DONE]", "")
    assert all(json.loads(chunk.removeprefix("data: "))["id"] for chunk in chunks)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "messages"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "system", "content": "Hello"}]}, "messages"),
        ({"messages": [{"role": "user", "content": ""}]}, "messages"),
        ({"messages": [{"role": "user", "content": "x" * 2_001}]}, "messages"),
        ({"messages": [{"role": "wizard", "content": "Hello"}]}, "messages.0.role"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "messages.0"),
        ({"messages": [{"role": "user", "content": "Who?"}], "n": 2}, "n: "),
    ],
)
def test_a_bad_request_says_what_is_wrong_in_both_ways(
    client: FlaskClient, body: dict[str, Any], named: str
) -> None:
    response = client.post("/v1/chat/completions", json=body)

    problem = response.get_json(force=True)
    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
    assert problem["detail"].startswith(named)
    assert problem["error"]["message"] == problem["detail"]
    assert problem["error"]["type"] == "invalid_request_error"
