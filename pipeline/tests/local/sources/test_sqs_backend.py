"""moto's SQS under several clients at once, and moved in time."""

from __future__ import annotations

import concurrent.futures
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from pipeline.local.aws import LocalAws

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


def test_nothing_is_lost_or_given_twice_while_many_send_receive_and_delete(sqs: SQSClient) -> None:
    url = sqs.create_queue(QueueName="busy", Attributes={"VisibilityTimeout": "600"})["QueueUrl"]
    got: list[str] = []

    def send(first: int) -> None:
        for number in range(first, first + 50):
            sqs.send_message(QueueUrl=url, MessageBody=str(number))

    def take() -> None:
        while len(got) < 300:
            found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=5).get("Messages", [])
            for message in found:
                got.append(message["Body"])
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        work = [pool.submit(send, first) for first in range(0, 300, 50)]
        work += [pool.submit(take) for _ in range(4)]
        for each in work:
            each.result(timeout=60)

    assert sorted(got, key=int) == [str(number) for number in range(300)]


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
