"""What the API takes: every request is validated by the schema that describes it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel

from bot.records import new_conversation_id

MOST_CHARACTERS = 2_000  # of a question; a page of text is not a question
MOST_TURNS = 50  # of a history
MOST_QUESTIONS = 100  # of a list
MOST_DOCUMENTS = 1_000  # that a question can be restricted to
NEW_CONVERSATION = "new"


def _encodable(text: str) -> str:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            msg = "must not hold half of a surrogate pair"
            raise ValueError(msg) from error
    return text


def _said(text: str) -> str:
    if not text.strip():
        msg = "must not be empty"
        raise ValueError(msg)
    return text


def worded(text: str) -> str:
    """Check that there is something to look for."""
    if not any(character.isalnum() for character in text):
        msg = "must have a word in it"
        raise ValueError(msg)
    return text


def begun(conversation_id: str) -> str:
    """The id to keep a conversation under: a fresh one where a new conversation is asked for."""
    return new_conversation_id() if conversation_id == NEW_CONVERSATION else conversation_id


Text = Annotated[str, AfterValidator(_encodable)]
Question = Annotated[Text, Field(max_length=MOST_CHARACTERS), AfterValidator(_said)]
ConversationId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$"), AfterValidator(begun)]
DocumentId = Annotated[Text, Field(min_length=1, max_length=64)]


class Request(BaseModel):
    """A request that names no field we don't know: a typing mistake is not passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PastTurn(Request):
    """A question and its answer, from a client that keeps its own history."""

    question: Question
    answer: Annotated[Text, Field(max_length=20_000)] = ""


class AskRequest(Request):
    """A question. `conversation_id` asks for a kept conversation; "new" begins one."""

    question: Annotated[Question, AfterValidator(worded)]
    conversation_id: ConversationId | None = None
    history: Annotated[list[PastTurn], Field(max_length=MOST_TURNS)] = []
    limit: Annotated[int, Field(ge=1, le=100)] = 5
    documents: Annotated[list[DocumentId], Field(max_length=MOST_DOCUMENTS)] = []
    explain: bool = False


class AskRequests(RootModel[list[AskRequest]]):
    """Several questions; all of them are checked before the first is answered."""

    model_config = ConfigDict(frozen=True)

    root: Annotated[list[AskRequest], Field(min_length=1, max_length=MOST_QUESTIONS)]


class SearchRequest(Request):
    """A query for passages, best first."""

    query: Question
    limit: Annotated[int, Field(ge=1, le=100)] = 10


class SavedCitation(BaseModel):
    """What a saved answer says of a quotation; its other fields are of no matter here."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: int
    cited_text: Annotated[Text, Field(min_length=1, max_length=100_000)]
    document_id: DocumentId
    start_char_index: Annotated[int, Field(ge=0)]
    end_char_index: Annotated[int, Field(ge=0)]


class SavedPassage(BaseModel):
    """What a saved answer says of a passage: it tells what stood around a quotation."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    document_id: DocumentId
    start_char_index: Annotated[int, Field(ge=0)]
    text: Annotated[Text, Field(max_length=100_000)]


class VerifyRequest(BaseModel):
    """A saved answer object."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    citations: Annotated[list[SavedCitation], Field(max_length=100)]
    passages: Annotated[list[SavedPassage], Field(max_length=100)] = []


class FeedbackRequest(Request):
    """A thumb up (`helpful`) or down on an answer, with a comment."""

    answer_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    helpful: bool
    comment: Annotated[Text, Field(max_length=4_000)] = ""
