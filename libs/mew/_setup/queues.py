"""Queues of this machine.

Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS", on the visibility timeout and on
dead-letter queues.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.literals import QueueAttributeNameType

_VISIBILITY_SECONDS = 180
"""Six times the 30 s that a function has unless its BUILD says otherwise."""
_RECEIVES = 10
"""Before a message goes to the dead-letter queue."""


def make_queue(sqs: SQSClient, name: str, *, consumed: bool) -> None:
    """Make a queue, `-dead` beside it.

    consumed: the lambda takes its messages, so it decides what the queue is like. Who only sends to it
    leaves a queue that is there as it is.
    """
    stem, dot, fifo = name.partition(".fifo")
    kind: dict[QueueAttributeNameType, str] = {"FifoQueue": "true"} if dot else {}
    dead = sqs.create_queue(QueueName=f"{stem}-dead{dot}{fifo}", Attributes=kind)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]
    redrive = {"deadLetterTargetArn": arn["QueueArn"], "maxReceiveCount": _RECEIVES}
    ours: dict[QueueAttributeNameType, str] = {
        "RedrivePolicy": json.dumps(redrive),
        "VisibilityTimeout": str(_VISIBILITY_SECONDS),
    }
    try:
        sqs.create_queue(QueueName=name, Attributes=kind | ours)
    except sqs.exceptions.QueueNameExists:
        if consumed:
            url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
            sqs.set_queue_attributes(QueueUrl=url, Attributes=ours)
