"""A batch of SQS messages as a function gets it, and which of them it did not take.

Source: AWS Lambda developer guide, "Using Lambda with Amazon SQS" and "Handling errors for an SQS
event source in Lambda", section "Implementing partial batch responses".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..function import Response
from ..payload import MAX_REQUEST_BYTES
from ..version import REGION

if TYPE_CHECKING:
    from types_boto3_sqs.type_defs import MessageTypeDef

__all__ = ["failed_ids", "payloads", "sqs_record"]


def sqs_record(message: MessageTypeDef, queue_arn: str) -> dict[str, Any]:
    """One record of the event that a received message becomes."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": dict(message.get("Attributes", {})),
        "messageAttributes": {
            name: {key[0].lower() + key[1:]: value for key, value in attribute.items()}
            for name, attribute in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": REGION,
    }


def payloads(
    records: Sequence[dict[str, Any]], limit: int = MAX_REQUEST_BYTES
) -> Iterator[tuple[set[str], bytes]]:
    """The events that `records` make: one, or more where one would be too large.

    Args:
        records: what `sqs_record` gave.
        limit: how large an event may be, in bytes.

    Yields:
        The ids of an event's messages, and the event.
    """
    if not records:
        return
    payload = json.dumps({"Records": records}).encode()
    if len(payload) <= limit or len(records) == 1:
        yield {record["messageId"] for record in records}, payload
        return
    half = len(records) // 2
    yield from payloads(records[:half], limit)
    yield from payloads(records[half:], limit)


def failed_ids(response: Response, ids: set[str], *, reports: bool = True) -> set[str]:
    """Which messages of a batch the function did not take.

    All of them when it raised, and when what it says of failures cannot be understood.

    Args:
        response: its answer.
        ids: the batch's messages.
        reports: whether it may name single messages (`ReportBatchItemFailures`).
    """
    if response.function_error is not None:
        return ids
    if not reports:
        return set()
    answer = response.json()
    if not answer:
        return set()
    if not isinstance(answer, dict):
        return ids
    try:
        named = {failure["itemIdentifier"] for failure in answer.get("batchItemFailures") or ()}
    except (TypeError, KeyError):
        return ids
    unknown = named - ids
    return ids if unknown else named
