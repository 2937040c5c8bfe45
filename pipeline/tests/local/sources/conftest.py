from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.local.cloud import LocalCloud
from pipeline.tests.local.clock import Clock

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient
    from types_boto3_sqs import SQSClient

NAME = "neoapp_sample"
ARN = f"arn:aws:lambda:us-east-1:123456789012:function:{NAME}"
LIMIT_SECONDS = 30

# Sends every event that it gets to the queue `seen`, with the alias, and then does as it is told.
SEEN = """
import json, os
from urllib.request import Request, urlopen

def seen(arn, event):
    body = {"QueueUrl": os.environ["AWS_ENDPOINT_URL"] + "/123456789012/seen",
            "MessageBody": json.dumps({"arn": arn, "event": event})}
    urlopen(Request(os.environ["AWS_ENDPOINT_URL"], json.dumps(body).encode(), {
        "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AmazonSQS.SendMessage",
        "Authorization": "AWS4-HMAC-SHA256 Credential=local/20260302/us-east-1/sqs/aws4_request"}))

def handler(event, context):
    seen(context.invoked_function_arn, event)
    return told(event)
"""


def eventually[T](look: Callable[[], T | None]) -> T:
    """What `look` gives as soon as it gives something."""
    limit = time.monotonic() + LIMIT_SECONDS
    while not (found := look()):
        assert time.monotonic() < limit, "it did not happen"
        time.sleep(0.02)
    return found


def zipped(code: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("lambda_function.py"), code)
    return content.getvalue()


class Sources:
    """A cloud with one function, and the queue that says what the function saw."""

    def __init__(self, cloud: LocalCloud, clock: Clock) -> None:
        self.cloud = cloud
        self.clock = clock
        self.client: LambdaClient = cloud.aws.client("lambda")
        self.sqs: SQSClient = cloud.aws.client("sqs")
        self.seen_url = f"{cloud.aws.url}/123456789012/seen"

    def anew(self) -> None:
        """Forgets everything but the queue that says what the function saw."""
        self.cloud.functions.close()
        for mapping in self.cloud.sources.mappings.all():
            self.cloud.sources.mappings.delete(mapping.uuid)
        self.cloud.aws.reset()
        self.sqs.create_queue(QueueName="seen")

    def function(self, told: str = "def told(event): pass", **more: Any) -> None:
        """Makes the function; `told` says what it does, after it said what it saw."""
        self.client.create_function(
            FunctionName=NAME,
            Runtime="python3.13",
            Role="arn:aws:iam::123456789012:role/sample",
            Handler="lambda_function.handler",
            Code={"ZipFile": zipped(SEEN + told)},
            Publish=True,
            **more,
        )
        self.client.create_alias(FunctionName=NAME, Name="hom", FunctionVersion="1")

    def seen(self) -> Any:
        """The next event that the function saw, with the ARN it was invoked by."""
        found = eventually(
            lambda: self.sqs.receive_message(QueueUrl=self.seen_url, WaitTimeSeconds=1).get(
                "Messages"
            )
        )
        self.sqs.delete_message(QueueUrl=self.seen_url, ReceiptHandle=found[0]["ReceiptHandle"])
        return json.loads(found[0]["Body"])

    def nothing_seen(self) -> bool:
        """Whether the function saw nothing more."""
        return not self.sqs.receive_message(QueueUrl=self.seen_url).get("Messages")

    def queue(self, name: str, **attributes: str) -> tuple[str, str]:
        """Makes a queue: its URL and its ARN."""
        if name.endswith(".fifo"):
            attributes |= {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
        url = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]  # type: ignore[arg-type]
        return url, f"arn:aws:sqs:us-east-1:123456789012:{name}"

    def remaining(self, url: str) -> tuple[int, int]:
        """How many messages of a queue wait, and how many are in flight."""
        found = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return (
            int(found["ApproximateNumberOfMessages"]),
            int(found["ApproximateNumberOfMessagesNotVisible"]),
        )


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def cloud(clock: Clock) -> Iterator[LocalCloud]:
    with LocalCloud(clock=clock) as cloud:
        yield cloud


@pytest.fixture(scope="module")
def _sources(cloud: LocalCloud, clock: Clock) -> Sources:
    return Sources(cloud, clock)


@pytest.fixture
def sources(_sources: Sources) -> Sources:
    _sources.anew()
    return _sources
