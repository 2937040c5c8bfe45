"""Two thousand messages through a function that fails in every way that a function can.

Expectation: AWS Lambda developer guide, "Handling errors for an SQS event source in Lambda".
"""

from __future__ import annotations

import collections
import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.local.cloud import LocalCloud

from .conftest import NAME, zipped

MESSAGES = 2000
POISON = 25
LIMIT_SECONDS = 120
QUIET_LOOKS = 10

# What a message says happens the first time that it is received; poison fails for ever. What was
# taken is noted in a file, which outlives every environment.
CODE = """
import json, os, time

def handler(event, context):
    failed = []
    with open({path!r}, "a", buffering=1) as notes:
        for record in event["Records"]:
            number, kind = json.loads(record["body"])
            first = record["attributes"]["ApproximateReceiveCount"] == "1"
            notes.write(f"got {{number}}\\n")
            if first and kind == "exception":
                raise ValueError(number)
            if first and kind == "crash":
                os._exit(1)
            if first and kind == "timeout":
                time.sleep(60)
            if kind == "poison" or first and kind == "partly":
                failed.append({{"itemIdentifier": record["messageId"]}})
                continue
            record["taken"] = number
        # Only now is it sure that the service hears of it.
        for record in event["Records"]:
            if "taken" in record:
                notes.write(f"took {{record['taken']}}\\n")
    return {{"batchItemFailures": failed}}
"""


def kind_of(number: int) -> str:
    """Most messages are ordinary; of every eighty one fails in each of the ways."""
    return {10: "exception", 30: "partly", 50: "partly", 70: "poison"}.get(
        number % 80, {200: "crash", 700: "timeout", 1200: "crash"}.get(number, "ordinary")
    )


class Busy:
    """Counts the invocations that are running."""

    def __init__(self) -> None:
        self.running = 0
        self._lock = threading.Lock()

    def invocation_started(self, *_: object) -> None:
        with self._lock:
            self.running += 1

    def invocation_ended(self, *_: object) -> None:
        with self._lock:
            self.running -= 1

    def line_logged(self, *_: object) -> None:
        pass


@pytest.fixture
def busy() -> Busy:
    return Busy()


@pytest.fixture
def cloud(busy: Busy) -> Iterator[LocalCloud]:
    with LocalCloud(busy) as cloud:
        yield cloud


def test_none_is_lost_poison_is_set_aside_and_nothing_comes_again_after_success(
    cloud: LocalCloud, busy: Busy, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    notes.touch()
    client, sqs = cloud.aws.client("lambda"), cloud.aws.client("sqs")
    dead = sqs.create_queue(QueueName="neoapp-hom-sample-dead")["QueueUrl"]
    policy = {
        "deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:neoapp-hom-sample-dead",
        "maxReceiveCount": 6,
    }
    url = sqs.create_queue(
        QueueName="neoapp-hom-sample",
        Attributes={"RedrivePolicy": json.dumps(policy), "VisibilityTimeout": "60"},
    )["QueueUrl"]
    client.create_function(
        FunctionName=NAME,
        Runtime="python3.13",
        Role="arn:aws:iam::123456789012:role/sample",
        Handler="lambda_function.handler",
        Code={"ZipFile": zipped(CODE.format(path=str(notes)))},
        Timeout=3,
    )
    client.create_event_source_mapping(
        EventSourceArn="arn:aws:sqs:us-east-1:123456789012:neoapp-hom-sample",
        FunctionName=NAME,
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )

    for first in range(0, MESSAGES, 10):
        sqs.send_message_batch(
            QueueUrl=url,
            Entries=[
                {"Id": str(number), "MessageBody": json.dumps([number, kind_of(number)])}
                for number in range(first, first + 10)
            ],
        )
    pass_hidden_times_until_empty(cloud, url, busy)

    poison = {number for number in range(MESSAGES) if kind_of(number) == "poison"}
    assert len(poison) == POISON
    got: collections.Counter[int] = collections.Counter()
    taken: set[int] = set()
    for what, number in re.findall(r"(got|took) (\d+)\n", notes.read_text()):
        if what == "took":
            taken.add(int(number))
        else:
            assert int(number) not in taken, "it came again after success"
            got[int(number)] += 1
    assert taken == set(range(MESSAGES)) - poison
    assert {got[number] for number in poison} == {6}
    assert set_aside(cloud, dead) == poison


def pass_hidden_times_until_empty(cloud: LocalCloud, url: str, busy: Busy) -> None:
    """Moves the clock whenever nothing is left but messages that are hidden after a failure."""
    sqs = cloud.aws.client("sqs")
    limit = time.monotonic() + LIMIT_SECONDS
    before: list[tuple[int, int, int]] = []
    while True:
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        waiting = int(found["ApproximateNumberOfMessages"])
        hidden = int(found["ApproximateNumberOfMessagesNotVisible"])
        if not waiting + hidden:
            return
        assert time.monotonic() < limit, found
        before = [*before[-QUIET_LOOKS:], (waiting, hidden, busy.running)]
        if before == [(0, hidden, 0)] * (QUIET_LOOKS + 1):
            cloud.clock.pass_by(60)
            before = []
        time.sleep(0.1)


def set_aside(cloud: LocalCloud, dead: str) -> set[int]:
    sqs = cloud.aws.client("sqs")
    numbers: list[int] = []
    while messages := sqs.receive_message(QueueUrl=dead, MaxNumberOfMessages=10).get("Messages"):
        numbers += [json.loads(message["Body"])[0] for message in messages]
    assert len(numbers) == len(set(numbers))
    return set(numbers)
