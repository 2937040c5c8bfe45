"""The job: throttling, refusals, broken messages, and what else a queue brings."""

import json
from typing import Any

import pytest

from mew.errors import InvalidPayload, Retry, StageError, UnknownJob

from ..support import sqs_event
from .api import GOOD, Api

SES = "POST /v2/email/outbound-emails"


def message(number: int, body: Any) -> dict[str, Any]:
    text = body if isinstance(body, str) else json.dumps(body)
    return {
        "MessageId": f"message-{number}",
        "ReceiptHandle": "handle",
        "Body": text,
        "MD5OfBody": "0" * 32,
    }


def envelope(email_id: str = "id-123456", **changes: Any) -> dict[str, Any]:
    return {"job": "send_email", "payload": {"id": email_id, "email": GOOD | changes}}


def test_a_throttled_ses_puts_only_that_message_back(api: Api) -> None:
    ids = [api.accepted(subject=f"Hi {number}") for number in range(3)]
    messages = api.receive()
    api.aws.fail(SES, "TooManyRequestsException", status=429)
    failed = api.deliver(messages)
    assert len(failed) == 1
    assert api.aws.bodies["SQS.ChangeMessageVisibility"]["VisibilityTimeout"] == 5
    assert len(api.sent()) == 2
    assert sorted(api.read(email_id)["status"] for email_id in ids) == ["queued", "sent", "sent"]
    assert api.deliver([item for item in messages if item["MessageId"] in failed]) == []
    assert len(api.sent()) == 3


def test_a_refusal_for_good_is_recorded_and_not_tried_again(api: Api) -> None:
    email_id = api.accepted()
    messages = api.receive()
    api.aws.fail(SES, "MessageRejected", times=None)
    assert api.deliver(messages) == []
    record = api.read(email_id)
    assert record["status"] == "failed"
    assert record["failure"] == {"code": "MessageRejected", "reason": "as asked by a test"}
    before = len(api.aws.requests)
    assert api.deliver(messages) == []
    assert SES not in [name for name, _ in api.aws.requests[before:]]


def lose_the_table_after_sending(api: Api) -> None:
    """As if the environment died between SES's answer and the record of it."""
    seen: list[str] = []

    def after_sending(environ: dict[str, Any]) -> bool:
        seen.append(environ["PATH_INFO"])
        is_table = "DynamoDB" in str(environ.get("HTTP_X_AMZ_TARGET"))
        return is_table and "/v2/email/outbound-emails" in seen

    api.aws.fail_when(after_sending, "InternalServerError", status=500)


def test_an_environment_that_dies_after_sending_leaves_the_claim_to_run_out(api: Api) -> None:
    email_id = api.accepted()
    messages = api.receive()
    lose_the_table_after_sending(api)
    assert len(api.deliver(messages)) == 1
    api.aws.faults.clear()
    assert len(api.sent()) == 1
    assert api.read(email_id)["status"] == "sending"
    assert len(api.deliver(messages)) == 1
    assert len(api.sent()) == 1


def test_a_send_event_closes_the_window_that_this_leaves(api: Api) -> None:
    email_id = api.accepted()
    messages = api.receive()
    lose_the_table_after_sending(api)
    api.deliver(messages)
    api.aws.faults.clear()
    told = {"eventType": "Send", "send": {}, "mail": {"messageId": "ses-1"}}
    api.feedback(told, tags={"email_id": [email_id]})
    assert api.read(email_id)["status"] == "sent"
    assert api.deliver(messages) == []
    assert len(api.sent()) == 1


@pytest.mark.parametrize(
    "body",
    [
        "no json",
        "[]",
        {"nothing": 1},
        {"job": "unknown", "payload": {}},
        {"job": "send_email", "payload": {}},
        {"job": "send_email", "payload": {"id": "id-123456"}},
        envelope(to=["ana\r\nBcc: eve@example.net"]),
        envelope() | {"stage": "prod"},
    ],
)
def test_a_broken_message_fails_alone(api: Api, body: Any) -> None:
    batch = [message(1, envelope("id-aaaaaa")), message(2, body), message(3, envelope("id-bbbbbb"))]
    assert api.deliver(batch) == ["message-2"]
    assert len(api.sent()) == 2


def test_another_lambda_of_the_stage_may_enqueue_an_email(api: Api) -> None:
    assert api.deliver([message(1, envelope("payment-7-receipt"))]) == []
    assert api.deliver([message(2, envelope("payment-7-receipt"))]) == []
    assert len(api.sent()) == 1
    record = api.read("payment-7-receipt")
    assert record["status"] == "sent"
    assert record["recipients"] == ["ana@example.org"]


def test_what_another_lambda_enqueues_is_held_to_the_same_rules(api: Api) -> None:
    everybody = [f"p{number}@example.org" for number in range(30)]
    assert api.deliver([message(1, envelope(to=everybody, cc=[f"c{x}" for x in everybody]))]) == []
    record = api.read("id-123456")
    assert record["status"] == "failed"
    assert record["failure"]["code"] == "invalid"


def test_a_job_can_be_invoked_directly(api: Api) -> None:
    assert api.invoke(envelope()) == "sent"
    assert api.invoke(envelope()) is None
    assert len(api.sent()) == 1


def test_a_job_that_is_invoked_directly_reports_its_errors(api: Api) -> None:
    api.aws.fail(SES, "TooManyRequestsException", status=429)
    with pytest.raises(Retry):
        api.invoke(envelope())
    with pytest.raises(UnknownJob):
        api.invoke({"job": "nothing"})
    with pytest.raises(InvalidPayload):
        api.invoke({"job": "send_email", "payload": {}})
    with pytest.raises(StageError):
        api.invoke(envelope() | {"stage": "prod"})


def test_a_parcel_that_is_gone_is_a_failure_that_is_recorded(api: Api) -> None:
    email_id = api.accepted(text="x" * 300_000)
    api.sdk("s3").delete_object(Bucket=api.name, Key=f"parcels/{email_id}.json")
    assert api.work_off() == []
    assert api.read(email_id)["failure"]["code"] == "content_lost"


def test_a_suppression_list_that_cannot_be_read_stops_the_sending(api: Api) -> None:
    email_id = api.accepted()
    messages = api.receive()
    api.aws.fail("DynamoDB.BatchGetItem", "InternalServerError", status=500, times=None)
    assert len(api.deliver(messages)) == 1
    assert api.sent() == []
    api.aws.faults.clear()
    assert api.deliver(messages) == []
    assert api.read(email_id)["attempts"] == 2


def test_nothing_of_an_email_is_ever_logged(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    secret = "hunter2-is-my-password"
    api.post(text=secret, subject=secret, tags={"n": "v"})
    api.post({"to": [f"{secret}@x"], "text": secret, "subject": f"{secret}\n"})
    api.post(f'{{"to": {secret}}}')
    api.aws.fail(SES, "TooManyRequestsException", status=429)
    messages = api.receive()
    api.deliver(messages)
    api.deliver([message(9, envelope(to=[secret], text=secret))])
    api.invoke(sqs_event(messages, api.name))
    assert secret not in capsys.readouterr().out
