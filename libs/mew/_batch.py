"""Sending many jobs: ten a call, failures tried again, nothing lost without a word.

Source: Amazon SQS API Reference, "SendMessageBatch" (10 entries and 1 MiB a call; an entry can fail
while the others succeed).
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ._invocation import current_invocation
from ._queue import LARGEST, check_stage, entry
from .config import client
from .errors import EnqueueError

if TYPE_CHECKING:
    from ._invocation import Invocation

MOST = 10
ATTEMPTS = 6
MARGIN = 1.0
_PASSING = frozenset(
    {
        "InternalError",
        "InternalFailure",
        "RequestThrottled",
        "ServiceUnavailable",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)


def enqueue_batch(
    queue_url: str,
    job: str,
    payloads: Iterable[Any],
    *,
    delay_seconds: int = 0,
    group: Callable[[Any], str] | str | None = None,
    deduplication_id: Callable[[Any], str] | None = None,
) -> list[str]:
    """Put one job per payload on a queue of the running stage; returns their message ids in order.

    All payloads are checked before the first is sent. Entries that SQS fails are tried again, with
    growing waits, as long as the invocation lasts. In a FIFO queue a group's messages go one after
    the other, so that a failure never lets a later one overtake; groups go side by side.
    group, deduplication_id: for a FIFO queue, the same for all or a function of the payload; the
    default id is the digest of payload, correlation and position.
    Raises StageError for a queue of another stage; EnqueueError when a payload cannot be sent
    (nothing is), or when some were not taken: `failed` and `message_ids` then say which.
    """
    now = current_invocation()
    check_stage(queue_url, now.stage)
    entries = []
    for position, payload in enumerate(payloads):
        entries.append(
            entry(
                now,
                queue_url,
                job,
                payload,
                delay_seconds=delay_seconds,
                group=group(payload) if callable(group) else group,
                deduplication_id=deduplication_id(payload) if deduplication_id else None,
                position=position,
            )
        )
    sending = _Sending(now, queue_url, entries)
    sending.run()
    if sending.failed:
        raise EnqueueError(
            f"{len(sending.failed)} of {len(entries)} {job!r} jobs were not put on {queue_url}: "
            f"{', '.join(sorted(sending.reasons))}; `failed` has their positions",
            job=job,
            failed=tuple(sorted(sending.failed)),
            message_ids=sending.sent,
        )
    return [sending.sent[position] for position in range(len(entries))]


class _Sending:
    """Entries on their way: lanes that each keep their order, of which the heads are sent."""

    def __init__(self, now: Invocation, queue_url: str, entries: list[dict[str, Any]]) -> None:
        self._now = now
        self._url = queue_url
        self._entries = entries
        self._lanes: dict[object, deque[int]] = {}
        for position, one in enumerate(entries):
            # Only a FIFO queue has an order to keep; elsewhere each message has a lane of its own.
            lane = one["MessageGroupId"] if queue_url.endswith(".fifo") else position
            self._lanes.setdefault(lane, deque()).append(position)
        self.sent: dict[int, str] = {}
        self.failed: list[int] = []
        self.reasons: set[str] = set()

    def run(self) -> None:
        """Send until every entry is sent or given up."""
        attempt = 1
        while self._lanes:
            lanes = self._next_lanes()
            passing = self._send(lanes)
            if not passing:
                attempt = 1
                continue
            wait = random.uniform(0, min(5.0, 0.1 * 2**attempt))  # noqa: S311
            if attempt == ATTEMPTS or self._now.remaining_seconds() - wait < MARGIN:
                self._give_up(passing)
                attempt = 1
                continue
            attempt += 1
            time.sleep(wait)

    def _next_lanes(self) -> list[object]:
        """The lanes whose heads fit one call."""
        chosen: list[object] = []
        size = 0
        for lane, positions in self._lanes.items():
            size += len(self._entries[positions[0]]["MessageBody"].encode())
            if chosen and (len(chosen) == MOST or size > LARGEST):
                break
            chosen.append(lane)
        return chosen

    def _send(self, lanes: list[object]) -> list[object]:
        """Send the lanes' heads; returns the lanes that are worth another trial."""
        from botocore.exceptions import BotoCoreError, ClientError

        heads = {str(self._lanes[lane][0]): lane for lane in lanes}
        batch: Any = [{"Id": head, **self._entries[int(head)]} for head in heads]
        try:
            answer = client("sqs").send_message_batch(QueueUrl=self._url, Entries=batch)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "unknown")
            self.reasons.add(code)
            if code in _PASSING:
                return lanes
            # The same answer awaits all the others.
            self._give_up(list(self._lanes))
            return []
        except BotoCoreError as error:
            self.reasons.add(type(error).__name__)
            return lanes
        for done in answer.get("Successful", []):
            lane = heads.pop(done["Id"])
            self.sent[int(done["Id"])] = done["MessageId"]
            self._lanes[lane].popleft()
            if not self._lanes[lane]:
                del self._lanes[lane]
        for bad in answer.get("Failed", []):
            self.reasons.add(bad.get("Code", "unknown"))
            if bad.get("SenderFault"):
                self._give_up([heads.pop(bad["Id"])])
        return list(heads.values())

    def _give_up(self, lanes: list[object]) -> None:
        for lane in lanes:
            self.failed.extend(self._lanes.pop(lane))
