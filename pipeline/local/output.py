"""Shows people, or programs, what an invocation came to."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from .mail import SentMail

if TYPE_CHECKING:
    from .invoke import Invoked

__all__ = ["answer_text", "as_json", "as_text", "mail_document", "mail_text"]


def as_text(invoked: Invoked) -> str:
    """For reading in a terminal."""
    return "\n".join(_sections(invoked))


def _sections(invoked: Invoked) -> Iterator[str]:
    response = invoked.response
    yield answer_text(
        response.function_error,
        response.executed_version,
        _parsed(response.payload),
        response.log,
    )
    for delivery in invoked.deliveries:
        failed = f", {delivery.failed} failed" if delivery.failed else ""
        yield f"Queue {delivery.queue}: {delivery.messages} message(s) delivered{failed}"
        yield _indented("".join(delivery.response.log).rstrip())
    yield f"Sent: {len(invoked.mail)} message(s)"
    for mail in invoked.mail:
        yield _indented(mail_text(mail))


def answer_text(
    function_error: str | None, version: str, answer: object, log: Iterable[str]
) -> str:
    """What a function answered, and the lines of its log."""
    outcome = f"failed ({function_error})" if function_error else "succeeded"
    return "\n".join(
        [
            f"Response: {outcome}, version {version}",
            _indented(json.dumps(answer, indent=2, ensure_ascii=False)),
            "Log:",
            _indented("".join(log).rstrip()),
        ]
    )


def mail_text(mail: SentMail) -> str:
    """A message, for reading in a terminal."""
    return "\n".join(_mail_lines(mail))


def _mail_lines(mail: SentMail) -> Iterator[str]:
    yield f"Subject: {mail.subject}"
    yield f"From: {mail.sender}"
    yield f"To: {', '.join(mail.recipients)}"
    if mail.text is not None:
        yield "Text:"
        yield _indented(mail.text.rstrip())
    if mail.html is not None:
        yield f"HTML: {len(mail.html)} characters"
    for each in mail.attachments:
        yield f"Attachment: {each.filename} ({each.content_type}, {len(each.content)} bytes)"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def as_json(invoked: Invoked) -> str:
    """For programs: one JSON object."""
    response = invoked.response
    document = {
        "response": _parsed(response.payload),
        "function_error": response.function_error,
        "executed_version": response.executed_version,
        "request_id": response.request_id,
        "log": list(response.log),
        "seeded": invoked.seeded,
        "deliveries": [
            {
                "queue": each.queue,
                "messages": each.messages,
                "failed": each.failed,
                "function_error": each.response.function_error,
                "log": list(each.response.log),
            }
            for each in invoked.deliveries
        ],
        "mail": [mail_document(each) for each in invoked.mail],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def mail_document(mail: SentMail) -> dict[str, Any]:
    """A message, for programs."""
    return {
        "id": mail.id,
        "subject": mail.subject,
        "from": mail.sender,
        "to": list(mail.recipients),
        "text": mail.text,
        "html": mail.html,
        "attachments": [
            {
                "filename": each.filename,
                "content_type": each.content_type,
                "content": base64.b64encode(each.content).decode("ascii"),
            }
            for each in mail.attachments
        ],
    }


def _parsed(payload: bytes) -> object:
    try:
        return json.loads(payload)
    except ValueError:
        return payload.decode("utf-8", "backslashreplace")
