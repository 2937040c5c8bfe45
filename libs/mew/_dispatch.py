"""From an event that is no HTTP to the jobs that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _deliveries as read
from . import _log
from ._events import S3, DirectJob, Shape, Sns, Sqs
from ._sqs import run_batch

if TYPE_CHECKING:
    from .jobs import Jobs


def dispatch(jobs: Jobs, shape: type[Shape], event: Any) -> tuple[Any, dict[str, Any]]:
    """The answer to Lambda, and what the log line says about it.

    Errors of a direct job propagate, for Lambda reports them to the caller. So do those of SNS, S3
    and EventBridge, which Lambda tries again; with several records the rest is still done first.
    """
    if shape is Sqs:
        return run_batch(jobs, event["Records"])
    if shape is DirectJob:
        delivery = read.of_job(event)
        return jobs.run(delivery), {"outcome": "ok", "job": delivery.name}
    if shape is Sns:
        deliveries = [read.of_sns(record["Sns"]) for record in event["Records"]]
    elif shape is S3:
        deliveries = [read.of_s3(record) for record in event["Records"]]
    else:
        deliveries = [read.of_rule(event)]
    failed: Exception | None = None
    for delivery in deliveries:
        try:
            jobs.run(delivery)
        except Exception as error:  # noqa: BLE001
            if failed is not None:
                _log.emit("ERROR", "job failed", {"job": delivery.name, **_log.describe(failed)})
            failed = error
    if failed is not None:
        raise failed
    return None, {"outcome": "ok", "deliveries": len(deliveries)}
