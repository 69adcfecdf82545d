"""The conversations that were kept: a list to search, and forms that rename, delete, restore."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING, cast

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from index.errors import ConversationMissing

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from bot.records import Conversation, Records
    from web.app import Quoth

LONGEST_NAME = 200  # characters
SHOWN = 100
NOTES = {
    "renamed": "Renamed.",
    "deleted": "Deleted.",
    "restored": "It is back.",
    "gone": "That conversation is gone: it was deleted more than a day ago, or never begun.",
}

conversations = Blueprint("conversations", __name__)


@conversations.get("/conversations")
def listing() -> ResponseReturnValue:
    """The kept conversations by day, the last asked first; those that say ``?search=``."""
    search = request.args.get("search", "").strip()
    kept = _records().conversations(search=search, limit=SHOWN)
    return render_template(
        "conversations.html",
        days=[(day, list(of_day)) for day, of_day in groupby(kept, key=_day)],
        search=search,
        full=len(kept) == SHOWN,
        note=NOTES.get(request.args.get("note", ""), ""),
        deleted=request.args.get("deleted", ""),
    )


@conversations.post("/conversations/<conversation_id>/rename")
def rename(conversation_id: str) -> ResponseReturnValue:
    """Give a conversation the name in the form; an empty one leaves it as it is."""
    name = " ".join(request.form.get("name", "").split())[:LONGEST_NAME]
    if name:
        _records().rename(conversation_id, name)
    return _listed(note="renamed")


@conversations.post("/conversations/<conversation_id>/delete")
def delete(conversation_id: str) -> ResponseReturnValue:
    """Delete a conversation, and offer to undo that."""
    _records().delete(conversation_id)
    return _listed(note="deleted", deleted=conversation_id)


@conversations.post("/conversations/<conversation_id>/restore")
def restore(conversation_id: str) -> ResponseReturnValue:
    """Undo a deletion."""
    _records().restore(conversation_id)
    return _listed(note="restored")


@conversations.errorhandler(ConversationMissing)
def gone(_: ConversationMissing) -> ResponseReturnValue:
    """Say on the list that a conversation is there no more."""
    return _listed(note="gone")


def _listed(*, note: str, deleted: str | None = None) -> ResponseReturnValue:
    listed = url_for("conversations.listing", note=note, deleted=deleted)
    return redirect(listed, HTTPStatus.SEE_OTHER)


def _day(conversation: Conversation) -> date:
    return conversation.asked_at.astimezone().date()


def _records() -> Records:
    return cast("Quoth", current_app.extensions["quoth"]).records
