"""The outbox: the stage's queue, and its bucket for what a message cannot hold.

Source document: "Amazon SQS Developer Guide", on message quotas: a message has at most 1 MiB
since August 2025, 256 KiB before, and a queue made before keeps its own `MaximumMessageSize`.
"""

import json
from typing import Any

from mew.errors import EnqueueError
from mew.jobs import enqueue

from ...domain.models.email_models import Email
from ...domain.models.error_models import TryLater
from .bucket_service import BucketParcels

JOB = "send_email"

MAX_PAYLOAD_BYTES = 200_000
"""What goes into a message, in bytes of JSON: with envelope and attributes it fits both limits."""

# SQS refuses a message with these (Developer Guide, "Message content"); the bucket does not.
_UNFIT = ("\ufffe", "\uffff")


class QueueOutbox:
    """Puts e-mails on the queue.

    Args:
        queue_url: the stage's queue.
        parcels: where an e-mail waits that is too large.
    """

    def __init__(self, queue_url: str, parcels: BucketParcels) -> None:
        self._queue_url = queue_url
        self._parcels = parcels

    def put(self, email_id: str, email: Email) -> None:
        """Enqueue the job that sends `email`."""
        content = email.model_dump_json(exclude_defaults=True)
        payload: dict[str, Any] = {"id": email_id}
        if len(content.encode()) > MAX_PAYLOAD_BYTES or any(char in content for char in _UNFIT):
            self._parcels.put(email_id, content.encode())
            payload["parked"] = True
        else:
            payload["email"] = json.loads(content)
        try:
            enqueue(self._queue_url, JOB, payload)
        except EnqueueError as error:
            raise TryLater(str(error)) from error
