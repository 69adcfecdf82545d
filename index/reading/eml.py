"""Read a mail: its subject, its date, who wrote it, and what it says."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from index.documents import BlockKind
from index.errors import UnreadableFile
from index.reading import composition, html, plain
from index.reading.composition import Draft, compose, heading
from index.reading.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from index.documents import Reading

SHOWN = ("From", "To", "Cc", "Date")
QUOTED = re.compile(r"^(?:[ \t]*>)+ ?", re.MULTILINE)
LONGEST_HEADER = 500  # characters


def read(raw: bytes, source: str) -> Reading:
    """Read a mail. The day it was sent is its date; attachments are named, not read."""
    message = message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage) or not any(name in message for name in SHOWN):
        raise UnreadableFile("this isn't a mail: it has none of a mail's headers")
    attached = [part for part in message.walk() if part.get_content_disposition() == "attachment"]
    subject = _header(message, "Subject")
    return compose(
        _drafts(message, subject),
        source,
        title=subject,
        stated=_date(message),  # what it forwards has dates of its own
        note=f"{len(attached)} attached: save them beside it to have them read"
        if attached
        else None,
    )


def _drafts(message: EmailMessage, subject: str) -> Iterator[Draft]:
    yield heading(subject, 1)
    for name in SHOWN:
        if value := _header(message, name):
            yield Draft(BlockKind.METADATA, f"{name}: {value}")
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return
    text = _text(body)
    if body.get_content_type() == "text/html":
        yield from html.drafts(text)
    else:
        unquoted = QUOTED.sub("", text)
        yield from composition.drafts(plain.read(unquoted.encode(), "mail"))


def _text(body: Message) -> str:
    payload = body.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(body.get_content_charset("utf-8")).replace("\r\n", "\n")
    except (LookupError, UnicodeDecodeError):
        return decode(raw)


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())[:LONGEST_HEADER]


def _date(message: EmailMessage) -> str | None:
    """The day on which it was sent, by the sender's clock."""
    try:
        return parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except ValueError:
        return None
