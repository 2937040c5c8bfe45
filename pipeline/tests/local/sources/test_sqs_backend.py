"""moto's SQS under several clients at once, and moved in time."""

from __future__ import annotations

import concurrent.futures
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from moto.sqs.models import sqs_backends

from pipeline.local.aws import LocalAws
from pipeline.local.version import ACCOUNT, REGION

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with LocalAws() as aws:
        yield aws


@pytest.fixture
def sqs(aws: LocalAws) -> SQSClient:
    aws.reset()
    return aws.client("sqs")


@pytest.fixture
def _often_interrupted() -> Iterator[None]:
    """Threads that take turns a thousand times more often meet where they must not."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 1000)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_often_interrupted")
def test_nothing_is_lost_or_given_twice_while_many_send_receive_and_delete(sqs: SQSClient) -> None:
    sqs.create_queue(QueueName="busy", Attributes={"VisibilityTimeout": "600"})
    # Without HTTP in between, which would keep them apart.
    backend = sqs_backends[ACCOUNT][REGION]
    for number in range(300):
        # The longer a queue is, the longer moto goes through it, without looking up.
        backend.send_message("busy", f"later {number}", delay_seconds=900)
    got: list[str] = []
    limit = time.monotonic() + 60

    def send(first: int) -> None:
        for number in range(first, first + 150):
            backend.send_message("busy", str(number))

    def take() -> None:
        while len(got) < 600 and time.monotonic() < limit:
            for message in backend.receive_message("busy", 5, 0, 600):
                got.append(message.body)
                backend.delete_message("busy", str(message.receipt_handle))

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        work = [pool.submit(send, first) for first in range(0, 600, 150)]
        work += [pool.submit(take) for _ in range(4)]
        for each in work:
            each.result()

    assert sorted(got, key=int) == [str(number) for number in range(600)]


def test_a_waiting_poll_gets_a_message_that_is_sent_meanwhile(sqs: SQSClient) -> None:
    url = sqs.create_queue(QueueName="quiet")["QueueUrl"]
    sent = threading.Timer(0.3, lambda: sqs.send_message(QueueUrl=url, MessageBody="text"))
    sent.start()

    (message,) = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)["Messages"]

    assert message["Body"] == "text"
    sent.join()


def test_a_waiting_poll_of_a_queue_that_is_deleted_ends(sqs: SQSClient) -> None:
    url = sqs.create_queue(QueueName="quiet")["QueueUrl"]
    deleted = threading.Timer(0.3, lambda: sqs.delete_queue(QueueUrl=url))
    deleted.start()

    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)
    deleted.join()


def test_time_that_is_passed_shows_hidden_and_delayed_messages(
    aws: LocalAws, sqs: SQSClient
) -> None:
    url = sqs.create_queue(QueueName="hidden", Attributes={"VisibilityTimeout": "600"})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="received")
    sqs.receive_message(QueueUrl=url)
    sqs.send_message(QueueUrl=url, MessageBody="delayed", DelaySeconds=600)

    aws.pass_by(599)
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    aws.pass_by(1.5)

    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert sorted(message["Body"] for message in found) == ["delayed", "received"]


def test_time_that_is_passed_ends_what_was_kept_for_too_long(aws: LocalAws, sqs: SQSClient) -> None:
    url = sqs.create_queue(QueueName="kept", Attributes={"MessageRetentionPeriod": "3600"})[
        "QueueUrl"
    ]
    sqs.send_message(QueueUrl=url, MessageBody="text")

    aws.pass_by(3600)

    assert "Messages" not in sqs.receive_message(QueueUrl=url)
