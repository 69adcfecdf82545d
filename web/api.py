"""The JSON routes: parse, ask, render."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from flask import Blueprint, current_app, jsonify, redirect, request, url_for

from bot.transcript import as_markdown
from bot.verification import quotations, verify
from index.errors import ConversationMissing, InvalidFile
from web import events
from web.asking import answered, find
from web.bodies import json_body
from web.keepsake import POLICY, as_file
from web.openapi import describe
from web.problems import problem, wants_page
from web.ratelimits import charge
from web.schemas import (
    AskRequest,
    AskRequests,
    FeedbackRequest,
    SearchRequest,
    VerifyRequest,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from flask.typing import ResponseReturnValue

    from index.documents import Document
    from web.app import Quoth

api = Blueprint("api", __name__)


@api.post("/ask")
def ask() -> ResponseReturnValue:
    """Answer a question, or each of a list."""
    body = json_body()
    if body.lstrip().startswith(b"["):
        several = AskRequests.model_validate_json(body, strict=True).root
        charge(len(several) - 1)
        return jsonify([answered(asked).as_json() for asked in several])
    return jsonify(answered(AskRequest.model_validate_json(body, strict=True)).as_json())


@api.get("/ask")
def ask_by_address() -> ResponseReturnValue:
    """Answer the question in the address."""
    asked = AskRequest.model_validate(_arguments(many=("documents",)))
    return jsonify(answered(asked).as_json())


@api.get("/search")
def search() -> ResponseReturnValue:
    """The passages that BM25 ranks highest."""
    asked = SearchRequest.model_validate(_arguments())
    passages = find(asked.query, _quoth().library.snapshot(), limit=asked.limit)
    return jsonify(query=asked.query, passages=[asdict(passage) for passage in passages])


@api.get("/documents")
def documents() -> ResponseReturnValue:
    """The ledger: every file of the corpus and what became of it."""
    return jsonify(documents=[asdict(entry) for entry in _quoth().library.documents()])


@api.post("/documents")
def add_documents() -> ResponseReturnValue:
    """Put the uploaded files into the corpus and index them."""
    files = [file for file in request.files.getlist("file") if file.filename]
    if not files:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "file: send at least one, as multipart")
    library, metrics = _quoth().library, _quoth().metrics
    added, refused = [], {}
    for file in files:
        try:
            added.append(library.add(str(file.filename), file.stream.read()))
        except InvalidFile as error:
            refused[str(file.filename)] = str(error)
    with metrics.reindexing("upload"):
        library.update()
    if wants_page():
        return redirect(url_for("pages.library", note="added" if added else "refused"))
    if refused and not added:
        detail = "; ".join(f"{name}: {reason}" for name, reason in refused.items())
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
    entries = [asdict(entry) for entry in library.documents() if entry.source in added]
    return jsonify(documents=entries, refused=refused), HTTPStatus.CREATED


@api.get("/documents/<document_id>")
def document(document_id: str) -> ResponseReturnValue:
    """A document's text, which every citation is a slice of, and what is known of it."""
    return jsonify(_described(_quoth().library.snapshot().document(document_id)))


@api.delete("/documents/<document_id>")
def remove_document(document_id: str) -> ResponseReturnValue:
    """Delete a document's file and forget it."""
    _remove(document_id)
    return "", HTTPStatus.NO_CONTENT


@api.post("/documents/<document_id>/delete")
def remove_document_by_form(document_id: str) -> ResponseReturnValue:
    """The same, for a form on a page without JavaScript."""
    _remove(document_id)
    return redirect(url_for("pages.library", note="removed"))


@api.post("/reindex")
def reindex() -> ResponseReturnValue:
    """Start bringing the index into step with the folder."""
    state = _quoth().reindexing.start()
    if wants_page():
        return redirect(url_for("pages.library", note="reindexing"))
    return jsonify(state.as_json()), HTTPStatus.ACCEPTED


@api.get("/reindex")
def reindex_progress() -> ResponseReturnValue:
    """How far that is: now, or event by event until it ends."""
    if events.wanted():
        return _quoth().followers.response()
    return jsonify(_quoth().reindexing.last.as_json())


@api.post("/verify")
def verify_answer() -> ResponseReturnValue:
    """What became of every citation of a saved answer."""
    saved = VerifyRequest.model_validate_json(json_body(), strict=True)
    found = verify(quotations(saved.model_dump()), _quoth().library.snapshot())
    return jsonify(citations=[asdict(verification) for verification in found])


@api.post("/feedback")
def feedback() -> ResponseReturnValue:
    """Keep a thumb up or down."""
    given = FeedbackRequest.model_validate_json(json_body(), strict=True)
    _quoth().records.add_feedback(given.answer_id, helpful=given.helpful, comment=given.comment)
    return jsonify(kept=True), HTTPStatus.CREATED


@api.get("/conversations/<conversation_id>")
def conversation(conversation_id: str) -> ResponseReturnValue:
    """A kept conversation: its answers, oldest first."""
    return jsonify(conversation_id=conversation_id, answers=_conversation(conversation_id))


@api.get("/conversations/<conversation_id>.md")
def conversation_as_markdown(conversation_id: str) -> ResponseReturnValue:
    """The same to read, quote and keep."""
    text = as_markdown(_conversation(conversation_id))
    return text, {"Content-Type": "text/markdown; charset=utf-8"}


@api.get("/conversations/<conversation_id>.html")
def conversation_as_file(conversation_id: str) -> ResponseReturnValue:
    """The same as one HTML file with its quotations and the checksums of their documents."""
    name = _quoth().records.name(conversation_id)
    return as_file(_conversation(conversation_id), name=name), {
        "Content-Disposition": 'attachment; filename="conversation.html"',
        "Content-Security-Policy": f"{POLICY}; sandbox",
    }


@api.get("/openapi.json")
def openapi() -> ResponseReturnValue:
    """This description."""
    return jsonify(describe(current_app))


def _quoth() -> Quoth:
    return cast("Quoth", current_app.extensions["quoth"])


def _arguments(*, many: Collection[str] = ()) -> dict[str, str | list[str]]:
    """The query string's fields; of those in `many` all values, of others the last."""
    return {name: values if name in many else values[-1] for name, values in request.args.lists()}


def _remove(document_id: str) -> None:
    library = _quoth().library
    found = library.snapshot().document(document_id)
    with _quoth().metrics.reindexing("delete"):
        library.remove(found.id)


def _described(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "date": document.date,
        "date_origin": document.date_origin,
        "sha256": document.sha256,
        "characters": len(document.text),
        "text": document.text,
    }


def _conversation(conversation_id: str) -> list[dict[str, Any]]:
    answers = _quoth().records.answers(conversation_id)
    if not answers:
        raise ConversationMissing(
            f"no conversation {conversation_id!r}: ask with this conversation_id to begin it"
        )
    return answers
