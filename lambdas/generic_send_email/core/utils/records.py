"""From an item of the table to the record of an e-mail, and what goes into its set of feedback."""

from ...domain.models.delivery_models import EmailRecord, Failure, FeedbackEntry, Status
from ...domain.models.feedback_models import Feedback
from .helpers import Item, read_number, read_text, read_texts
from .notations import email_pk


def record_of(item: Item) -> EmailRecord:
    """The record that `item` holds."""
    failure = None
    if "failure_code" in item:
        failure = Failure(read_text(item, "failure_code"), read_text(item, "failure_reason"))
    entries = (entry.split(" ", 2) for entry in read_texts(item, "feedback"))
    feedback = (FeedbackEntry(kind, address, at) for at, kind, address in entries)
    return EmailRecord(
        id=read_text(item, "pk").removeprefix(email_pk("")),
        status=Status(read_text(item, "status")),
        created_at=read_text(item, "created_at"),
        updated_at=read_text(item, "updated_at"),
        recipients=read_texts(item, "recipients"),
        attempts=int(read_number(item, "attempts")),
        message_id=read_text(item, "message_id") or None,
        failure=failure,
        suppressed=read_texts(item, "suppressed"),
        feedback=tuple(feedback),
    )


def feedback_entries(feedback: Feedback) -> list[str]:
    """Members for the set: equal for equal feedback, so that a repeated one adds nothing.

    The address stands last, for it alone could hold a space.
    """
    at = feedback.at.replace(" ", "T")
    return [f"{at} {feedback.kind} {address}" for address in feedback.addresses]
