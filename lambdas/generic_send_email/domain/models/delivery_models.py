"""What became of an e-mail, and what is handed to the mailer."""

from dataclasses import dataclass, field
from enum import StrEnum

from .email_models import Email


class Status(StrEnum):
    """Where an e-mail stands.

    accepted -> queued -> sending -> sent -> delivered
                              |        |---> bounced
                              |        `---> complained
                              |---> failed      the mailer refuses it for good
                              `---> suppressed  nobody is left to send it to
    """

    ACCEPTED = "accepted"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an e-mail will not be sent: a stable code, and words for a human."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class FeedbackEntry:
    """What a receiving host said about one address, and when (RFC 3339)."""

    kind: str
    address: str
    at: str


@dataclass(frozen=True, slots=True)
class EmailRecord:
    """What is known about one e-mail. Times are RFC 3339 in UTC."""

    id: str
    status: Status
    created_at: str
    updated_at: str
    recipients: tuple[str, ...] = ()
    attempts: int = 0
    message_id: str | None = None
    failure: Failure | None = None
    suppressed: tuple[str, ...] = ()
    feedback: tuple[FeedbackEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The answer to somebody who hands in an e-mail."""

    id: str
    status: Status
    replayed: bool


class ClaimResult(StrEnum):
    """What came of trying to become the one who sends an e-mail."""

    CLAIMED = "claimed"
    BUSY = "busy"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one e-mail, or why it was not given.

    Args:
        result: whether it was given.
        attempts: how often it was given so far, this time included.
        busy_seconds: for BUSY, how long somebody else may still hold it.
    """

    result: ClaimResult
    attempts: int = 0
    busy_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whom a message goes to, each address once."""

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()

    def everybody(self) -> tuple[str, ...]:
        """All addresses, in order of visibility."""
        return self.to + self.cc + self.bcc


@dataclass(frozen=True, slots=True)
class Content:
    """Subject and bodies as they will be read; at least one of the bodies is there."""

    subject: str
    text: str | None = None
    html: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """An attachment with its bytes."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """Everything the mailer needs, but for what is the stage's (sender, configuration set)."""

    email_id: str
    envelope: Envelope
    content: Content
    reply_to: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """An e-mail that a job is to send: with its content, or with the word that it was parked."""

    id: str
    email: Email | None
