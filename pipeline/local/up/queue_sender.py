"""Puts a message into a queue of a lambda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import UsageError
from .queue_list import consumed, consumed_name

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

__all__ = ["send_message"]


def send_message(
    sqs: SQSClient, lambda_name: str, queue: str | None, stage: str, body: str
) -> tuple[str, str]:
    """Sends `body`; the queue's name and the message's id.

    Args:
        sqs: a client of the cloud.
        lambda_name: whose queue.
        queue: the queue's full name, or what follows the lambda's own name in it; None where the
            lambda has one alone.
        stage: which stage's.
        body: the message.

    Raises:
        UsageError: there is no such queue, or more than one.
    """
    urls = sqs.list_queues().get("QueueUrls", [])
    mine = {name: url for url in urls if consumed(name := _name(url), lambda_name, stage)}
    base = consumed_name(lambda_name, stage)
    if queue is None:
        wanted = [base, f"{base}.fifo"]
    else:
        wanted = [queue, f"{base}-{queue}", f"{base}-{queue}.fifo"]
    found = [name for name in mine if name in wanted]
    if len(found) != 1:
        raise UsageError(
            f"{lambda_name} has no queue {queue or base!r} at {stage}; it has:"
            f" {', '.join(sorted(mine)) or 'none'}"
        )
    url = mine[found[0]]
    if url.endswith(".fifo"):
        sent = sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="send")
    else:
        sent = sqs.send_message(QueueUrl=url, MessageBody=body)
    return found[0], sent["MessageId"]


def _name(url: str) -> str:
    return url.rsplit("/", 1)[-1]
