"""The pages that people see: asking, the library, and a document open at a quotation."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from flask import Blueprint, current_app, jsonify, render_template, request

from bot.answers import Status
from bot.assembly import READY
from bot.confidence import LEAST, LEAST_READ
from index.errors import DocumentMissing, IndexMissing, QuothError
from index.reading import READERS
from web.access import may_change
from web.asking import continued
from web.changes import change
from web.overview import kind, overview, size
from web.problems import STATUSES
from web.reading import view
from web.schemas import MOST_DOCUMENTS, NEW_CONVERSATION, begun
from web.starters import Starters
from web.telling import Telling
from web.turns import Quotation, Turn, in_words, said_by, turn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.blueprints import BlueprintSetupState
    from flask.typing import ResponseReturnValue

    from web.app import Quoth
    from web.changes import Change

NOTES = {
    "added": "Added.",
    "refused": f"Not added: Quoth reads {', '.join(READERS)}, and no file that holds no text.",
    "removed": "Removed.",
    "reindexing": "Reading the folder again. Reload this page in a moment.",
}
ELSEWHERE = (
    "This server only answers. Documents are added, removed and indexed at the one that has their "
    "folder."
)
NOT_YOURS = "Your token lets you ask and read. Whoever looks after the library can change it."
_MOST_DATED = 100  # documents; an answer shows fewer
_OFFSET = re.compile(r"[0-9]{1,9}")
_CONVERSATION_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

pages = Blueprint("pages", __name__)
pages.add_app_template_filter(in_words)
pages.add_app_template_filter(said_by)
pages.add_app_template_filter(kind)
pages.add_app_template_filter(size)


@pages.record
def _remember(setup: BlueprintSetupState) -> None:
    setup.app.extensions["quoth_starters"] = Starters()
    setup.app.extensions["quoth_telling"] = Telling()


@pages.get("/")
def ask() -> ResponseReturnValue:
    """The chat page: a kept conversation, with the answer to ``?question=`` at its end.

    The last question of a conversation is not asked again, so the page can be reloaded.
    """
    question = request.args.get("question", "").strip()
    conversation_id = _asked_conversation()
    answers = _quoth().records.answers(conversation_id)
    if not question or (answers and answers[-1]["question"] == question):
        return _chat(conversation_id, answers)
    try:
        answer = continued(question, begun(conversation_id))
    except QuothError as error:
        page = _chat(conversation_id, answers, failed=question, why=str(error))
        return page, _status(error)
    return _chat(answer.conversation_id or NEW_CONVERSATION, [*answers, answer.as_json()])


@pages.get("/questions")
def questions() -> ResponseReturnValue:
    """Questions that the documents in ``?document=`` answer, for the script of the chat page."""
    named = request.args.getlist("document")[:MOST_DOCUMENTS]
    return jsonify(questions=_better([{"document_id": each} for each in named]))


@pages.get("/dates")
def dates() -> ResponseReturnValue:
    """When the documents in ``?document=`` are from, for the script of the chat page."""
    named = request.args.getlist("document")[:_MOST_DATED]
    return jsonify(dates={each: date_of(each) or "" for each in named})


@pages.get("/library")
def library() -> ResponseReturnValue:
    """What can be asked about, and the forms that change it.

    Without scripts there is no undo, so that ``?remove=`` asks before a file is deleted.
    """
    rows = _quoth().library.documents()
    remove = request.args.get("remove")
    terms = _telling().terms(_quoth()) if rows else ()
    return render_template(
        "library.html",
        rows=rows,
        overview=overview(rows, terms=terms),
        suffixes=list(READERS),
        leaving=next((row for row in rows if remove and row.id == remove), None),
        note=NOTES.get(request.args.get("note", ""), ""),
        trouble=_quoth().library.trouble,
        closed=_closed(),
    )


@pages.get("/library/<document_id>")
def reading(document_id: str) -> ResponseReturnValue:
    """One document, laid out for reading, ``text[start:end]`` highlighted.

    Where something else stands there since the link was made, what was quoted is looked for.
    """
    asked: Mapping[str, str] = request.args
    since = _change(document_id, asked)
    if since and since.document_id:
        document_id = since.document_id
        asked = {"start": str(since.start), "end": str(since.end)}
    elif since:
        asked = {}
    try:
        document = _quoth().library.snapshot().document(document_id)
    except (DocumentMissing, IndexMissing):
        return render_template("missing.html", since=since), 404
    cited = _quoth().records.cited(document.id, document.sha256)
    shown = view(document, asked, cited=cited)
    return render_template("reading.html", view=shown, since=since)


@pages.errorhandler(QuothError)
def trouble(error: QuothError) -> ResponseReturnValue:
    """What is wrong with the index, said to a person."""
    return render_template("trouble.html", detail=str(error)), _status(error)


def _quoth() -> Quoth:
    return cast("Quoth", current_app.extensions["quoth"])


def _starters() -> Starters:
    return cast("Starters", current_app.extensions["quoth_starters"])


def _telling() -> Telling:
    return cast("Telling", current_app.extensions["quoth_telling"])


def _asked_conversation() -> str:
    asked = request.args.get("conversation_id", "")
    return asked if _CONVERSATION_ID.fullmatch(asked) else NEW_CONVERSATION


def _chat(
    conversation_id: str, answers: Sequence[Mapping[str, Any]], *, failed: str = "", why: str = ""
) -> str:
    """The chat page after `answers`; a question that `failed` stands last, and in the box."""
    try:
        documents = _quoth().library.snapshot().state.documents
        starters = () if answers or failed else _starters().questions(_quoth())
    except IndexMissing:
        documents, starters = 0, ()
    return render_template(
        "ask.html",
        conversation_id=conversation_id,
        turns=[turn(answer, date_of=date_of) for answer in answers[:-1]] + _last(answers[-1:]),
        failed=failed,
        why=why,
        documents=documents,
        starters=starters,
        blank_turn=Turn(),
        blank_quotation=Quotation(),
        threshold=round(100 * (LEAST_READ if _quoth().reader == READY else LEAST)),
    )


def _last(answers: Sequence[Mapping[str, Any]]) -> list[Turn]:
    """The turn of the last answer; a refusal comes with better questions."""
    return [
        replace(turn(answer, date_of=date_of), better=_better(answer["passages"]))
        if answer["status"] == Status.NOT_FOUND
        else turn(answer, date_of=date_of)
        for answer in answers
    ]


def _closed() -> str:
    """Why documents cannot be changed here; nothing where they can."""
    if _quoth().library.read_only:
        return ELSEWHERE
    return "" if may_change() else NOT_YOURS


def _change(document_id: str, asked: Mapping[str, str]) -> Change | None:
    """What became of the quotation that an address leads to, if it is known and stands no more."""
    start, end = asked.get("start", ""), asked.get("end", "")
    if "find" in asked or not (_OFFSET.fullmatch(start) and _OFFSET.fullmatch(end)):
        return None
    quoted = _quoth().records.quoted(document_id, int(start), int(end))
    try:
        return change(quoted, _quoth().library.snapshot()) if quoted else None
    except IndexMissing:
        return None


def _better(passages: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    try:
        return _starters().better(_quoth(), [passage["document_id"] for passage in passages])
    except (DocumentMissing, IndexMissing):
        return ()


def date_of(document_id: str) -> str | None:
    """The date of a document, where it gives one and is still in the library."""
    try:
        return _quoth().library.snapshot().document(document_id).date
    except (DocumentMissing, IndexMissing):
        return None


def _status(error: QuothError) -> HTTPStatus:
    return STATUSES.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
