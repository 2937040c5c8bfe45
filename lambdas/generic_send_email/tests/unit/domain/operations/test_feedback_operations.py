"""What follows from feedback."""

import pytest

from .....domain.models.feedback_models import Feedback, FeedbackKind
from .....domain.operations.feedback_operations import suppressions


def feedback(kind: FeedbackKind, *, lasting: bool) -> Feedback:
    addresses = ("ana@example.org", "bruno@example.org")
    return Feedback(kind, "ses-1", addresses, "2026-05-28", "id-1", lasting, "why")


@pytest.mark.parametrize("kind", [FeedbackKind.BOUNCE, FeedbackKind.COMPLAINT])
def test_a_lasting_bounce_or_complaint_suppresses_each_address(kind: FeedbackKind) -> None:
    found = suppressions(feedback(kind, lasting=True))
    assert [item.address for item in found] == ["ana@example.org", "bruno@example.org"]
    assert {(item.kind, item.since, item.reason) for item in found} == {(kind, "2026-05-28", "why")}


@pytest.mark.parametrize("kind", list(FeedbackKind))
def test_what_passes_suppresses_nobody(kind: FeedbackKind) -> None:
    assert suppressions(feedback(kind, lasting=False)) == ()


@pytest.mark.parametrize("kind", [FeedbackKind.SEND, FeedbackKind.DELIVERY, FeedbackKind.REJECT])
def test_other_feedback_suppresses_nobody(kind: FeedbackKind) -> None:
    assert suppressions(feedback(kind, lasting=True)) == ()
