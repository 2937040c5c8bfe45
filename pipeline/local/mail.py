"""What SES was given to send, as a recipient's program would take it apart."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass, field
from email.message import EmailMessage

__all__ = ["Attachment", "SentMail"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a message."""

    filename: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SentMail:
    """One message that SES accepted.

    `recipients` are the addresses that SES was told to deliver to, `raw` is the message itself
    (empty where the caller left it to SES to compose one).
    """

    id: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    to: str = ""
    text: str | None = None
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    raw: bytes = field(default=b"", repr=False)

    @classmethod
    def of(cls, message: object) -> SentMail:
        """Takes apart what moto's SES backend keeps of a message."""
        raw = getattr(message, "raw_data", None)
        if raw is None:
            return cls._composed(message)
        content = raw.encode("utf-8") if isinstance(raw, str) else bytes(raw)
        try:
            return cls._taken_apart(message, content)
        except Exception:  # noqa: BLE001
            # For what breaks the rules the email package raises nearly anything, even its own
            # mistakes. One bad message must not hide the good ones: it is shown as it was sent.
            return cls(
                id=str(getattr(message, "id", "")),
                sender=str(getattr(message, "source", "")),
                recipients=tuple(dict.fromkeys(getattr(message, "destinations", ()))),
                subject="(a message that breaks the rules of e-mail)",
                text=content.decode("utf-8", "replace"),
                raw=content,
            )

    @classmethod
    def _taken_apart(cls, message: object, content: bytes) -> SentMail:
        parsed = email.message_from_bytes(content, policy=email.policy.default)
        return cls(
            id=str(getattr(message, "id", "")),
            sender=str(parsed.get("From") or getattr(message, "source", "")),
            recipients=tuple(dict.fromkeys(getattr(message, "destinations", ()))),
            subject=str(parsed.get("Subject", "")),
            to=str(parsed.get("To", "")),
            text=_body(parsed, "plain"),
            html=_body(parsed, "html"),
            attachments=tuple(_attachment(part) for part in parsed.iter_attachments()),
            raw=content,
        )

    @classmethod
    def _composed(cls, message: object) -> SentMail:
        destinations = getattr(message, "destinations", {})
        recipients = [each for group in destinations.values() for each in group]
        return cls(
            id=str(getattr(message, "id", "")),
            sender=str(getattr(message, "source", "")),
            recipients=tuple(recipients),
            subject=str(getattr(message, "subject", "")),
            to=", ".join(destinations.get("ToAddresses", ())),
            text=str(getattr(message, "body", "")),
        )


def _body(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else None


def _attachment(part: EmailMessage) -> Attachment:
    content = part.get_content()
    if isinstance(content, EmailMessage):
        content = content.as_bytes()
    return Attachment(
        filename=part.get_filename() or "",
        content_type=part.get_content_type(),
        content=content.encode("utf-8") if isinstance(content, str) else content,
    )
