"""Sending jobs to a queue of the running stage.

Source: Amazon SQS API Reference, "SendMessage".
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from ._invocation import Invocation, current_invocation
from ._stage import Stage
from .config import client
from .errors import EnqueueError, StageError

LARGEST = 1_048_576
_UNFIT = re.compile("[\\ud800-\\udfff\\ufffe\\uffff]")
LONGEST_DELAY = 900


def enqueue(
    queue_url: str,
    job: str,
    payload: Any,
    *,
    delay_seconds: int = 0,
    group: str | None = None,
    deduplication_id: str | None = None,
) -> str:
    """Put a job on a queue of the running stage; returns SQS's message id.

    payload: a pydantic model or JSON values, at most 1 MiB with its envelope.
    delay_seconds: 0 to 900; a FIFO queue takes none.
    group: message group, required for a FIFO queue. deduplication_id: for a FIFO queue; by default
    the digest of the message, so that only an identical one of the same correlation is dropped.
    Raises StageError for a queue of another stage, EnqueueError when the message is not taken.
    """
    now = current_invocation()
    check_stage(queue_url, now.stage)
    message = entry(
        now,
        queue_url,
        job,
        payload,
        delay_seconds=delay_seconds,
        group=group,
        deduplication_id=deduplication_id,
    )
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        sent = client("sqs").send_message(QueueUrl=queue_url, **message)
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "unknown")
        reason = f"SQS answered {code}"
    except BotoCoreError as error:
        reason = f"SQS could not be reached ({type(error).__name__})"
    else:
        return sent["MessageId"]
    raise EnqueueError(f"job {job!r} was not put on {queue_url}: {reason}", job=job, failed=(0,))


def check_stage(queue_url: str, stage: Stage) -> None:
    """Raise StageError when the queue's name carries another stage than `stage`."""
    name = queue_url.rstrip("/").rpartition("/")[2]
    named = [part for part in re.split(r"[-_.]", name) if part in Stage]
    if named and named[0] != stage:
        raise StageError(
            f"the queue {name} is of the stage {named[0]}, but {stage} is running; "
            f"a lambda enqueues to its own stage alone"
        )


def entry(
    now: Invocation,
    queue_url: str,
    job: str,
    payload: Any,
    *,
    delay_seconds: int = 0,
    group: str | None = None,
    deduplication_id: str | None = None,
    position: int = 0,
) -> dict[str, Any]:
    """SendMessage's parameters for one job, checked against what the queue can take.

    position: of the payload in a batch, which tells equal payloads apart.
    """
    body = envelope(now, job, payload)
    size = len(body.encode())
    if size > LARGEST:
        raise EnqueueError(
            f"job {job!r} makes a message of {size} bytes, SQS takes {LARGEST}; "
            "put what is large into the stage's bucket and send its key",
            job=job,
            failed=(position,),
        )
    if not 0 <= delay_seconds <= LONGEST_DELAY:
        raise EnqueueError(
            f"job {job!r}: delay_seconds is {delay_seconds}, SQS takes 0 to {LONGEST_DELAY}",
            job=job,
            failed=(position,),
        )
    message: dict[str, Any] = {"MessageBody": body}
    if now.trace.xray:
        header = {"StringValue": now.trace.xray, "DataType": "String"}
        message["MessageSystemAttributes"] = {"AWSTraceHeader": header}
    if not queue_url.endswith(".fifo"):
        if delay_seconds:
            message["DelaySeconds"] = delay_seconds
        if group:
            message["MessageGroupId"] = group
        return message
    if not group or delay_seconds:
        what = "takes no delay for a single message" if delay_seconds else "needs `group`"
        raise EnqueueError(
            f"job {job!r}: the FIFO queue {queue_url} {what}", job=job, failed=(position,)
        )
    message["MessageGroupId"] = group
    message["MessageDeduplicationId"] = deduplication_id or digest(
        now, job, payload, group, position
    )
    return message


def digest(now: Invocation, job: str, payload: Any, group: str, position: int) -> str:
    """What tells two messages of a FIFO queue apart: all of them but the trace."""
    said = [group, job, now.stage.value, now.correlation_id, json_values(payload), position]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def envelope(now: Invocation, job: str, payload: Any) -> str:
    """The message's body: the job, its payload, and whose it is."""
    found = {
        "job": job,
        "payload": json_values(payload),
        "stage": now.stage.value,
        "correlation_id": now.correlation_id,
        "traceparent": now.trace.traceparent,
    }
    if now.trace.state:
        found["tracestate"] = now.trace.state
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    # SQS refuses these characters, but not their escapes.
    return json.dumps(found, separators=(",", ":")) if _UNFIT.search(body) else body


def json_values(payload: Any) -> Any:
    """A pydantic model, or anything pydantic can write, as JSON values."""
    from pydantic import BaseModel
    from pydantic_core import to_jsonable_python

    if isinstance(payload, BaseModel):
        # By alias and without computed fields: what is written must validate again.
        return payload.model_dump(mode="json", by_alias=True, round_trip=True)
    return to_jsonable_python(payload)
