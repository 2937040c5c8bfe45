"""A batch of an SQS queue: partial failure, and the order of a FIFO queue's groups.

Source: AWS Lambda Developer Guide, "Handling errors for an SQS event source in Lambda"
(ReportBatchItemFailures; FIFO: stop at the first failure of a group and return what follows).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import _log
from ._deliveries import Delivery, of_message
from ._invocation import Invocation, activate, current_invocation
from ._poison import Poison, is_poison
from ._trace import clean_correlation_id, new_trace
from .config import client
from .errors import Retry

if TYPE_CHECKING:
    from ._job import Job
    from .jobs import Jobs

MARGIN = 0.5
"""Seconds kept back to answer in: what is done must be acknowledged before Lambda stops us."""

LONGEST_HIDDEN = 43_200


def run_batch(
    jobs: Jobs, records: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run each record; the partial batch response, and what the log line says about it."""
    failed: list[str] = []
    stopped: set[str] = set()
    for position, raw in enumerate(records):
        message = _Message(raw)
        if message.group is not None and message.group in stopped:
            failed.append(message.id)
            continue
        if current_invocation().remaining_seconds() <= MARGIN:
            rest = [_Message(one).id for one in records[position:]]
            _log.emit("WARNING", "batch cut short: no time left", {"messages": len(rest)})
            failed.extend(rest)
            break
        if not message.run(jobs):
            failed.append(message.id)
            if message.group is not None:
                stopped.add(message.group)
    answer = {"batchItemFailures": [{"itemIdentifier": item} for item in failed]}
    outcome = "partial" if failed else "ok"
    return answer, {"outcome": outcome, "messages": len(records), "failed": len(failed)}


class _Message:
    """One record of a batch."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._record = record
        self._arn = str(record.get("eventSourceARN", ""))
        self._attributes: Mapping[str, Any] = record.get("attributes") or {}
        self._job: Job | None = None
        self.id = str(record["messageId"])
        fifo = self._arn.endswith(".fifo")
        self.group: str | None = self._attributes.get("MessageGroupId") if fifo else None

    def run(self, jobs: Jobs) -> bool:
        """Whether the message is done with: it ran, or it is poison and was recorded."""
        try:
            for delivery in of_message(self._record["body"]):
                with activate(self._continued(delivery)) as now:
                    self._job = jobs.find(delivery)
                    self._job.run(delivery.payload, now.remaining_seconds() - MARGIN)
        except Exception as error:  # noqa: BLE001
            return self._failed(jobs, error)
        return True

    def _continued(self, delivery: Delivery) -> Invocation:
        """The running invocation, with the sender's correlation id and trace."""
        xray = str(self._attributes.get("AWSTraceHeader", ""))
        return current_invocation()._replace(
            correlation_id=clean_correlation_id(delivery.correlation_id) or self.id,
            trace=new_trace(delivery.traceparent, delivery.tracestate, xray),
        )

    def _failed(self, jobs: Jobs, error: Exception) -> bool:
        received = int(self._attributes.get("ApproximateReceiveCount", 1))
        most = self._job.policy.attempts if self._job is not None else None
        poison = is_poison(error) or (most is not None and received >= most)
        told = {
            "message_id": self.id,
            "queue": self._arn.rpartition(":")[2],
            "receive_count": received,
            "job": self._job.name if self._job is not None else getattr(error, "job", None),
            **_log.describe(error),
        }
        done = poison and self._record_poison(jobs, told)
        if isinstance(error, Retry) and not poison:
            _log.emit("WARNING", "message put back", told)
        else:
            _log.emit("ERROR", "message recorded as poison" if done else "message failed", told)
        if not done and not poison:
            self._hide(error, received)
        return done

    def _record_poison(self, jobs: Jobs, told: Mapping[str, Any]) -> bool:
        if jobs.on_poison is None:
            return False
        try:
            jobs.on_poison(
                Poison(
                    message_id=self.id,
                    queue=told["queue"],
                    job=told["job"],
                    error=told["error"],
                    reason=told.get("reason", told["error"]),
                    body=self._record["body"],
                )
            )
        except Exception as error:  # noqa: BLE001
            told = {"message_id": self.id, **_log.describe(error)}
            _log.emit("ERROR", "poison message could not be recorded", told)
            return False
        return True

    def _hide(self, error: Exception, received: int) -> None:
        """Have the queue deliver the message again when the job or its policy says so."""
        seconds = error.after_seconds if isinstance(error, Retry) else None
        steps = self._job.policy.retry_after if self._job is not None else ()
        if seconds is None and steps:
            seconds = steps[min(received, len(steps)) - 1]
        if seconds is None:
            return
        try:
            sqs = client("sqs")
            account, name = self._arn.split(":")[4:6]
            sqs.change_message_visibility(
                QueueUrl=f"{sqs.meta.endpoint_url}/{account}/{name}",
                ReceiptHandle=self._record["receiptHandle"],
                VisibilityTimeout=max(0, min(seconds, LONGEST_HIDDEN)),
            )
        except Exception as failure:  # noqa: BLE001
            # The queue's own visibility timeout applies then: later or sooner, but never lost.
            told = {"message_id": self.id, **_log.describe(failure)}
            _log.emit("WARNING", "the message's delay could not be set", told)
