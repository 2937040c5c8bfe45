"""Which queues a lambda consumes, and how one is emptied on request.

Source: AWS Lambda developer guide, "Using Lambda with Amazon SQS".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .function import Function, Response
from .sources.sqs_records import failed_ids, sqs_record

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

__all__ = ["BATCH_SIZE", "Delivery", "QueueSource", "queues_of"]

BATCH_SIZE = 10


def queues_of(function_name: str, stage: str, sqs: SQSClient) -> list[str]:
    """The URLs of the queues that `function_name` consumes at `stage`.

    By convention `project_some_thing` consumes `project-<stage>-some-thing` and every queue whose
    name goes on from there with a hyphen, but none that is another one's dead-letter queue.
    """
    project, _, functionality = function_name.partition("_")
    name = f"{project}-{stage}-{functionality.replace('_', '-')}"
    urls = sqs.list_queues(QueueNamePrefix=name).get("QueueUrls", [])
    mine = [url for url in urls if _is_named(url.rsplit("/", 1)[-1], name)]
    dead = {_dead_letter_queue(sqs, url) for url in mine}
    return [url for url in mine if url.rsplit("/", 1)[-1] not in dead]


def _is_named(queue: str, name: str) -> bool:
    rest = queue.removesuffix(".fifo").removeprefix(name)
    return not rest or rest.startswith("-")


def _dead_letter_queue(sqs: SQSClient, url: str) -> str | None:
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])
    policy = attributes.get("Attributes", {}).get("RedrivePolicy")
    return json.loads(policy)["deadLetterTargetArn"].rsplit(":", 1)[-1] if policy else None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One batch that went to the function: how many messages, and how many of them failed."""

    queue: str
    messages: int
    failed: int
    response: Response


class QueueSource:
    """Feeds a function with the messages of one queue.

    Args:
        sqs: a client of the queue's server.
        url: the queue's URL.
        function: who consumes the queue.
        qualifier: the alias that the mapping names.
    """

    def __init__(self, sqs: SQSClient, url: str, function: Function, qualifier: str) -> None:
        self._sqs = sqs
        self._url = url
        self._function = function
        self._qualifier = qualifier
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        self.arn = found["Attributes"]["QueueArn"]
        self.name = self.arn.rsplit(":", 1)[-1]

    def deliver(self) -> Delivery | None:
        """Delivers one batch; None when nothing is waiting.

        What failed stays invisible for the queue's visibility timeout and comes again after it, as
        often as the queue's redrive policy allows.
        """
        messages = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=BATCH_SIZE,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        if not messages:
            return None
        records = [sqs_record(message, self.arn) for message in messages]
        response = self._function.invoke(json.dumps({"Records": records}).encode(), self._qualifier)
        failed = failed_ids(response, {record["messageId"] for record in records})
        for message in messages:
            if message["MessageId"] not in failed:
                self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        return Delivery(self.name, len(messages), len(failed), response)

    def drain(self, max_batches: int = 100) -> Iterator[Delivery]:
        """Delivers batch after batch until nothing is waiting, or `max_batches` were delivered."""
        for _ in range(max_batches):
            delivery = self.deliver()
            if delivery is None:
                return
            yield delivery
