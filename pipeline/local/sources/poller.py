"""Receives what a queue holds, batch by batch, and has several batches delivered at once."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from ..errors import LocalError
from .mapping import MappingSettings

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.type_defs import MessageTypeDef

__all__ = ["Poller"]

_logger = logging.getLogger(__name__)

# Source: AWS Lambda developer guide, "Configuring scaling behavior for SQS event source mappings": a
# standard queue is read for five invocations at once; then more, which one machine could not run.
_CONCURRENCY = 5
_MOST_AT_ONCE = 10
_POLL_SECONDS = 3
_WINDOW_POLL_SECONDS = 1
_IDLE_SECONDS = 0.1
_CLOSE_SECONDS = 30
_STOP_SECONDS = 5
_WAKE_SECONDS = 0.02


class Poller:
    """Polls one queue in threads of its own until it is stopped.

    Args:
        sqs: a client of the queue's server.
        url: the queue's URL.
        settings: how large batches are, how long they are waited for, and how many at once.
        ready: whether the function can be invoked now; nothing is received while it cannot.
        deliver: delivers a batch; called from several threads.
        on_gone: called once when the queue was deleted, with what SQS says.
        clock: seconds that only go forward.
        stopped: set when it is to end.
    """

    def __init__(
        self,
        sqs: SQSClient,
        url: str,
        settings: MappingSettings,
        *,
        ready: Callable[[], bool],
        deliver: Callable[[list[MessageTypeDef]], None],
        on_gone: Callable[[str], None],
        clock: Callable[[], float],
        stopped: threading.Event,
    ) -> None:
        self._sqs = sqs
        self._url = url
        self._settings = settings
        self._ready = ready
        self._deliver = deliver
        self._on_gone = on_gone
        self._clock = clock
        self._stopped = stopped
        most = min(settings.concurrency or _CONCURRENCY, _CONCURRENCY)
        self._slots = threading.Semaphore(most)
        self._workers = ThreadPoolExecutor(most, thread_name_prefix=f"deliver-{settings.queue}")
        self._thread = threading.Thread(
            target=self._poll, name=f"poll-{settings.queue}", daemon=True
        )
        self._thread.start()

    def stop(self, wake: Callable[[], None]) -> None:
        """Has it receive nothing more; what is being delivered goes on.

        Args:
            wake: ends the waits for messages.
        """
        self._stopped.set()
        limit = time.monotonic() + _STOP_SECONDS
        # A poll that was on its way to the server is not woken by the first call.
        while self._thread.is_alive() and time.monotonic() < limit:
            wake()
            self._thread.join(timeout=_WAKE_SECONDS)

    def close(self) -> None:
        """Waits for its threads; stop it, and end the functions, first."""
        self._thread.join(timeout=_CLOSE_SECONDS)
        self._workers.shutdown(wait=True)

    def _poll(self) -> None:
        try:
            while not self._stopped.is_set():
                if not self._ready():
                    self._stopped.wait(_IDLE_SECONDS)
                elif self._slots.acquire(timeout=_IDLE_SECONDS):
                    self._poll_once()
        except _Gone as gone:
            self._on_gone(str(gone))
        finally:
            self._workers.shutdown(wait=False)

    def _poll_once(self) -> None:
        messages = self._gather()
        if messages:
            self._workers.submit(self._work, messages)
        else:
            self._slots.release()

    def _work(self, messages: list[MessageTypeDef]) -> None:
        try:
            self._deliver(messages)
        finally:
            self._slots.release()

    def _gather(self) -> list[MessageTypeDef]:
        gathered = self._receive(self._settings.batch_size, _POLL_SECONDS)
        until = self._clock() + self._settings.window
        while gathered and self._clock() < until and not self._stopped.is_set():
            left = self._settings.batch_size - len(gathered)
            if not left:
                break
            gathered += self._receive(left, _WINDOW_POLL_SECONDS)
        return gathered

    def _receive(self, most: int, wait_seconds: int) -> list[MessageTypeDef]:
        if self._stopped.is_set():
            return []
        try:
            received = self._sqs.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=min(most, _MOST_AT_ONCE),
                WaitTimeSeconds=wait_seconds,
                MessageSystemAttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
        except (BotoCoreError, ClientError) as error:
            if isinstance(error, ClientError) and "NonExistentQueue" in str(error):
                raise _Gone(str(error)) from error
            # Whatever else it is, it may be over soon.
            _logger.warning("%s could not be polled: %s", self._settings.queue, error)
            self._stopped.wait(_IDLE_SECONDS)
            return []
        return received.get("Messages", [])


class _Gone(LocalError):
    """The queue was deleted."""
