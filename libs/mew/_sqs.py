"""A batch of an SQS queue: partial failure, and the order of a FIFO queue's groups.

Source: AWS Lambda Developer Guide, "Handling errors for an SQS event source in Lambda"
(ReportBatchItemFailures; FIFO: stop at the first failure of a group and return what follows).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import _log
from ._deliveries import Delivery, of_message
from ._invocation import activate, current_invocation
from ._trace import clean_correlation_id, new_trace

if TYPE_CHECKING:
    from .jobs import Jobs

type Record = Mapping[str, Any]


def run_batch(jobs: Jobs, records: Sequence[Record]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run each record; the partial batch response, and what the log line says about it."""
    failed: list[str] = []
    broken_groups: set[str] = set()
    for record in records:
        group = _group(record)
        if group is not None and group in broken_groups:
            failed.append(record["messageId"])
            continue
        if not _run(jobs, record):
            failed.append(record["messageId"])
            if group is not None:
                broken_groups.add(group)
    answer = {"batchItemFailures": [{"itemIdentifier": item} for item in failed]}
    outcome = "partial" if failed else "ok"
    return answer, {"outcome": outcome, "messages": len(records), "failed": len(failed)}


def _group(record: Record) -> str | None:
    if not str(record.get("eventSourceARN", "")).endswith(".fifo"):
        return None
    group: str | None = (record.get("attributes") or {}).get("MessageGroupId")
    return group


def _run(jobs: Jobs, record: Record) -> bool:
    try:
        for delivery in of_message(record["body"]):
            with activate(_continued(delivery, record)):
                jobs.run(delivery)
    except Exception as error:  # noqa: BLE001
        attributes = record.get("attributes") or {}
        _log.emit(
            "ERROR",
            "message failed",
            {
                "message_id": record.get("messageId"),
                "queue": str(record.get("eventSourceARN", "")).rpartition(":")[2],
                "receive_count": attributes.get("ApproximateReceiveCount"),
                "job": getattr(error, "job", None),
                **_log.describe(error),
            },
        )
        return False
    return True


def _continued(delivery: Delivery, record: Record) -> Any:
    """The running invocation, with the sender's correlation id and trace."""
    now = current_invocation()
    xray = str((record.get("attributes") or {}).get("AWSTraceHeader", ""))
    return now._replace(
        correlation_id=clean_correlation_id(delivery.correlation_id) or record["messageId"],
        trace=new_trace(delivery.traceparent, delivery.tracestate, xray),
    )
