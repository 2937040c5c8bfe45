"""moto's SQS, safe under several clients at once, and with a clock that can be moved.

moto takes messages from a list and puts others into it without a lock, so that under load some get
lost. It reads the time where it needs it, so a clock that was moved moves the messages back instead.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from moto.sqs.models import Message, Queue, SQSBackend

from .registered import MotoPaths

__all__ = ["LockedSqsBackend"]

# How long a poll that waits sleeps at most before it looks for messages that became visible.
_LOOK_SECONDS = 0.1


class LockedSqsBackend(MotoPaths, SQSBackend):
    """One call at a time into every queue; whoever waits for messages waits outside."""

    # Of the class, for moto empties its backends by making them anew.
    changed = threading.Condition(threading.RLock())
    _wakes = 0

    @classmethod
    def wake(cls) -> None:
        """Ends every wait for messages; those who wait find what there is."""
        with cls.changed:
            cls._wakes += 1
            cls.changed.notify_all()

    def pass_by(self, seconds: float) -> None:
        """Lets every message grow older, for a clock that was moved."""
        with self.changed:
            for queue in self.queues.values():
                for message in queue._messages:
                    _age(message, int(seconds * 1000))

    def send_message(self, *arguments: Any, **named: Any) -> Message:
        """Adds a message."""
        with self.changed:
            sent = super().send_message(*arguments, **named)
            self.changed.notify_all()
        return sent

    def receive_message(
        self,
        queue_name: str,
        count: int,
        wait_seconds_timeout: int,
        visibility_timeout: int,
        message_attribute_names: list[str] | None = None,
    ) -> list[Message]:
        """Takes messages, and waits for some if there are none."""
        until = time.monotonic() + wait_seconds_timeout
        with self.changed:
            wakes = self._wakes
            while True:
                found = super().receive_message(
                    queue_name, count, 0, visibility_timeout, message_attribute_names
                )
                left = until - time.monotonic()
                if found or left <= 0 or wakes != self._wakes:
                    return found
                self.changed.wait(min(left, _LOOK_SECONDS))

    def delete_message(self, queue_name: str, receipt_handle: str) -> None:
        """Removes a message."""
        with self.changed:
            super().delete_message(queue_name, receipt_handle)

    def change_message_visibility(
        self, queue_name: str, receipt_handle: str, visibility_timeout: int
    ) -> None:
        """Hides or shows a message."""
        with self.changed:
            super().change_message_visibility(queue_name, receipt_handle, visibility_timeout)
            self.changed.notify_all()

    def purge_queue(self, queue_name: str) -> None:
        """Removes every message."""
        with self.changed:
            super().purge_queue(queue_name)

    def create_queue(self, *arguments: Any, **named: Any) -> Queue:
        """Adds a queue, or gives the one of that name."""
        with self.changed:
            return super().create_queue(*arguments, **named)

    def delete_queue(self, queue_name: str) -> None:
        """Removes a queue; who waits for its messages learns of it at once."""
        with self.changed:
            super().delete_queue(queue_name)
            self.changed.notify_all()

    def is_message_valid_based_on_retention_period(self, queue_name: str, message: Message) -> bool:
        """Whether a message was not kept for too long; moto asks for every attribute to know."""
        kept_seconds = int(self.get_queue(queue_name).message_retention_period)  # type: ignore[attr-defined]
        sent = (message.sent_timestamp or 0) / 1000
        return sent + kept_seconds > time.time()


def _age(message: Message, milliseconds: int) -> None:
    message.visible_at -= milliseconds
    message.delayed_until -= milliseconds
    sent: Any = message.sent_timestamp
    if sent is not None:
        message.sent_timestamp = sent - milliseconds
