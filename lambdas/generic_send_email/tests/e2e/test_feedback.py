"""Bounces and complaints, and the suppression list."""

from typing import Any

import pytest

from mew.errors import InvalidPayload

from ..support import event
from .api import Api


def sent(api: Api, **changes: Any) -> tuple[str, str]:
    """An e-mail that was sent: its id, and SES's id of the message."""
    email_id = api.accepted(**changes)
    assert api.work_off() == []
    return email_id, api.read(email_id)["message_id"]


def test_a_bounce_is_recorded_and_its_addresses_are_not_written_to_again(api: Api) -> None:
    email_id, message_id = sent(api, to=["Ana@example.org", "carla@example.org"])
    api.feedback(event("ses_bounce"), messageId=message_id)
    record = api.read(email_id)
    assert record["status"] == "bounced"
    assert [(item["kind"], item["address"]) for item in record["feedback"]] == [
        ("bounce", "ana@example.org"),
        ("bounce", "bruno@example.org"),
    ]

    later, _ = sent(api, to=["ANA@example.org", "carla@example.org"], bcc=["bruno@example.org"])
    assert api.aws.sent()[-1]["destinations"][0] == "carla@example.org"
    assert "bruno@example.org" not in api.aws.sent()[-1]["destinations"]
    assert sorted(api.read(later)["suppressed"]) == ["ANA@example.org", "bruno@example.org"]

    nobody = api.accepted(to=["ana@example.org"])
    assert api.work_off() == []
    assert api.read(nobody)["status"] == "suppressed"
    assert len(api.sent()) == 2


def test_a_complaint_is_recorded_and_respected(api: Api) -> None:
    email_id, message_id = sent(api)
    api.feedback(event("ses_complaint"), messageId=message_id)
    assert api.read(email_id)["status"] == "complained"
    again = api.accepted()
    api.work_off()
    assert api.read(again)["status"] == "suppressed"


def test_a_bounce_that_passes_suppresses_nobody(api: Api) -> None:
    email_id, message_id = sent(api)
    told = event("ses_bounce")
    told["bounce"]["bounceType"] = "Transient"
    api.feedback(told, messageId=message_id)
    assert api.read(email_id)["status"] == "bounced"
    sent(api)
    assert len(api.sent()) == 2


def test_a_suppression_holds_at_its_own_stage_alone(api: Api) -> None:
    _, message_id = sent(api)
    api.feedback(event("ses_bounce"), messageId=message_id)
    prod = api.at("prod")
    email_id, _ = sent(prod)
    assert prod.read(email_id)["status"] == "sent"


def test_a_delivery_of_a_configuration_set_finds_the_email_by_its_tag(api: Api) -> None:
    email_id, _ = sent(api)
    api.feedback(event("ses_event_delivery"), messageId="other", tags={"email_id": [email_id]})
    record = api.read(email_id)
    assert record["status"] == "delivered"
    assert record["feedback"][0]["at"] == "2026-05-28T20:26:42.000Z"


def test_the_same_notification_again_changes_nothing(api: Api) -> None:
    email_id, message_id = sent(api)
    for _ in range(2):
        api.feedback(event("ses_bounce"), messageId=message_id)
    assert len(api.read(email_id)["feedback"]) == 2


def test_a_delivery_after_a_bounce_does_not_hide_it(api: Api) -> None:
    email_id, message_id = sent(api)
    api.feedback(event("ses_bounce"), messageId=message_id)
    api.feedback(event("ses_event_delivery"), tags={"email_id": [email_id]})
    assert api.read(email_id)["status"] == "bounced"


def test_feedback_about_a_message_of_somebody_else_still_suppresses(api: Api) -> None:
    api.feedback(event("ses_bounce"))
    email_id = api.accepted()
    api.work_off()
    assert api.read(email_id)["status"] == "suppressed"


def test_an_operator_may_lift_a_suppression(api: Api) -> None:
    api.feedback(event("ses_bounce"))
    lift = {"job": "lift_suppression", "payload": {"address": "Ana@example.org"}}
    assert api.invoke(lift) is True
    assert api.invoke(lift) is False
    sent(api)
    assert len(api.sent()) == 1


@pytest.mark.parametrize(
    "told",
    ["Successfully validated SNS topic for Amazon SES event publishing.", "", "{not json"],
)
def test_what_ses_says_in_words_is_no_error(api: Api, told: str) -> None:
    assert api.feedback(told) is None


def test_events_that_are_not_followed_are_no_error(api: Api) -> None:
    told = event("ses_event_delivery") | {"eventType": "Open"}
    assert api.feedback(told) is None


def test_a_notification_of_another_shape_is_an_error_that_lambda_repeats(api: Api) -> None:
    with pytest.raises(InvalidPayload):
        api.feedback('{"some": "thing"}')


def test_a_table_that_is_down_is_an_error_that_lambda_repeats(api: Api) -> None:
    api.aws.fail("DynamoDB.PutItem", "InternalServerError", status=500, times=None)
    with pytest.raises(Exception, match="InternalServerError"):
        api.feedback(event("ses_bounce"))
    api.aws.faults.clear()
    api.feedback(event("ses_bounce"))
