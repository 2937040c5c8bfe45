"""Rules of sending."""

from .....domain.models.delivery_models import Status
from .....domain.models.feedback_models import FeedbackKind
from .....domain.operations.delivery_operations import (
    OPEN,
    after_feedback,
    backoff_seconds,
    lease_seconds,
)


def test_a_claim_outlives_its_claimant() -> None:
    assert lease_seconds(30) > 30


def test_waiting_doubles_up_to_fifteen_minutes() -> None:
    assert [backoff_seconds(n) for n in (0, 1, 2, 3)] == [5, 5, 10, 20]
    assert backoff_seconds(9) == backoff_seconds(10_000) == 900


def test_every_kind_of_feedback_leads_somewhere_and_never_back_into_the_open() -> None:
    for kind in FeedbackKind:
        status, before = after_feedback(kind)
        assert status not in OPEN
        assert status not in before


def test_the_worst_that_happened_stays() -> None:
    assert Status.COMPLAINED not in after_feedback(FeedbackKind.DELIVERY)[1]
    assert Status.BOUNCED not in after_feedback(FeedbackKind.DELIVERY)[1]
    assert Status.BOUNCED in after_feedback(FeedbackKind.COMPLAINT)[1]
    assert Status.COMPLAINED not in after_feedback(FeedbackKind.BOUNCE)[1]


def test_feedback_never_revives_what_was_never_sent() -> None:
    for kind in FeedbackKind:
        before = after_feedback(kind)[1]
        assert not before & {Status.ACCEPTED, Status.QUEUED, Status.SUPPRESSED}
