"""What the world says about what we sent."""

from .....domain.commands.feedback_commands import FeedbackPorts, LiftSuppression, RecordFeedback
from .....domain.models.delivery_models import Status
from .....domain.models.feedback_models import Feedback, FeedbackKind
from ....fakes import FakeEmails, FakeSuppressions, ManualClock


def feedback(
    kind: FeedbackKind = FeedbackKind.BOUNCE, *, email_id: str | None = None, lasting: bool = True
) -> Feedback:
    return Feedback(kind, "ses-1", ("ana@example.org",), "2026-05-28", email_id, lasting)


def sent(emails: FakeEmails) -> None:
    emails.claim("id-1", ("ana@example.org",), "me", 0, 30)
    emails.finish("id-1", "me", Status.SENT, 0, message_id="ses-1")


def ports(emails: FakeEmails, suppressions: FakeSuppressions) -> FeedbackPorts:
    return FeedbackPorts(emails, suppressions, ManualClock())


def test_a_bounce_changes_the_status_and_suppresses_the_address() -> None:
    emails, suppressions = FakeEmails(), FakeSuppressions()
    sent(emails)
    assert RecordFeedback(feedback()).execute(ports(emails, suppressions))
    assert emails.records["id-1"].status is Status.BOUNCED
    assert suppressions.among(("ana@example.org",)) == {"ana@example.org"}


def test_feedback_that_names_the_email_needs_no_message_id() -> None:
    emails, suppressions = FakeEmails(), FakeSuppressions()
    emails.claim("id-1", (), "me", 0, 30)
    told = feedback(FeedbackKind.SEND, email_id="id-1")
    assert RecordFeedback(told).execute(ports(emails, suppressions))
    assert emails.records["id-1"].status is Status.SENT


def test_feedback_about_anothers_message_still_suppresses() -> None:
    emails, suppressions = FakeEmails(), FakeSuppressions()
    assert not RecordFeedback(feedback()).execute(ports(emails, suppressions))
    assert suppressions.among(("ana@example.org",)) == {"ana@example.org"}


def test_a_bounce_that_passes_suppresses_nobody() -> None:
    emails, suppressions = FakeEmails(), FakeSuppressions()
    sent(emails)
    RecordFeedback(feedback(lasting=False)).execute(ports(emails, suppressions))
    assert emails.records["id-1"].status is Status.BOUNCED
    assert suppressions.entries == {}


def test_a_suppression_can_be_lifted() -> None:
    emails, suppressions = FakeEmails(), FakeSuppressions()
    RecordFeedback(feedback()).execute(ports(emails, suppressions))
    assert LiftSuppression("Ana@example.org").execute(suppressions)
    assert not LiftSuppression("Ana@example.org").execute(suppressions)
