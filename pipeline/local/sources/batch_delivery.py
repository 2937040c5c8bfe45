"""Takes one batch of a queue to a function, and off the queue where the function took it.

Source: AWS Lambda developer guide, "Handling errors for an SQS event source in Lambda": what failed
stays on the queue and becomes visible again; what was throttled is tried again until it does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from ..errors import ServiceRefused, TooManyRequests
from ..function import Function, Response
from .filters import RecordFilter
from .mapping import MappingSettings
from .sqs_records import failed_ids, payloads, sqs_record

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.type_defs import MessageTypeDef

__all__ = ["BatchDelivery"]

_MOST_AT_ONCE = 10
_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 2.0


class BatchDelivery:
    """Delivers batches of one queue; thread-safe.

    Args:
        sqs: a client of the queue's server.
        url: the queue's URL.
        settings: the mapping's.
        find: finds the function.
        clock: seconds that only go forward.
        stopped: set when nothing is to be tried again.
    """

    def __init__(
        self,
        sqs: SQSClient,
        url: str,
        settings: MappingSettings,
        find: Callable[[], Function],
        clock: Callable[[], float],
        stopped: threading.Event,
    ) -> None:
        self._sqs = sqs
        self._url = url
        self._settings = settings
        self._filter = RecordFilter(settings.filters)
        self._find = find
        self._clock = clock
        self._stopped = stopped

    def deliver(self, messages: Sequence[MessageTypeDef]) -> str:
        """Delivers `messages`, which were just received.

        Returns:
            What the mapping says of it: `OK`, or the problem.
        """
        until = self._clock() + self._visibility_seconds()
        records = [sqs_record(message, self._settings.queue_arn) for message in messages]
        wanted = [record for record in records if self._filter.lets_through(record)]
        taken = {record["messageId"] for record in records if record not in wanted}
        problem = "OK"
        for ids, payload in payloads(wanted):
            try:
                response = self._invoke(payload, until)
            except ServiceRefused as error:
                problem = f"PROBLEM: {error}"
                continue
            failed = failed_ids(response, ids, reports=self._settings.reports_failures)
            taken |= ids - failed
            if failed:
                problem = "PROBLEM: Function call failed"
        self._delete([record for record in records if record["messageId"] in taken])
        return problem

    def _invoke(self, payload: bytes, until: float) -> Response:
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                return self._find().invoke(payload, self._settings.function.qualifier)
            except TooManyRequests:
                if self._clock() + pause >= until or self._stopped.wait(pause):
                    raise
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def _visibility_seconds(self) -> float:
        try:
            found = self._sqs.get_queue_attributes(
                QueueUrl=self._url, AttributeNames=["VisibilityTimeout"]
            )
        except ClientError:
            # The queue is gone; who polls it says so.
            return 0.0
        return float(found["Attributes"]["VisibilityTimeout"])

    def _delete(self, records: Sequence[dict[str, Any]]) -> None:
        for start in range(0, len(records), _MOST_AT_ONCE):
            entries: Any = [
                {"Id": str(number), "ReceiptHandle": record["receiptHandle"]}
                for number, record in enumerate(records[start : start + _MOST_AT_ONCE])
            ]
            try:
                self._sqs.delete_message_batch(QueueUrl=self._url, Entries=entries)
            except ClientError:
                # Deleted with its messages while the function worked on them.
                return
