"""What an event asks of the jobs, one `Delivery` each, whatever brought it.

A message may have come the long way (SNS, S3 or EventBridge into a queue); it is unpacked here, so
that a job sees the same payload by every road.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from .errors import InvalidPayload

type Json = Mapping[str, Any]


class Delivery(NamedTuple):
    """A payload and whom it is for.

    source: `job`, or what a job is bound to: `sns`, `s3`, `rule`.  name: of the job, topic, bucket
    or rule.  payload: decoded JSON, or text where the sender sent no JSON.  stage: what the sender
    stated, or None.  The rest continues the sender's trace.
    """

    source: str
    name: str
    payload: Any
    stage: str | None = None
    correlation_id: object = None
    traceparent: str = ""
    tracestate: str = ""


def of_job(body: Json) -> Delivery:
    """From a direct event or from the envelope that `enqueue` wrote."""
    name, stage = body.get("job"), body.get("stage")
    if not isinstance(name, str) or not isinstance(stage, str | None):
        raise InvalidPayload("`job` and `stage` of a job's envelope must be text")
    return Delivery(
        source="job",
        name=name,
        payload=body.get("payload", {}),
        stage=stage,
        correlation_id=body.get("correlation_id"),
        traceparent=_text(body.get("traceparent")),
        tracestate=_text(body.get("tracestate")),
    )


def of_sns(notification: Json) -> Delivery:
    """From the `Sns` member of a record, or from a notification in a queue."""
    message = _text(notification.get("Message"))
    try:
        payload = json.loads(message)
    except ValueError:
        payload = message
    return Delivery("sns", _text(notification.get("TopicArn")).rpartition(":")[2], payload)


def of_s3(record: Json) -> Delivery:
    """From an S3 record: a flat object with `bucket`, `key` (decoded), `size`, `etag`, ..."""
    s3: Json = record.get("s3") or {}
    bucket, item = s3.get("bucket") or {}, s3.get("object") or {}
    name = _text(bucket.get("name"))
    payload = {
        "bucket": name,
        "key": unquote_plus(_text(item.get("key"))),
        "size": item.get("size"),
        "etag": item.get("eTag"),
        "version_id": item.get("versionId"),
        "sequencer": item.get("sequencer"),
        "event": record.get("eventName"),
        "time": record.get("eventTime"),
    }
    return Delivery("s3", name, payload)


def of_rule(event: Json) -> Delivery:
    """From an EventBridge rule or an EventBridge Scheduler schedule: the payload is `detail`."""
    resources = event.get("resources")
    arn = _text(resources[0]) if isinstance(resources, list) and resources else ""
    detail = event.get("detail")
    if isinstance(detail, str):
        # EventBridge Scheduler sends the text "{}" where a rule sends an object.
        try:
            detail = json.loads(detail)
        except ValueError:
            raise InvalidPayload("`detail` of the event is neither an object nor JSON") from None
    return Delivery("rule", arn.rpartition("/")[2], detail)


def of_message(body: str) -> list[Delivery]:
    """From the body of a queue's message; empty for S3's own test message.

    Raises InvalidPayload when the body is nothing that mew understands.
    """
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise InvalidPayload("the message is no JSON object; send it with mew.jobs.enqueue")
    if "job" in found:
        return [of_job(found)]
    if found.get("Type") == "Notification" and "TopicArn" in found:
        return [of_sns(found)]
    if found.get("Event") == "s3:TestEvent":
        return []
    if isinstance(records := found.get("Records"), list):
        return [of_s3(record) for record in records if isinstance(record, dict)]
    if "detail-type" in found and "source" in found:
        return [of_rule(found)]
    keys = ", ".join(sorted(str(key)[:40] for key in found)[:20])
    raise InvalidPayload(f"the message names no job; its keys are {keys or 'none'}")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
