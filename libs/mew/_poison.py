"""Messages that can never succeed, and a queue of the stage to keep them with their reason."""

from __future__ import annotations

from typing import Any, NamedTuple

from ._invocation import current_invocation
from ._queue import check_stage
from .config import client
from .errors import InvalidPayload, PermanentFailure, StageError


class Poison(NamedTuple):
    """A message that is given up.

    message_id, queue: where it came from.  job: its name, when it has one.  error: the error's
    type.  reason: in words without values.  body: the message as it came; holds the payload.
    """

    message_id: str
    queue: str
    job: str | None
    error: str
    reason: str
    body: str


def is_poison(error: Exception) -> bool:
    """Whether trying again cannot help, whatever the job's own policy is."""
    return isinstance(error, InvalidPayload | PermanentFailure | StageError)


def bury(queue_url: str, poison: Poison) -> None:
    """Put a poison message on a queue of the running stage, with its reason as attributes.

    Use it as `Jobs(on_poison=lambda poison: bury(Settings.load().dead_letters_url, poison))`.
    Raises StageError for a queue of another stage, and boto3's ClientError: the message then stays
    in its own queue.
    """
    check_stage(queue_url, current_invocation().stage)
    told = {
        "job": poison.job or "unknown",
        "queue": poison.queue,
        "error": poison.error,
        "reason": poison.reason[:1000],
        "message_id": poison.message_id,
    }
    attributes: Any = {
        name: {"DataType": "String", "StringValue": value} for name, value in told.items() if value
    }
    group = {"MessageGroupId": poison.message_id} if queue_url.endswith(".fifo") else {}
    once = {"MessageDeduplicationId": poison.message_id} if group else {}
    sent: Any = {"MessageBody": poison.body, "MessageAttributes": attributes, **group, **once}
    client("sqs").send_message(QueueUrl=queue_url, **sent)
