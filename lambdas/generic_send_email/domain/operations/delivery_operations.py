"""The rules of sending: what counts as over, how long a claim lasts, how long to wait."""

from ..models.delivery_models import Status
from ..models.feedback_models import FeedbackKind

OPEN = frozenset({Status.ACCEPTED, Status.QUEUED, Status.SENDING})
"""An e-mail in one of these may still have to be sent; in any other it never is again."""

LEASE_MARGIN_SECONDS = 5.0
MAX_BACKOFF_SECONDS = 900

_AFTER_FEEDBACK = {
    FeedbackKind.SEND: (Status.SENT, {Status.SENDING}),
    FeedbackKind.DELIVERY: (Status.DELIVERED, {Status.SENDING, Status.SENT}),
    FeedbackKind.BOUNCE: (Status.BOUNCED, {Status.SENDING, Status.SENT, Status.DELIVERED}),
    FeedbackKind.COMPLAINT: (
        Status.COMPLAINED,
        {Status.SENDING, Status.SENT, Status.DELIVERED, Status.BOUNCED},
    ),
    FeedbackKind.REJECT: (Status.FAILED, {Status.SENDING, Status.SENT}),
}


def after_feedback(kind: FeedbackKind) -> tuple[Status, frozenset[Status]]:
    """The status that this kind of feedback leads to, and those from which it does.

    With several recipients the worst that happened to any of them counts. Feedback may overtake
    the record of the sending itself, so that SENDING is among the starting points.
    """
    status, before = _AFTER_FEEDBACK[kind]
    return status, frozenset(before)


def lease_seconds(remaining_seconds: float) -> float:
    """How long a claim lasts: until the claimant is certainly dead.

    Args:
        remaining_seconds: until the platform stops the claimant.
    """
    return remaining_seconds + LEASE_MARGIN_SECONDS


def backoff_seconds(attempts: int) -> int:
    """How long to wait after so many attempts: 5 s, doubling, at most 15 minutes."""
    doublings = min(max(attempts - 1, 0), 10)
    return min(MAX_BACKOFF_SECONDS, 5 << doublings)
