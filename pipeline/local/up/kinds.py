"""What caused an invocation, told by the shape of its event.

Source: AWS Lambda developer guide, the example event of each service.
"""

from __future__ import annotations

import json

__all__ = ["kind_of"]

_SOURCES = {"aws:sqs": "queue", "aws:sns": "topic", "aws:s3": "bucket"}


def kind_of(payload: bytes) -> str:
    """`http`, `queue`, `topic`, `bucket`, `schedule`, `rule`, or `event` for all else."""
    event = json.loads(payload)
    if not isinstance(event, dict):
        return "event"
    if "requestContext" in event:
        return "http"
    if "detail-type" in event:
        return "schedule" if event.get("source") in {"aws.events", "aws.scheduler"} else "rule"
    match event.get("Records"):
        case [{"eventSource": str(source)}, *_] | [{"EventSource": str(source)}, *_]:
            return _SOURCES.get(source, "event")
    return "event"
