"""What comes back after an e-mail was sent, and whom we no longer write to."""

from dataclasses import dataclass
from enum import StrEnum


class FeedbackKind(StrEnum):
    """What happened to a message that the mailer had taken."""

    SEND = "send"
    DELIVERY = "delivery"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One notification about one message.

    Args:
        kind: what happened.
        message_id: the mailer's id of the message.
        addresses: the recipients that it is about.
        at: when, RFC 3339.
        email_id: our own id, when the notification carries it.
        lasting: whether the address itself is at fault (a permanent bounce, a real complaint).
        reason: words or codes of the mailer.
    """

    kind: FeedbackKind
    message_id: str
    addresses: tuple[str, ...]
    at: str
    email_id: str | None = None
    lasting: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address that this stage no longer writes to."""

    address: str
    kind: FeedbackKind
    since: str
    reason: str = ""
    email_id: str | None = None
