"""OpenAI's chat completions: what its clients send, and what they expect back."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from web.responses import Problem, Response
from web.schemas import MOST_CHARACTERS, Text, worded

MODEL = "quoth"
MOST_MESSAGES = 1_000  # a chat grows until its user begins another


class Lenient(BaseModel):
    """A request of OpenAI's making, whose many other fields are of no matter here."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class TextPart(Lenient):
    """A part of a message; pictures and sounds cannot be asked about."""

    type: Literal["text"]
    text: Text


class ChatMessage(Lenient):
    """What somebody said in a chat."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Text | list[TextPart] | None = None

    @property
    def text(self) -> str:
        """What was said, its parts put together."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


def _asked(messages: list[ChatMessage]) -> list[ChatMessage]:
    """Check that the last message of a user can be asked."""
    said = [message.text for message in messages if message.role == "user"]
    if not said:
        msg = "needs a message of the user: the last one is the question"
        raise ValueError(msg)
    if len(said[-1]) > MOST_CHARACTERS:
        msg = f"the last user message must have at most {MOST_CHARACTERS:,} characters"
        raise ValueError(msg)
    worded(said[-1])
    return messages


class StreamOptions(Lenient):
    """What a stream ends with."""

    include_usage: bool = False


class ChatRequest(Lenient):
    """The last user message is the question; those before it are read as its history.

    Any `model` will do, and what the system says changes nothing: there is nobody to tell.
    """

    messages: Annotated[
        list[ChatMessage],
        Field(min_length=1, max_length=MOST_MESSAGES),
        AfterValidator(_asked),
    ]
    model: Text = MODEL
    n: Literal[1] | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None

    @property
    def turns(self) -> list[tuple[str, str]]:
        """What the user said, each time with what was answered; the question is the last."""
        turns: list[tuple[str, str]] = []
        for message in self.messages:
            match message.role:
                case "user":
                    turns.append((message.text, ""))
                case "assistant" if turns:
                    turns[-1] = (turns[-1][0], message.text)
                case _:
                    pass  # nobody's question, nobody's answer
        return turns


class UrlCitation(Response):
    """``content[start_index:end_index]`` is quoted from the document that `url` opens."""

    start_index: int
    end_index: int
    title: str
    url: str


class Annotation(Response):
    """A citation, as OpenAI's clients know them."""

    type: Literal["url_citation"]
    url_citation: UrlCitation


class AssistantMessage(Response):
    """The answer: quotations, each with its [number], and below them where they stand."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation]


class Choice(Response):
    """The one answer that there is."""

    index: int = 0
    message: AssistantMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Usage(Response):
    """How much was said, in words: there are no tokens here to pay for."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ChatCompletion(Response):
    """An answer in the shape of OpenAI's chat completions."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int  # seconds since 1970
    model: str
    choices: list[Choice]
    usage: Usage


class Model(Response):
    """What chat clients choose from."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str


class ModelsResponse(Response):
    """The one model that there is."""

    object: Literal["list"] = "list"
    data: list[Model]


class ChatError(Response):
    """What went wrong, where OpenAI's clients look for it."""

    message: str
    type: Literal["invalid_request_error", "server_error"]
    param: None = None
    code: None = None


class ChatProblem(Problem):
    """What went wrong, said in both ways."""

    error: ChatError
