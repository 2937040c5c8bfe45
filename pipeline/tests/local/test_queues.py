from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from pipeline.local.aws import LocalAws
from pipeline.local.queues import QueueSource, queues_of
from pipeline.tests.conftest import Deploy

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


RECORDS = "def handler(event, context): print(__import__('json').dumps(event['Records']))"


def test_a_lambda_consumes_the_queues_of_its_name_and_stage(sqs: SQSClient) -> None:
    dead = sqs.create_queue(QueueName="generic-hom-send-email-dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])
    policy = {"deadLetterTargetArn": arn["Attributes"]["QueueArn"], "maxReceiveCount": 3}
    mine = sqs.create_queue(
        QueueName="generic-hom-send-email", Attributes={"RedrivePolicy": json.dumps(policy)}
    )["QueueUrl"]
    more = sqs.create_queue(
        QueueName="generic-hom-send-email-bulk.fifo", Attributes={"FifoQueue": "true"}
    )["QueueUrl"]
    sqs.create_queue(QueueName="generic-prod-send-email")
    sqs.create_queue(QueueName="generic-hom-send-emails")
    sqs.create_queue(QueueName="neoapp-hom-send-email")

    assert sorted(queues_of("generic_send_email", "hom", sqs)) == sorted([mine, more])


def test_messages_arrive_as_the_event_of_an_event_source_mapping(
    sqs: SQSClient, deploy: Deploy
) -> None:
    url = sqs.create_queue(QueueName="neoapp-hom-sample")["QueueUrl"]
    sqs.send_message(
        QueueUrl=url,
        MessageBody='{"job": "x"}',
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "test"}},
    )

    delivery = QueueSource(sqs, url, deploy(RECORDS), "hom").deliver()

    assert delivery is not None
    assert (delivery.queue, delivery.messages, delivery.failed) == ("neoapp-hom-sample", 1, 0)
    printed = next(line for line in delivery.response.log if line.startswith("[{"))
    (record,) = json.loads(printed)
    assert record["body"] == '{"job": "x"}'
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"] == "arn:aws:sqs:us-east-1:123456789012:neoapp-hom-sample"
    assert record["awsRegion"] == "us-east-1"
    assert record["messageAttributes"] == {"kind": {"dataType": "String", "stringValue": "test"}}
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert set(record) >= {"messageId", "receiptHandle", "md5OfBody"}


def test_draining_delivers_batches_of_ten_until_nothing_waits(
    sqs: SQSClient, deploy: Deploy
) -> None:
    url = sqs.create_queue(QueueName="neoapp-hom-sample")["QueueUrl"]
    for number in range(23):
        sqs.send_message(QueueUrl=url, MessageBody=str(number))

    deliveries = list(QueueSource(sqs, url, deploy(RECORDS), "hom").drain())

    assert sum(delivery.messages for delivery in deliveries) == 23
    assert max(delivery.messages for delivery in deliveries) == 10
    assert remaining(sqs, url) == (0, 0)


def remaining(sqs: SQSClient, url: str) -> tuple[int, int]:
    """How many messages of a queue wait, and how many are in flight."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return int(found[names[0]]), int(found[names[1]])  # type: ignore[index]


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        ("None", 0),
        ("''", 0),
        ("{}", 0),
        ("{'batchItemFailures': []}", 0),
        ("{'batchItemFailures': None}", 0),
        ("{'batchItemFailures': [{'itemIdentifier': bad}]}", 1),
        ("{'batchItemFailures': [{'itemIdentifier': ''}]}", 3),
        ("{'batchItemFailures': [{'itemIdentifier': None}]}", 3),
        ("{'batchItemFailures': [{'itemIdentifier': 'unknown'}]}", 3),
        ("{'batchItemFailures': [{'identifier': bad}]}", 3),
        ("{'batchItemFailures': 7}", 3),
        ("'not an object'", 3),
        ("1 / 0", 3),
    ],
)
def test_only_what_the_function_took_is_deleted(
    sqs: SQSClient, deploy: Deploy, answer: str, failed: int
) -> None:
    url = sqs.create_queue(QueueName="neoapp-hom-sample")["QueueUrl"]
    for body in ("good", "bad", "good"):
        sqs.send_message(QueueUrl=url, MessageBody=body)
    function = deploy(
        "def handler(event, context):\n"
        "    bad = next(r['messageId'] for r in event['Records'] if r['body'] == 'bad')\n"
        f"    return {answer}"
    )

    delivery = QueueSource(sqs, url, function, "hom").deliver()

    assert delivery is not None
    assert delivery.failed == failed
    assert remaining(sqs, url) == (0, failed)


def test_what_keeps_failing_ends_in_the_dead_letter_queue(sqs: SQSClient, deploy: Deploy) -> None:
    dead = sqs.create_queue(QueueName="neoapp-hom-sample-dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])
    policy = {"deadLetterTargetArn": arn["Attributes"]["QueueArn"], "maxReceiveCount": 2}
    url = sqs.create_queue(
        QueueName="neoapp-hom-sample",
        Attributes={"RedrivePolicy": json.dumps(policy), "VisibilityTimeout": "0"},
    )["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="poison")
    source = QueueSource(sqs, url, deploy("def handler(event, context): 1 / 0"), "hom")

    assert [delivery.failed for delivery in source.drain()] == [1, 1]
    assert remaining(sqs, dead) == (1, 0)


def test_a_drain_ends_when_the_function_keeps_feeding_its_own_queue(
    sqs: SQSClient, deploy: Deploy
) -> None:
    url = sqs.create_queue(QueueName="neoapp-hom-sample", Attributes={"VisibilityTimeout": "0"})[
        "QueueUrl"
    ]
    sqs.send_message(QueueUrl=url, MessageBody="again")
    source = QueueSource(sqs, url, deploy("def handler(event, context): 1 / 0"), "hom")

    assert len(list(source.drain(max_batches=5))) == 5
