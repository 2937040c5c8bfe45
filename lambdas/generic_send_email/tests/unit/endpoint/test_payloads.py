"""What jobs are given."""

from typing import Any

import pytest
from pydantic import ValidationError

from ....domain.models.feedback_models import Feedback, FeedbackKind
from ....endpoint.payloads import LiftSuppressionPayload, SendEmailPayload, SesNotification
from ...support import event

EMAIL = {"to": ["ana@example.org"], "subject": "Hi", "text": "Hello"}


def feedback(name: str, **changes: Any) -> Feedback | None:
    return SesNotification.model_validate(event(name) | changes).feedback()


def test_a_job_has_an_email_or_the_word_that_it_was_parked() -> None:
    with_email = SendEmailPayload.model_validate({"id": "id-123456", "email": EMAIL})
    assert with_email.delivery().email is not None
    parked = SendEmailPayload.model_validate({"id": "id-123456", "parked": True})
    assert parked.delivery().email is None


@pytest.mark.parametrize(
    "payload",
    [
        {"id": "id-123456"},
        {"id": "id-123456", "email": EMAIL, "parked": True},
        {"email": EMAIL},
        {"id": "short", "email": EMAIL},
        {"id": "id/../../x", "email": EMAIL},
        {"id": "x" * 65, "email": EMAIL},
        {"id": "id-123456", "email": {**EMAIL, "to": ["ana\n@example.org"]}},
        {"id": "id-123456", "email": EMAIL, "sender": "eve@example.net"},
    ],
)
def test_anything_else_is_no_payload(payload: Any) -> None:
    with pytest.raises(ValidationError):
        SendEmailPayload.model_validate(payload)


def test_an_address_to_lift_is_an_address() -> None:
    with pytest.raises(ValidationError):
        LiftSuppressionPayload.model_validate({"address": "ana"})


def test_a_bounce_of_an_identity_names_addresses_without_their_display_names() -> None:
    assert feedback("ses_bounce") == Feedback(
        FeedbackKind.BOUNCE,
        "010001378603177f-7a5433e7-8edb-42ae-af10-f0181f34d6ee-000000",
        ("ana@example.org", "bruno@example.org"),
        "2026-05-28T20:27:41.000Z",
        None,
        lasting=True,
        reason="Permanent General",
    )


def test_an_event_of_a_configuration_set_names_the_email() -> None:
    found = feedback("ses_event_delivery")
    assert found is not None
    assert found.kind is FeedbackKind.DELIVERY
    assert found.email_id == "e064d61bd8144b159fea8003f01857f3"
    assert found.addresses == ("ana@example.org",)
    assert not found.lasting


@pytest.mark.parametrize(("kind", "lasting"), [("Transient", False), ("Undetermined", False)])
def test_a_bounce_that_is_not_permanent_does_not_last(kind: str, lasting: bool) -> None:
    bounce = event("ses_bounce")["bounce"] | {"bounceType": kind}
    found = feedback("ses_bounce", bounce=bounce)
    assert found is not None
    assert found.lasting is lasting


@pytest.mark.parametrize(("said", "lasting"), [("abuse", True), (None, True), ("not-spam", False)])
def test_a_complaint_lasts_unless_it_says_the_opposite(said: str | None, lasting: bool) -> None:
    complaint = event("ses_complaint")["complaint"] | {"complaintFeedbackType": said}
    found = feedback("ses_complaint", complaint=complaint)
    assert found is not None
    assert found.kind is FeedbackKind.COMPLAINT
    assert found.lasting is lasting


def test_a_send_and_a_reject_are_followed_too() -> None:
    told = event("ses_event_delivery")
    sent = SesNotification.model_validate(told | {"eventType": "Send", "send": {}}).feedback()
    assert sent is not None
    assert (sent.kind, sent.addresses) == (FeedbackKind.SEND, ())
    rejected = SesNotification.model_validate(
        told | {"eventType": "Reject", "reject": {"reason": "Bad content"}}
    ).feedback()
    assert rejected is not None
    assert (rejected.kind, rejected.reason) == (FeedbackKind.REJECT, "Bad content")


@pytest.mark.parametrize("kind", ["Open", "Click", "DeliveryDelay", "Subscription", "SomethingNew"])
def test_what_is_not_followed_is_none(kind: str) -> None:
    told = event("ses_event_delivery") | {"eventType": kind}
    assert SesNotification.model_validate(told).feedback() is None


def test_a_notification_without_its_part_is_none() -> None:
    told = event("ses_bounce")
    del told["bounce"]
    assert SesNotification.model_validate(told).feedback() is None
