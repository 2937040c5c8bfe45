"""Sending to a real (moto) queue, and receiving what was sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel, Field, computed_field

from ..core import invocation, lambda_main
from ..errors import EnqueueError, StageError
from ..jobs import Jobs, enqueue
from .support import FakeContext


class SendEmail(BaseModel):
    to: str
    sender: str = Field(alias="from", default="noreply@example.com")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def domain(self) -> str:
        return self.to.rpartition("@")[2]


@pytest.fixture
def sqs(aws: Callable[[str], Any]) -> Any:
    return aws("sqs")


@pytest.fixture
def queue(sqs: Any) -> str:
    url: str = sqs.create_queue(QueueName="generic-hom-send-email")["QueueUrl"]
    return url


@pytest.fixture
def fifo(sqs: Any) -> str:
    url: str = sqs.create_queue(
        QueueName="generic-hom-send-email.fifo", Attributes={"FifoQueue": "true"}
    )["QueueUrl"]
    return url


def received(sqs: Any, url: str) -> list[Any]:
    found = []
    while batch := sqs.receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"]
    ).get("Messages"):
        found += batch
    return found


def as_event(messages: list[Any], name: str) -> dict[str, Any]:
    """What Lambda's poller makes of received messages."""
    return {
        "Records": [
            {
                "messageId": one["MessageId"],
                "body": one["Body"],
                "attributes": one["Attributes"],
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:sa-east-1:123456789012:{name}",
            }
            for one in messages
        ]
    }


def test_what_is_enqueued_runs_as_the_job_with_the_same_payload_and_correlation(
    sqs: Any, queue: str
) -> None:
    seen: list[SendEmail] = []
    jobs = Jobs()

    @jobs.job("send_email")
    def send_email(payload: SendEmail) -> None:
        seen.append(payload)

    sent = SendEmail.model_validate({"to": "a@example.com", "from": "São <x@example.com>"})
    with invocation("hom", correlation_id="order-1"):
        identity = enqueue(queue, "send_email", sent)
    (message,) = received(sqs, queue)
    assert message["MessageId"] == identity
    envelope = json.loads(message["Body"])
    assert (envelope["job"], envelope["stage"], envelope["correlation_id"]) == (
        "send_email",
        "hom",
        "order-1",
    )
    batch = as_event([message], "generic-hom-send-email")
    assert lambda_main(jobs=lambda: jobs)(batch, FakeContext("hom")) == {"batchItemFailures": []}
    assert seen == [sent]


def test_the_trace_goes_on_in_the_message(sqs: Any, queue: str) -> None:
    with invocation("hom") as now:
        enqueue(queue, "send_email", {})
    (message,) = received(sqs, queue)
    assert json.loads(message["Body"])["traceparent"] == now.trace.traceparent


@pytest.mark.parametrize(
    "name", ["generic-prod-send-email", "generic-prod-send-email.fifo", "prod", "generic-local-x"]
)
def test_a_queue_of_another_stage_is_refused_before_anything_is_sent(name: str) -> None:
    url = f"https://sqs.sa-east-1.amazonaws.com/123456789012/{name}"
    with invocation("hom"), pytest.raises(StageError, match="to its own stage alone"):
        enqueue(url, "send_email", {}, group="g")


def test_a_missing_queue_is_an_enqueue_error_with_the_reason(sqs: Any, aws_url: str) -> None:
    url = f"{aws_url}/123456789012/generic-hom-nowhere"
    with invocation("hom"), pytest.raises(EnqueueError, match="NonExistentQueue") as raised:
        enqueue(url, "send_email", {"to": "s3cret-value"})
    assert raised.value.job == "send_email"
    assert "s3cret-value" not in str(raised.value)


def test_a_message_over_one_mebibyte_is_refused_with_its_size(queue: str) -> None:
    with invocation("hom"), pytest.raises(EnqueueError, match="SQS takes 1048576"):
        enqueue(queue, "send_email", {"text": "x" * 1_048_576})


@pytest.mark.parametrize("delay", [-1, 901])
def test_a_delay_that_sqs_does_not_know_is_refused(queue: str, delay: int) -> None:
    with invocation("hom"), pytest.raises(EnqueueError, match=f"delay_seconds is {delay}"):
        enqueue(queue, "send_email", {}, delay_seconds=delay)


def test_a_delayed_message_is_not_there_yet(sqs: Any, queue: str) -> None:
    with invocation("hom"):
        enqueue(queue, "send_email", {}, delay_seconds=900)
    assert received(sqs, queue) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [({}, "needs `group`"), ({"group": "g", "delay_seconds": 5}, "takes no delay")],
)
def test_a_fifo_queue_wants_a_group_and_no_delay(
    fifo: str, options: dict[str, Any], said: str
) -> None:
    with invocation("hom"), pytest.raises(EnqueueError, match=said):
        enqueue(fifo, "send_email", {}, **options)


def test_a_fifo_queue_takes_the_same_message_of_the_same_correlation_once(
    sqs: Any, fifo: str
) -> None:
    for correlation in ("one", "one", "two"):
        with invocation("hom", correlation_id=correlation):
            enqueue(fifo, "send_email", {"number": 1}, group="g")
    found = [json.loads(message["Body"])["correlation_id"] for message in received(sqs, fifo)]
    assert found == ["one", "two"]


def test_a_deduplication_id_of_ones_own_is_used(sqs: Any, fifo: str) -> None:
    with invocation("hom"):
        enqueue(fifo, "send_email", {"number": 1}, group="g", deduplication_id="d")
        enqueue(fifo, "send_email", {"number": 2}, group="g", deduplication_id="d")
    (message,) = received(sqs, fifo)
    assert message["Attributes"]["MessageGroupId"] == "g"
    assert json.loads(message["Body"])["payload"] == {"number": 1}


def test_text_that_sqs_refuses_is_sent_escaped(sqs: Any, queue: str) -> None:
    text = "\ufffe\uffff\ud800 São"
    with invocation("hom"):
        enqueue(queue, "send_email", {"text": text})
    (message,) = received(sqs, queue)
    assert message["Body"].isascii()
    assert json.loads(message["Body"])["payload"]["text"] == text
