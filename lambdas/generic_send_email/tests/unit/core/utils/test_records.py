"""From items to records."""

from .....core.utils.helpers import number, text, texts
from .....core.utils.records import feedback_entries, record_of
from .....domain.models.delivery_models import EmailRecord, Failure, FeedbackEntry, Status
from .....domain.models.feedback_models import Feedback, FeedbackKind


def test_a_record_holds_what_the_item_holds() -> None:
    feedback = Feedback(FeedbackKind.BOUNCE, "ses-1", ("odd name@example.org",), "2026-05-28")
    item = {
        "pk": text("email#id-1"),
        "status": text("bounced"),
        "created_at": text("2026-05-27"),
        "updated_at": text("2026-05-28"),
        "recipients": texts(("ana@example.org",)),
        "attempts": number(2),
        "message_id": text("ses-1"),
        "failure_code": text("code"),
        "failure_reason": text("reason"),
        "suppressed": texts(("bruno@example.org",)),
        "feedback": {"SS": feedback_entries(feedback)},
    }
    assert record_of(item) == EmailRecord(
        "id-1",
        Status.BOUNCED,
        "2026-05-27",
        "2026-05-28",
        ("ana@example.org",),
        2,
        "ses-1",
        Failure("code", "reason"),
        ("bruno@example.org",),
        (FeedbackEntry("bounce", "odd name@example.org", "2026-05-28"),),
    )


def test_a_new_record_has_nothing_but_its_beginning() -> None:
    item = {"pk": text("email#id-1"), "status": text("accepted")}
    assert record_of(item) == EmailRecord("id-1", Status.ACCEPTED, "", "")
